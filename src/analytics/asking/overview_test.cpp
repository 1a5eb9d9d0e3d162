#include "analytics/asking/overview.h"

#include "analytics/asking/run_fixture.h"
#include "analytics/asking/run_test_world.h"
#include "base/time_format.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>

namespace sluice::analytics {
namespace {

TEST(Overview, is_asked_for_by_the_whole_and_by_nothing_else) {
  const Grammar& english = Grammar::english();
  for (const char* text : {"How are we doing?", "so, how are we doing overall", "overview please",
                           "give me an overview", "How is our business doing?"})
    EXPECT_TRUE(says_only(english, PhraseList::overviews, text)) << text;
  for (const char* text : {"how are we doing on refunds", "overview of tickets", "", "?", "MRR",
                           "how are we doing in Germany"})
    EXPECT_FALSE(says_only(english, PhraseList::overviews, text)) << text;
}

Task<std::expected<std::string, sources::CallFailure>> no_reply() {
  co_return std::unexpected(sources::CallFailure{});
}

class OverviewTest : public RunSuite {
 protected:
  OverviewTest() { shop_.overview = {"subscriptions.mrr", "payments.payments", "nothing.here"}; }

  [[nodiscard]] PlannerContext planner() const {
    const auto zone = TimeZone::find("America/New_York");
    const auto now = parse_rfc3339("2026-06-20T16:00:00Z");
    if (!zone || !now) throw std::runtime_error("the time zone data is missing");
    return {.connected = {{.vendor = &shop_}}, .catalog = {}, .now = *now, .timezone = *zone};
  }
  [[nodiscard]] Answer run(bool vendor_answers) {
    RunContext context;
    context.spawner = spawner().get();
    context.vendors = {{.vendor = &shop_}};
    context.rates = {.reporting = "usd", .to_reporting = {{"eur", 1.08}}};
    context.now = planner().now;
    context.call = [vendor_answers](const sources::VendorCall& call) {
      return vendor_answers ? reply(test_rows(call.tool)) : no_reply();
    };
    return finished(run_overview(overview_of(planner()), std::move(context)));
  }

  catalog::Vendor shop_ = test_shop();
};

TEST_F(OverviewTest, is_of_the_sources_that_are_named) {
  shop_.slug = "shop";
  shop_.name = "Shop";
  const Grammar& english = Grammar::english();
  EXPECT_EQ(overview_sources(english, planner(), "how are things going in Shop?").size(), 1U);
  EXPECT_TRUE(overview_sources(english, planner(), "how are things going?").empty());
  EXPECT_TRUE(overview_sources(english, planner(), "how are refunds going in Shop?").empty());
}

TEST_F(OverviewTest, compares_a_state_with_the_end_of_last_month_and_a_flow_with_all_of_it) {
  const auto lines = overview_of(planner());
  ASSERT_EQ(lines.size(), 2U);  // What the row names and does not have is left out.
  EXPECT_FALSE(lines[0].flow);
  EXPECT_TRUE(lines[1].flow);
  ASSERT_TRUE(lines[0].plan.other_period && lines[1].plan.other_period);
  EXPECT_EQ(lines[1].plan.other_period->start, *parse_rfc3339("2026-05-01T04:00:00Z"));
  EXPECT_EQ(lines[1].plan.other_period->end, *parse_rfc3339("2026-06-01T04:00:00Z"));
}

TEST_F(OverviewTest, says_each_number_with_its_unit_and_that_of_the_month_before) {
  const Answer answer = run(true);
  EXPECT_EQ(answer.status, AnswerStatus::answered);
  ASSERT_TRUE(answer.table);
  ASSERT_EQ(answer.table->rows.size(), 2U);
  // Only the first number of each vendor: the table has the others.
  EXPECT_EQ(answer.text, "Shop: MRR $358.50, the same as the end of last month.");
  EXPECT_FALSE(answer.plan);
}

TEST_F(OverviewTest, names_a_call_once_though_several_numbers_need_it) {
  shop_.overview = {"subscriptions.mrr", "subscriptions.mrr", "payments.payments"};
  const Answer answer = run(true);
  std::set<std::string> calls;
  for (const sources::Provenance& call : answer.provenance)
    EXPECT_TRUE(calls.insert(call.tool + call.arguments.dump()).second) << call.tool;
  EXPECT_EQ(calls.size(), 2U);
}

TEST_F(OverviewTest, says_of_a_running_month_what_the_last_one_had_and_no_change) {
  shop_.overview = {"payments.payments"};
  const std::string text = run(true).text;
  EXPECT_TRUE(text.contains(" this month so far, ") && text.ends_with(" in all of last month."))
      << text;
}

TEST_F(OverviewTest, fails_with_the_reason_where_no_number_can_be_read) {
  const Answer answer = run(false);
  EXPECT_EQ(answer.status, AnswerStatus::failed);
  EXPECT_FALSE(answer.reason.empty());
  EXPECT_FALSE(answer.table);
}

}  // namespace
}  // namespace sluice::analytics
