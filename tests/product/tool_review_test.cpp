// A vendor that changes a tool after it was approved: the tool is not called until somebody has
// looked at it.
#include "world_test.h"

namespace sluice::app {
namespace {

constexpr std::string_view vendor = "linear";
constexpr std::string_view tool = "list_teams";

class ToolReview : public WorldTest {
 protected:
  void connect_vendor() { connect_with_key(std::string(vendor), "lin_api_brightwater"); }
  [[nodiscard]] ConnectionId id() { return row_of(std::string(vendor))->id; }
  void change_definition() { set_fault(std::string(vendor), "drift", std::string(tool)); }
  void change_it_back() { set_fault(std::string(vendor), "none"); }
  void list_again() {
    const auto tested = run(product().connections().test(connector(), id()));
    EXPECT_TRUE(tested.ok) << tested.detail;
  }
  [[nodiscard]] std::vector<calls::WithdrawnTool> changed() {
    return run(product().connections().changed_tools(connector(), id()));
  }
  [[nodiscard]] bool approve(const std::string& digest) {
    return run(product().connections().approve_tool(connector(), id(), std::string(tool), digest))
        .has_value();
  }
  [[nodiscard]] std::string outcome(std::string_view name = tool) {
    const auto result = call(std::string(vendor), std::string(name));
    return result ? "called" : result.error().detail;
  }
};

TEST_F(ToolReview, leaves_a_vendor_alone_that_changes_nothing) {
  connect_vendor();
  EXPECT_EQ(outcome(), "called");
  list_again();
  EXPECT_TRUE(changed().empty());
  EXPECT_EQ(outcome(), "called");
}

TEST_F(ToolReview, withdraws_a_tool_that_changed_and_no_other) {
  connect_vendor();
  change_definition();
  list_again();
  ASSERT_EQ(changed().size(), 1U);
  EXPECT_EQ(changed()[0].tool, tool);
  EXPECT_NE(changed()[0].approved_definition, changed()[0].listed_definition);
  forget_requests();
  EXPECT_NE(outcome().find("changed its tool list_teams"), std::string::npos) << outcome();
  EXPECT_TRUE(requests_to(std::string(vendor)).empty());
  EXPECT_EQ(outcome("list_users"), "called");
}

TEST_F(ToolReview, takes_an_approval_of_what_was_looked_at_and_of_nothing_else) {
  connect_vendor();
  change_definition();
  list_again();
  const std::string digest = changed().at(0).listed_digest;
  EXPECT_FALSE(approve("sha256:0"));
  EXPECT_FALSE(approve(""));
  EXPECT_NE(outcome(), "called");
  EXPECT_TRUE(approve(digest));
  EXPECT_TRUE(changed().empty());
  EXPECT_EQ(outcome(), "called");
  EXPECT_FALSE(approve(digest));
  change_it_back();  // From what is approved now, this is a change too.
  list_again();
  EXPECT_EQ(changed().size(), 1U);
}

TEST_F(ToolReview, ends_by_itself_when_the_vendor_takes_the_change_back) {
  connect_vendor();
  change_definition();
  list_again();
  EXPECT_NE(outcome(), "called");
  change_it_back();
  list_again();
  EXPECT_EQ(outcome(), "called");
}

TEST_F(ToolReview, notices_a_change_in_an_idle_hour_before_the_next_call) {
  connect_vendor();
  ASSERT_EQ(outcome(), "called");
  change_definition();
  EXPECT_EQ(outcome(), "called");  // Nothing was listed since.
  clock.advance(std::chrono::minutes(61));
  EXPECT_NE(outcome(), "called");
}

// The vendor whose list has two pages: what is on the second is seen by no validation of a session.
class OldList : public ToolReview {
 protected:
  static constexpr std::string_view on_the_second_page = "workflows-list";
  void connect_long_list() { connect_with_key("posthog", "phx_brightwater"); }
  [[nodiscard]] std::string ask(std::string_view name) {
    const auto result = call("posthog", std::string(name));
    return result ? "called" : result.error().detail;
  }
  [[nodiscard]] std::vector<calls::WithdrawnTool> waiting() {
    return run(product().connections().changed_tools(connector(), row_of("posthog")->id));
  }
};

TEST_F(OldList, is_read_anew_after_a_day_however_busy_the_connection_is) {
  connect_long_list();
  set_fault("posthog", "drift", std::string(on_the_second_page));
  for (int i = 0; i < 26; ++i) {
    clock.advance(std::chrono::minutes(55));
    ASSERT_EQ(ask("projects-get"), "called") << i;
  }
  EXPECT_TRUE(waiting().empty());  // 23 hours and 50 minutes.
  clock.advance(std::chrono::minutes(11));
  forget_requests();  // And the fault with them.
  set_fault("posthog", "drift", std::string(on_the_second_page));
  EXPECT_NE(ask(on_the_second_page).find("changed its tool"), std::string::npos);
  EXPECT_EQ(requests_to("posthog"), (std::vector<std::string>{"tools/list", "tools/list"}));
  EXPECT_EQ(waiting().size(), 1U);
}

TEST_F(OldList, lets_nothing_through_while_the_vendor_does_not_show_it) {
  connect_long_list();
  clock.advance(std::chrono::hours(25));
  forget_requests();
  set_fault("posthog", "500");
  EXPECT_NE(ask("projects-get"), "called");
  for (const std::string& method : requests_to("posthog"))
    EXPECT_NE(method, "tools/call");
}

TEST_F(OldList, of_a_clock_that_was_ahead_is_old) {
  clock.advance(std::chrono::hours(24 * 400));
  connect_long_list();
  clock.advance(std::chrono::hours(-24 * 400));
  forget_requests();
  EXPECT_EQ(ask("projects-get"), "called");
  EXPECT_EQ(requests_to("posthog"),
            (std::vector<std::string>{"tools/list", "tools/list", "tools/call"}));
}

TEST_F(OldList, is_read_by_the_job_before_anybody_asks) {
  connect_long_list();
  set_fault("posthog", "drift", std::string(on_the_second_page));
  clock.advance(calls::relist_after);
  EXPECT_EQ(run(product().tool_watch().look()), 0U);
  clock.advance(std::chrono::minutes(1));
  EXPECT_EQ(run(product().tool_watch().look()), 1U);
  EXPECT_EQ(waiting().size(), 1U);
  EXPECT_EQ(run(product().tool_watch().look()), 0U);
  clock.advance(std::chrono::hours(23));
  forget_requests();
  EXPECT_EQ(ask("projects-get"), "called");
  EXPECT_EQ(requests_to("posthog").back(), "tools/call");
}

TEST_F(ToolReview, tells_of_a_shape_that_the_reviewer_of_the_row_did_not_have) {
  connect_vendor();
  const auto drifted = [this] {
    return run(product().connections().drifted_tools(connector(), id()));
  };
  EXPECT_TRUE(drifted().empty());
  change_definition();
  list_again();
  ASSERT_TRUE(approve(changed().at(0).listed_digest));
  EXPECT_EQ(drifted(), std::vector<std::string>{std::string(tool)});
  EXPECT_EQ(outcome(), "called");
}

TEST_F(ToolReview, takes_the_list_of_the_connect_flow_as_approved) {
  connect(std::string(vendor));
  change_definition();
  list_again();
  EXPECT_NE(outcome(), "called");
}

TEST_F(ToolReview, is_in_the_trail) {
  connect_vendor();
  change_definition();
  list_again();
  ASSERT_TRUE(approve(changed().at(0).listed_digest));
  std::vector<std::string> actions;
  const audit::AuditTrail trail(product().database(), product().clock());
  for (const audit::StoredRecord& record : trail.page(ada(), {}, 50)) {
    if (record.record.action.starts_with("tool.")) actions.push_back(record.record.action);
  }
  EXPECT_EQ(actions, (std::vector<std::string>{"tool.approve", "tool.withdraw"}));
}

}  // namespace
}  // namespace sluice::app
