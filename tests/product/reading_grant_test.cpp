// What is asked of a vendor, and which grants are kept.
#include "world_test.h"

namespace sluice::app {
namespace {

class ReadingGrant : public WorldTest {
 protected:
  void set_scope_fault(const std::string& vendor, const std::string& fault,
                       const std::string& scope) {
    const Json set = sandbox("POST", "/_sandbox/faults",
                             {{"vendor", vendor}, {"fault", fault}, {"scope", scope}});
    ASSERT_TRUE(set.contains("ok")) << set.dump();
  }
  [[nodiscard]] std::expected<connections::BeginOutcome, connections::ConnectError> begin(
      const std::string& vendor) {
    return run(product().connections().begin(connector(), vendor, {}));
  }
  // Nothing of a refused grant is left, here or there.
  void expect_nothing_is_left(const std::string& vendor) {
    EXPECT_NE(row_of(vendor)->status, vault::ConnectionStatus::connected);
    EXPECT_FALSE(row_of(vendor)->slot);
    EXPECT_EQ(count_at(vendor, "live_grants"), 0);
    EXPECT_EQ(count_at(vendor, "live_access_tokens"), 0);
    EXPECT_EQ(count_at(vendor, "clients"), 0);
  }
};

TEST_F(ReadingGrant, asks_for_nothing_where_no_scope_was_reviewed_whatever_a_challenge_says) {
  set_scope_fault("stripe", "challenge_scope", "mcp:read charges:write refunds:write admin");
  const auto begun = begin("stripe");
  ASSERT_TRUE(begun) << begun.error().detail;
  const auto& started = std::get<connections::AuthorizationBegun>(*begun);
  EXPECT_TRUE(started.scopes.empty());
  EXPECT_EQ(started.authorization_url.find("scope="), std::string::npos)
      << started.authorization_url;
}

TEST_F(ReadingGrant, asks_for_reviewed_scopes_alone_and_says_them_exactly) {
  set_scope_fault("linear", "challenge_scope", "read,write,admin");
  const auto begun = begin("linear");
  ASSERT_TRUE(begun) << begun.error().detail;
  const auto& started = std::get<connections::AuthorizationBegun>(*begun);
  EXPECT_EQ(started.scopes, std::vector<std::string>{"read"});
  EXPECT_TRUE((started.authorization_url + "&").contains("&scope=read&"))
      << started.authorization_url;
}

TEST_F(ReadingGrant, beyond_the_row_is_refused_revoked_and_unregistered) {
  for (const std::string scope : {"write", "issues:create", "comments:read"}) {
    set_scope_fault("linear", "wide_grant", scope);
    const auto connected = world().connect("linear");
    ASSERT_FALSE(connected) << scope;
    EXPECT_NE(connected.error().find("\"" + scope + "\""), std::string::npos) << connected.error();
    EXPECT_NE(connected.error().find("was given back"), std::string::npos) << connected.error();
    expect_nothing_is_left("linear");
  }
}

TEST_F(ReadingGrant, that_speaks_of_writing_is_refused_where_nothing_was_reviewed) {
  for (const std::string scope : {"refunds:write", "refunds:rw", "payouts:*", "root", "admin"}) {
    set_scope_fault("stripe", "wide_grant", "mcp:read " + scope);
    ASSERT_FALSE(world().connect("stripe")) << scope;
    expect_nothing_is_left("stripe");
  }
  set_scope_fault("stripe", "wide_grant", "mcp:read openid");
  connect("stripe");
  EXPECT_EQ(run(product().connections().granted_scopes(ada())).at(row_of("stripe")->id),
            "mcp:read openid");
}

TEST_F(ReadingGrant, holds_what_the_vendor_always_adds) {
  set_scope_fault("hubspot", "wide_grant", "oauth");
  connect("hubspot");
  set_scope_fault("posthog", "wide_grant", "openid profile offline_access");
  connect("posthog");
}

TEST_F(ReadingGrant, is_not_asked_for_with_a_registration_that_was_widened_to_writing) {
  for (const std::string vendor : {"linear", "stripe"}) {
    set_scope_fault(vendor, "wide_registration", "write");
    const auto begun = begin(vendor);
    ASSERT_FALSE(begun) << vendor;
    EXPECT_EQ(begun.error().reason, connections::ConnectReason::widened_to_writing);
    EXPECT_EQ(count_at(vendor, "clients"), 0);
  }
}

TEST_F(ReadingGrant, that_is_refused_leaves_a_good_connection_alone) {
  connect("linear");
  set_scope_fault("linear", "wide_grant", "write");
  ASSERT_FALSE(world().connect("linear"));
  set_fault("linear", "none");
  EXPECT_EQ(row_of("linear")->status, vault::ConnectionStatus::connected);
  const auto answered = call("linear", "list_teams");
  EXPECT_TRUE(answered) << answered.error().detail;
}

}  // namespace
}  // namespace sluice::app
