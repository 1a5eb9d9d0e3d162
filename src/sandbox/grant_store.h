#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "sandbox/value.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// What a person allowed one client. Every token of it dies with it.
struct Grant {
  std::string client_id;  // Empty: of the client that refreshes next.
  std::string scope;
  std::string resource;  // RFC 8707; empty: none was named.
  bool revoked = false;
  bool branch = false;  // Of the company's second account at the vendor (world.h).
};

// RFC 6749 section 4.1.2: short-lived, good once, and bound to client, redirect address and
// challenge.
struct AuthorizationCode {
  std::size_t grant = 0;
  std::string redirect_uri;
  std::string challenge;  // PKCE, S256.
  Instant expires_at;
  bool used = false;
};

// Both are opaque: nothing can be read from them, and a test can tell them apart by their prefix.
struct TokenPair {
  std::string access;
  std::string refresh;
};

enum class TokenState { unknown, expired, valid };

// Codes and tokens of one authorization server, in memory. Tokens are opaque texts.
class GrantStore {
 public:
  // Both outlive the store.
  GrantStore(const Clock& clock, Random& random) : clock_(clock), random_(random) {}

  // Keeps the grant and makes a code of it, good for a minute.
  [[nodiscard]] std::string add_code(Grant grant, std::string redirect_uri, std::string challenge);
  // Also one that was used: who asks has to see that it comes twice. Null when it never was.
  [[nodiscard]] AuthorizationCode* find_code(std::string_view code);
  [[nodiscard]] Grant& grant(std::size_t index) { return grants_.at(index); }
  [[nodiscard]] Instant now() const { return clock_.now(); }

  // `refresh_now`: the refresh token to keep; empty makes a new one.
  [[nodiscard]] TokenPair issue(std::size_t grant, std::chrono::seconds lifetime,
                                std::string refresh_now = {});
  // The grant of a refresh token that may be used. A token that was already exchanged for a newer
  // one is a sign of theft: its whole grant is revoked (OAuth 2.1 section 4.3.1).
  [[nodiscard]] std::optional<std::size_t> take_refresh(std::string_view token, bool rotates);
  // Of an access or refresh token, used or not; nothing for a text that is none.
  [[nodiscard]] std::optional<std::size_t> grant_of(std::string_view token) const;

  // `unknown` for a token of a revoked grant too: a vendor does not say which of the two it is.
  [[nodiscard]] TokenState state_of(std::string_view access_token) const;
  // RFC 7009: a refresh token takes its grant along, an access token only itself.
  void revoke(std::string_view token);
  void revoke_grant(std::size_t grant) { grants_.at(grant).revoked = true; }
  // All grants of one client; of everybody; for whoever refreshes next (faults.h, forget_clients).
  void revoke_client(std::string_view client_id);
  void revoke_all();
  void revoke_branch();  // Those of the company's second account.
  void release_all();
  void expire_access_tokens();
  [[nodiscard]] std::size_t live_grants() const;
  [[nodiscard]] std::size_t live_access_tokens() const;

  // Grants and tokens, so that a restarted demo stays connected; codes live a minute and are not
  // worth it. restore() takes what to_value() gave and replaces everything.
  [[nodiscard]] Value to_value() const;
  void restore(const Value& kept);

 private:
  struct AccessToken {
    std::size_t grant = 0;
    Instant expires_at;
  };
  struct RefreshToken {
    std::size_t grant = 0;
    bool used = false;
  };
  [[nodiscard]] bool is_live(std::size_t grant) const { return !grants_.at(grant).revoked; }

  const Clock& clock_;
  Random& random_;
  std::vector<Grant> grants_;
  std::map<std::string, AuthorizationCode, std::less<>> codes_;
  std::map<std::string, AccessToken, std::less<>> access_;
  std::map<std::string, RefreshToken, std::less<>> refresh_;
};

}  // namespace sluice::sandbox
