#include "calls/refresh_verdict.h"

#include <gtest/gtest.h>

namespace sluice::calls {
namespace {

RefreshVerdict verdict(int status, std::string word) {
  oauth::OAuthError error;
  error.failure = oauth::OAuthFailure::refused_by_server;
  error.status = status;
  error.refusal = oauth::TokenRefusal{std::move(word), "never looked at: invalid_grant"};
  return verdict_on(error);
}

TEST(RefreshVerdict, a_plain_word_of_the_server_ends_the_grant) {
  EXPECT_EQ(verdict(400, "invalid_grant"), RefreshVerdict::ended);
  EXPECT_EQ(verdict(200, "bad_refresh_token"), RefreshVerdict::ended);
  EXPECT_EQ(verdict(401, "invalid_client"), RefreshVerdict::client_unknown);
  for (const char* word : {"invalid_request", "invalid_target", "unauthorized_client"})
    EXPECT_EQ(verdict(400, word), RefreshVerdict::request_refused) << word;
}

// Every user of a vendor would have to reconnect for an outage of ten minutes.
TEST(RefreshVerdict, a_server_in_trouble_ends_nothing_whatever_word_it_says) {
  for (const int status : {429, 500, 502, 503, 599})
    EXPECT_EQ(verdict(status, "invalid_grant"), RefreshVerdict::passing) << status;
}

TEST(RefreshVerdict, what_is_no_word_of_the_standard_ends_nothing) {
  for (const char* word : {"", "INVALID_GRANT", "invalid_grant ", "temporarily_unavailable",
                           "server_error", "slow_down"})
    EXPECT_EQ(verdict(400, word), RefreshVerdict::passing) << word;
  for (const auto failure :
       {oauth::OAuthFailure::unreachable, oauth::OAuthFailure::http_status,
        oauth::OAuthFailure::bad_document, oauth::OAuthFailure::refused_address}) {
    oauth::OAuthError silent;
    silent.failure = failure;
    silent.status = 400;
    EXPECT_EQ(verdict_on(silent), RefreshVerdict::passing);
  }
}

}  // namespace
}  // namespace sluice::calls
