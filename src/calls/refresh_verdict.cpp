#include "calls/refresh_verdict.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sluice::calls {
namespace {

// RFC 6749, section 5.2, and the word that answers of status 200 have for it.
constexpr std::array<std::string_view, 2> ended_words{"invalid_grant", "bad_refresh_token"};
// With RFC 8707, section 2, for invalid_target.
constexpr std::array<std::string_view, 3> refused_words{"invalid_request", "invalid_target",
                                                        "unauthorized_client"};

template <class Words>
[[nodiscard]] bool is_one_of(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

RefreshVerdict verdict_on(const oauth::OAuthError& error) {
  // A server in trouble says all sorts of words, so its status comes first.
  const bool in_trouble = error.status >= 500 || error.status == 429;
  if (in_trouble || !error.refusal) return RefreshVerdict::passing;
  const std::string& word = error.refusal->error;
  if (is_one_of(ended_words, word)) return RefreshVerdict::ended;
  if (word == "invalid_client") return RefreshVerdict::client_unknown;
  if (is_one_of(refused_words, word)) return RefreshVerdict::request_refused;
  return RefreshVerdict::passing;
}

}  // namespace sluice::calls
