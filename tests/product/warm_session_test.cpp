// What a vendor sees of a connection that is used again and again: nothing but the calls, and after
// an idle hour one request in front of the first of them.
#include "world_test.h"

namespace sluice::app {
namespace {

using Requests = std::vector<std::string>;

struct WarmCase {
  std::string vendor;  // Of another era or way of keeping sessions.
  std::string key;     // A key does not end with time, so that only the session is looked at.
  std::string tool;
};

const std::vector<WarmCase>& warm_cases() {
  static const std::vector<WarmCase> cases{
      {"stripe", "rk_test_brightwater", "list_products"},  // 2026-07-28.
      {"linear", "lin_api_brightwater", "list_teams"},     // 2025-06-18, with sessions.
      {"github", "github_pat_brightwater", "get_me"},      // 2026-07-28, sessions for older ones.
      {"posthog", "phx_brightwater", "feature-flag-get-all"}};  // 2025-03-26, without sessions.
  return cases;
}

class WarmSession : public WorldTest {
 protected:
  // The requests that one call costs.
  [[nodiscard]] Requests cost_of(const WarmCase& one) {
    forget_requests();
    const auto result = call(one.vendor, one.tool);
    EXPECT_TRUE(result) << one.vendor << ": " << result.error().detail;
    return requests_to(one.vendor);
  }
};

TEST_F(WarmSession, costs_nothing_beside_the_call_for_an_hour) {
  for (const WarmCase& one : warm_cases()) {
    connect_with_key(one.vendor, one.key);
    EXPECT_EQ(cost_of(one), Requests{"tools/call"}) << one.vendor;
    clock.advance(std::chrono::minutes(59));
    EXPECT_EQ(cost_of(one), Requests{"tools/call"}) << one.vendor;
    clock.advance(std::chrono::minutes(60));  // Since the last answer, not since the first.
    EXPECT_EQ(cost_of(one), Requests{"tools/call"}) << one.vendor;
  }
}

TEST_F(WarmSession, is_validated_with_one_request_after_an_idle_hour) {
  for (const WarmCase& one : warm_cases()) {
    connect_with_key(one.vendor, one.key);
    clock.advance(std::chrono::minutes(60) + std::chrono::milliseconds(1));
    EXPECT_EQ(cost_of(one), (Requests{"tools/list", "tools/call"})) << one.vendor;
    EXPECT_EQ(cost_of(one), Requests{"tools/call"}) << one.vendor;
  }
}

TEST_F(WarmSession, is_opened_by_whoever_comes_first) {
  const WarmCase& linear = warm_cases()[1];
  connect(linear.vendor);
  product().caller().forget(row_of(linear.vendor)->id);
  EXPECT_GT(cost_of(linear).size(), 1U);
  EXPECT_EQ(cost_of(linear), Requests{"tools/call"});
}

TEST_F(WarmSession, does_not_outlive_the_credential_that_it_was_opened_with) {
  const WarmCase& linear = warm_cases()[1];
  connect_with_key(linear.vendor, linear.key);
  connect_with_key(linear.vendor, linear.key);  // Reconnected: another generation.
  EXPECT_EQ(cost_of(linear), Requests{"tools/call"});
  ASSERT_TRUE(run(product().connections().disconnect(connector(), row_of("linear")->id)));
  forget_requests();
  EXPECT_FALSE(call(linear.vendor, linear.tool));
  EXPECT_EQ(requests_to(linear.vendor), Requests{});
}

TEST_F(WarmSession, finds_out_that_access_ended_while_nobody_asked) {
  const WarmCase& linear = warm_cases()[1];
  connect_with_key(linear.vendor, linear.key);
  clock.advance(std::chrono::hours(2));
  set_fault("linear", "401");
  const auto refused = call(linear.vendor, linear.tool);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, calls::CallError::Kind::needs_reconnect);
}

}  // namespace
}  // namespace sluice::app
