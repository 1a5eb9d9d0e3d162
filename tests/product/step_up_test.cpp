// More access: what a vendor wants granted beside, and what it grants without being asked.
#include "world_test.h"

#include "audit/audit_trail.h"

namespace sluice::app {
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

TEST_F(StepUp, of_a_row_without_reviewed_scopes_is_refused_and_the_scope_is_named) {
  connect("stripe");
  for (const std::string scope : {"charges:read", "refunds:rw", "payouts:*", "root"}) {
    set_scope_fault("more_scope", scope, "stripe");
    const auto refused = call("stripe", "list_customers");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("\"" + scope + "\""), std::string::npos)
        << refused.error().detail;
  }
  EXPECT_EQ(row_of("stripe")->wanted_scope, "");
  set_scope_fault("none", "", "stripe");
  const auto begun = run(product().connections().begin(connector(), "stripe", {}));
  ASSERT_TRUE(begun) << begun.error().detail;
  const auto& url = std::get<connections::AuthorizationBegun>(*begun).authorization_url;
  EXPECT_EQ(url.find("scope="), std::string::npos) << url;
}

TEST_F(StepUp, is_named_in_the_answer_of_the_question) {
  connect("stripe");
  set_scope_fault("more_scope", "charges:rw", "stripe");
  const analytics::Answer answer =
      run(product().desk().ask({ada(), world().ada().organization, {}, std::nullopt},
                               {"1", "How many customers do we have?", std::nullopt}, {}));
  EXPECT_NE(answer.text.find("\"charges:rw\""), std::string::npos) << answer.text;
}

TEST_F(StepUp, to_writing_is_refused_and_asked_of_nobody) {
  connect("posthog");
  set_scope_fault("more_scope", "feature_flag:read feature_flag:write");
  const auto refused = read();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, calls::CallError::Kind::needs_more_access);
  EXPECT_NE(refused.error().detail.find("cannot be answered"), std::string::npos);
  EXPECT_EQ(row_of("posthog")->status, vault::ConnectionStatus::connected);
  EXPECT_EQ(row_of("posthog")->wanted_scope, "");
  const auto record = recorded("connection.step_up");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->result, "refused");
}

TEST_F(StepUp, what_was_granted_is_recorded_and_shown) {
  connect("linear");
  const auto record = recorded("connection.connect");
  ASSERT_TRUE(record);
  EXPECT_EQ(member(record->detail, "granted_scope"), "read");
  const auto granted = run(product().connections().granted_scopes(ada()));
  EXPECT_EQ(granted.at(row_of("linear")->id), "read");
}

}  // namespace
}  // namespace sluice::app
