// More access: what a vendor wants granted beside, and what it grants without being asked.
#include "cli/test_world.h"

#include "audit/audit_trail.h"

namespace sluice::cli {
namespace {

class StepUp : public WorldTest {
 protected:
  void set_scope_fault(const std::string& fault, const std::string& scope,
                       const std::string& vendor = "posthog") {
    const Json set = sandbox("POST", "/_sandbox/faults",
                             {{"vendor", vendor}, {"fault", fault}, {"scope", scope}});
    ASSERT_TRUE(set.contains("ok")) << set.dump();
  }
  // The newest record of the action.
  [[nodiscard]] std::optional<audit::AuditRecord> recorded(const std::string& action) {
    const audit::AuditTrail trail(product().database(), product().clock());
    for (audit::StoredRecord record : trail.page(ada(), {}, 50)) {
      if (record.record.action == action) return std::move(record.record);
    }
    return std::nullopt;
  }
  [[nodiscard]] std::expected<std::string, calls::CallError> read() {
    return call("posthog", "feature-flag-get-all");
  }
};

TEST_F(StepUp, to_reading_waits_for_reconnect_and_leaves_the_rest_working) {
  connect("posthog");
  set_scope_fault("more_scope", "dashboard:read feature_flag:read");
  const auto refused = read();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, calls::CallError::Kind::needs_more_access);
  EXPECT_EQ(row_of("posthog")->status, vault::ConnectionStatus::needs_more_access);
  EXPECT_EQ(row_of("posthog")->wanted_scope, "dashboard:read feature_flag:read");
  set_scope_fault("none", "");
  const auto works = read();
  EXPECT_TRUE(works) << works.error().detail;
  connect("posthog");
  EXPECT_EQ(row_of("posthog")->status, vault::ConnectionStatus::connected);
  EXPECT_EQ(row_of("posthog")->wanted_scope, "");
}

TEST_F(StepUp, asks_for_what_was_wanted_beside_what_is_asked_anyway) {
  connect("stripe");
  set_scope_fault("more_scope", "charges:read", "stripe");
  ASSERT_FALSE(call("stripe", "list_customers"));
  set_scope_fault("none", "", "stripe");
  const auto begun = run(product().connections().begin(connector(), "stripe", {}));
  ASSERT_TRUE(begun) << begun.error().detail;
  const auto& url = std::get<connections::AuthorizationBegun>(*begun).authorization_url;
  EXPECT_NE(url.find("scope=mcp+charges%3Aread"), std::string::npos) << url;
}

TEST_F(StepUp, to_writing_is_refused_and_asked_of_nobody) {
  connect("posthog");
  set_scope_fault("more_scope", "feature_flag:read feature_flag:write");
  const auto refused = read();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, calls::CallError::Kind::vendor_refused);
  EXPECT_EQ(row_of("posthog")->status, vault::ConnectionStatus::connected);
  EXPECT_EQ(row_of("posthog")->wanted_scope, "");
  const auto record = recorded("connection.step_up");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->result, "refused");
}

TEST_F(StepUp, a_wider_grant_is_recorded) {
  set_scope_fault("wide_grant", "annotation:read");
  connect("posthog");
  const auto record = recorded("connection.connect");
  ASSERT_TRUE(record);
  EXPECT_EQ(member(record->detail, "granted_beyond"), Json({"annotation:read"}));
}

}  // namespace
}  // namespace sluice::cli
