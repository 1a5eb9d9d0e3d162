// How often a vendor is asked for another token, whatever it does with them.
#include "world_test.h"

#include "vault/refresh_lease.h"

namespace sluice::app {
namespace {

class TokenRefresh : public WorldTest {
 protected:
  // A call that meets a token which the vendor has just ended.
  [[nodiscard]] std::expected<std::string, calls::CallError> call_after_expiry() {
    set_fault("linear", "expire_tokens");
    return call("linear", "list_teams");
  }
  [[nodiscard]] int clients_at(const std::string& vendor) {
    const Json state = sandbox("GET", "/_sandbox/state");
    return member(member(member(state, "vendors"), vendor), "clients").get<int>();
  }
};

TEST_F(TokenRefresh, happens_three_times_a_minute_and_not_a_fourth_time) {
  connect("linear");
  for (int i = 0; i < vault::refreshes_max; ++i) {
    const auto result = call_after_expiry();
    ASSERT_TRUE(result) << i << ": " << result.error().detail;
  }
  const auto refused = call_after_expiry();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, calls::CallError::Kind::vendor_down);
  EXPECT_NE(refused.error().detail.find("three times within a minute"), std::string::npos);
  EXPECT_EQ(row_of("linear")->status, vault::ConnectionStatus::connected);
  clock.advance(vault::refreshes_window);
  const auto again = call("linear", "list_teams");
  EXPECT_TRUE(again) << again.error().detail;
}

TEST_F(TokenRefresh, registers_anew_when_the_server_lost_its_clients) {
  connect("linear");
  set_fault("linear", "forget_clients");
  EXPECT_EQ(clients_at("linear"), 0);
  const auto answered = call_after_expiry();
  EXPECT_TRUE(answered) << answered.error().detail;
  EXPECT_EQ(clients_at("linear"), 1);
  // The new client is the connection's from now on.
  const auto again = call_after_expiry();
  EXPECT_TRUE(again) << again.error().detail;
  EXPECT_EQ(clients_at("linear"), 1);
}

TEST_F(TokenRefresh, with_a_new_client_that_may_not_use_the_grant_asks_for_the_user) {
  connect("linear");
  set_fault("linear", "forget_clients");
  set_fault("linear", "revoke_grants");
  const auto refused = call_after_expiry();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, calls::CallError::Kind::needs_reconnect);
  EXPECT_EQ(row_of("linear")->status, vault::ConnectionStatus::needs_reconnect);
  EXPECT_EQ(clients_at("linear"), 0);  // No registration is left behind.
  EXPECT_FALSE(call("linear", "list_teams"));
  EXPECT_EQ(clients_at("linear"), 0);
}

TEST_F(TokenRefresh, that_cannot_register_anew_asks_for_the_user) {
  connect("linear");
  set_fault("linear", "forget_clients");
  set_fault("linear", "expire_tokens");
  set_fault("linear", "refuse_registration");
  const auto refused = call("linear", "list_teams");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, calls::CallError::Kind::needs_reconnect);
}

TEST_F(TokenRefresh, comes_before_a_token_ends_and_only_once) {
  connect("linear");
  clock.advance(std::chrono::minutes(59) + std::chrono::seconds(30));  // Of an hour.
  const std::int64_t before = row_of("linear")->generation;
  ASSERT_TRUE(call("linear", "list_teams"));
  EXPECT_EQ(row_of("linear")->generation, before + 1);
  ASSERT_TRUE(call("linear", "list_teams"));
  EXPECT_EQ(row_of("linear")->generation, before + 1);
}

}  // namespace
}  // namespace sluice::app
