#include "analytics/asking/run_fixture.h"

#include "analytics/asking/run_test_world.h"
#include "base/time_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

using namespace std::chrono_literals;

Instant at(const char* text) {
  return *parse_rfc3339(text);
}

PeriodSpec period(const char* start, const char* end, std::optional<Grain> grain = std::nullopt) {
  PeriodSpec made;
  made.start = at(start);
  made.end = at(end);
  made.grain = grain;
  return made;
}
// In New York.
PeriodSpec may() {
  return period("2026-05-01T04:00:00Z", "2026-06-01T04:00:00Z", Grain::month);
}
PeriodSpec april_to_june() {
  return period("2026-04-01T04:00:00Z", "2026-07-01T04:00:00Z");
}

Reference of(const char* entry, const char* name, const char* vendor = "shop") {
  return {.vendor = vendor, .entry = entry, .name = name};
}

class RunTest : public RunSuite {
 protected:
  QueryPlan plan(std::vector<Reference> measures, Frame frame = Frame::total) {
    QueryPlan made;
    made.frame = frame;
    made.measures = std::move(measures);
    made.timezone = "America/New_York";
    return made;
  }
  std::expected<Answer, RunError> run(QueryPlan query) {
    RunContext context;
    context.spawner = spawner().get();
    context.vendors = {{.vendor = &shop_},
                       {.vendor = &desk_, .parameters = {{"teams", "red, blue"}}}};
    context.rates = rates_;
    context.now = at("2026-06-20T16:00:00Z");
    context.deadline = Deadline::in(60s);
    context.call = [this](const sources::VendorCall& call) {
      calls_.push_back(call);
      return reply(test_rows(call.tool));
    };
    auto result = finished(run_plan(std::move(query), std::move(context)));
    if (!result) ADD_FAILURE() << result.error().detail;
    return result;
  }
  // The rows of the answer's table as JSON text.
  std::string rows(QueryPlan query) {
    const auto answer = run(std::move(query));
    return answer ? Json(answer->table->rows).dump() : "";
  }

  catalog::Vendor shop_ = test_shop();
  catalog::Vendor desk_ = test_desk();
  analyst::CurrencyRates rates_{.reporting = "usd", .to_reporting = {{"eur", 1.08}}};
  std::vector<sources::VendorCall> calls_;
};

TEST_F(RunTest, counts_rows_of_the_period_in_the_organizations_zone) {
  QueryPlan query = plan({of("customers", "new_customers")});
  query.period = period("2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z", Grain::month);
  const auto answer = run(query);  // Half past three in the morning in UTC is still March.
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->value->value, 2);
  EXPECT_EQ(answer->value->unit, "count");
  EXPECT_EQ(answer->period->start, "2026-03-01");
  EXPECT_EQ(answer->period->end, "2026-04-01");
  EXPECT_EQ(answer->provenance[0].rows, 4U);
}

TEST_F(RunTest, gathers_days_by_their_weekday_and_names_the_ends) {
  QueryPlan query = plan({of("payments", "payments")}, Frame::breakdown);
  query.dimensions = {
      {.field = of("payments", "paid"), .grain = Grain::day, .part = DatePart::weekday}};
  query.period = may();
  const auto answer = run(query);
  ASSERT_TRUE(answer);
  // In the order of the week, without the days that have no rows.
  ASSERT_EQ(answer->table->rows.size(), 2U);
  std::int64_t sum = 0;
  for (const auto& row : answer->table->rows)
    sum += row[1].get<std::int64_t>();
  EXPECT_EQ(sum, 2);  // As counted without weekdays.
  EXPECT_TRUE(answer->text.contains("most on ")) << answer->text;
  EXPECT_EQ(answer->chart->sort, "none");
}

TEST_F(RunTest, shows_amounts_in_another_currency_at_the_organizations_rate_and_says_so) {
  QueryPlan query = plan({of("payments", "revenue")});
  query.period = may();
  const auto dollars = run(query);
  query.currency = "eur";
  const auto euros = run(query);
  ASSERT_TRUE(dollars && euros);
  EXPECT_EQ(euros->value->unit, "eur");
  EXPECT_NEAR(euros->value->value.get<double>() * 1.08, dollars->value->value.get<double>(), 0.01);
  EXPECT_TRUE(euros->text.contains("1.08 USD for one EUR")) << euros->text;
}

TEST_F(RunTest, takes_dates_by_their_day_and_today_into_a_running_period) {
  QueryPlan query = plan({of("payments", "payments")});
  query.period = may();
  EXPECT_EQ(rows(query), "[[2]]");
  query.period = period("2026-06-01T04:00:00Z", "2026-06-15T12:00:00Z");
  EXPECT_EQ(rows(query), "[[2]]");
}

TEST_F(RunTest, sums_money_exactly_and_rounds_once) {
  QueryPlan query = plan({of("payments", "revenue")});
  const auto answer = run(query);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->value->value, 175.14);
  EXPECT_EQ(answer->value->unit, "usd");
  EXPECT_NE(answer->text.find("$175.14"), std::string::npos) << answer->text;
}

TEST_F(RunTest, looks_at_a_state_at_the_end_of_the_period_and_converts_money) {
  QueryPlan query = plan({of("subscriptions", "mrr")});
  query.period = may();
  query.comparison = Comparison::previous_period;
  const auto answer = run(query);
  ASSERT_TRUE(answer);
  EXPECT_EQ(Json(answer->table->rows).dump(), R"([["2026-04",150.0],["2026-05",358.5]])");
  EXPECT_EQ(answer->value->value, 358.5);
  EXPECT_EQ(answer->text, "MRR was $358.50 at the end of May 2026, up 139% on April 2026.");
}

TEST_F(RunTest, lost_and_gained_keys_are_those_whose_state_changed) {
  QueryPlan query = plan({of("subscriptions", "churned"), of("subscriptions", "gained"),
                          of("subscriptions", "lost_mrr"), of("subscriptions", "churn_rate")});
  query.period = may();
  EXPECT_EQ(rows(query), "[[1,1,50.0,50.0]]");  // A plan change is neither.
}

TEST_F(RunTest, a_series_of_states_looks_at_each_buckets_end) {
  QueryPlan query =
      plan({of("subscriptions", "mrr"), of("subscriptions", "churned")}, Frame::trend);
  query.period = april_to_june();
  query.dimensions = {{.field = of("subscriptions", "started"), .grain = Grain::month}};
  EXPECT_EQ(rows(query), R"([["2026-04",150.0,0],["2026-05",358.5,1],["2026-06",358.5,0]])");
}

TEST_F(RunTest,
       a_series_shows_zero_for_counts_and_null_for_rates_and_before_the_first_row_nothing) {
  QueryPlan query =
      plan({of("payments", "payments"), of("payments", "failure_rate")}, Frame::trend);
  query.period = period("2026-03-01T05:00:00Z", "2026-06-01T04:00:00Z");
  query.dimensions = {{.field = of("payments", "day"), .grain = Grain::month}};
  EXPECT_EQ(rows(query), R"([["2026-03",null,null],["2026-04",1,0.0],["2026-05",2,50.0]])");
}

TEST_F(RunTest, weeks_start_on_monday_and_the_sentence_tells_where_a_cut_one_begins) {
  QueryPlan query = plan({of("payments", "payments")}, Frame::trend);
  query.period = period("2026-04-30T04:00:00Z", "2026-05-06T04:00:00Z");
  query.dimensions = {{.field = of("payments", "day"), .grain = Grain::week}};
  EXPECT_EQ(rows(query), R"([["2026-04-27",2],["2026-05-04",0]])");
  EXPECT_THAT(run(query)->text, testing::HasSubstr("The first week is cut: it has the days from "
                                                   "April 30 to May 3, 2026."));
}

TEST_F(RunTest, weeks_start_on_sunday_where_the_organization_lets_them) {
  QueryPlan query = plan({of("payments", "payments")}, Frame::trend);
  query.week_starts_on = WeekStart::sunday;
  query.period = period("2026-04-30T04:00:00Z", "2026-05-06T04:00:00Z");
  query.dimensions = {{.field = of("payments", "day"), .grain = Grain::week}};
  EXPECT_EQ(rows(query), R"([["2026-04-26",2],["2026-05-03",0]])");
}

TEST_F(RunTest, a_series_without_a_period_runs_from_the_first_row_to_now) {
  QueryPlan query = plan({of("payments", "payments")}, Frame::trend);
  query.dimensions = {{.field = of("payments", "day"), .grain = Grain::month}};
  EXPECT_EQ(rows(query), R"([["2026-04",1],["2026-05",2],["2026-06",2]])");
}

TEST_F(RunTest, medians_leave_unknown_values_out) {
  EXPECT_EQ(rows(plan({of("payments", "middle")})), "[[3.25]]");
}

TEST_F(RunTest, measures_are_made_ad_hoc_over_fields) {
  EXPECT_EQ(rows(plan({of("payments", "average:hours"), of("payments", "max:amount"),
                       of("payments", "distinct:customer"), of("customers", "count")})),
            "[[4.5,250.5,4,4]]");
}

TEST_F(RunTest, groups_by_a_joined_entry_and_tells_of_rows_without_a_group) {
  QueryPlan query = plan({of("payments", "revenue")}, Frame::breakdown);
  query.dimensions = {{.field = of("customers", "country"), .grain = std::nullopt}};
  const auto answer = run(query);
  ASSERT_TRUE(answer);
  EXPECT_EQ(Json(answer->table->rows).dump(), R"([["US",120.09],["DE",50.05]])");
  EXPECT_NE(answer->text.find("left out"), std::string::npos);
}

TEST_F(RunTest, joins_vendors_by_meaning_without_multiplying_rows) {
  QueryPlan query = plan({of("payments", "payments")}, Frame::breakdown);
  query.dimensions = {{.field = of("companies", "industry", "desk"), .grain = std::nullopt}};
  EXPECT_EQ(rows(query), R"([["Media",2],["Retail",2]])");
}

TEST_F(RunTest, a_filter_on_another_entry_asks_whether_such_a_row_exists) {
  QueryPlan query = plan({of("subscriptions", "mrr")});
  query.filters = {
      {.field = of("tickets", "state", "desk"), .op = FilterOp::eq, .values = {"open"}}};
  EXPECT_EQ(rows(query), "[[250.5]]");
}

TEST_F(RunTest, measures_of_two_vendors_meet_in_their_buckets) {
  QueryPlan query =
      plan({of("payments", "payments"), of("tickets", "tickets", "desk")}, Frame::trend);
  query.period = april_to_june();
  query.dimensions = {{.field = of("payments", "day"), .grain = Grain::month}};
  EXPECT_EQ(rows(query), R"([["2026-04",1,null],["2026-05",2,3],["2026-06",2,0]])");
}

TEST_F(RunTest, a_derivation_combines_two_measures_group_by_group) {
  QueryPlan query = plan({of("payments", "failed"), of("payments", "payments")}, Frame::breakdown);
  query.derivation = Derivation::percent;
  query.dimensions = {{.field = of("customers", "name"), .grain = std::nullopt}};
  EXPECT_EQ(rows(query), R"([["Alder",50.0],["Birch",0.0],["Cedar",0.0],["Dogwood",0.0]])");
}

TEST_F(RunTest, top_rows_come_by_value_then_name) {
  QueryPlan query = plan({of("payments", "payments")}, Frame::top);
  query.dimensions = {{.field = of("customers", "name"), .grain = std::nullopt}};
  query.limit = 2;
  EXPECT_EQ(rows(query), R"([["Alder",2],["Birch",1]])");
}

TEST_F(RunTest, a_share_is_of_the_whole_or_of_a_part) {
  QueryPlan query = plan({of("payments", "payments")}, Frame::share);
  query.part = {{.field = of("payments", "status"), .op = FilterOp::eq, .values = {"Failed"}}};
  EXPECT_EQ(rows(query), "[[20.0]]");
  query.part.clear();
  query.dimensions = {{.field = of("payments", "status"), .grain = std::nullopt}};
  EXPECT_EQ(rows(query), R"([["paid",80.0],["failed",20.0]])");
}

TEST_F(RunTest, a_bound_after_grouping_and_a_restriction_to_the_largest) {
  QueryPlan query = plan({of("payments", "revenue")}, Frame::breakdown);
  query.dimensions = {{.field = of("customers", "name"), .grain = std::nullopt}};
  query.having = {{.measure = of("payments", "payments"), .op = FilterOp::gt, .value = 1}};
  EXPECT_EQ(rows(query), R"([["Alder",100.1]])");
  QueryPlan restricted = plan({of("payments", "payments")});
  restricted.restriction =
      Restriction{.key = of("customers", "name"), .measure = of("payments", "revenue"), .count = 2};
  EXPECT_EQ(rows(restricted), "[[3]]");
}

// A ranking tells codes by their labels, and the rows hold the codes.
TEST_F(RunTest, a_restriction_by_codes_that_have_labels) {
  for (catalog::Entry& entry : shop_.entries)
    for (catalog::Field& field : entry.fields)
      if (entry.name == "customers" && field.name == "name")
        field.values = {{.value = "Alder", .synonyms = {"alder"}, .label = "Alder & Sons"}};
  QueryPlan restricted = plan({of("payments", "payments")});
  restricted.restriction =
      Restriction{.key = of("customers", "name"), .measure = of("payments", "revenue"), .count = 2};
  EXPECT_EQ(rows(restricted), "[[3]]");
}

TEST_F(RunTest, lists_rows_with_their_joined_columns) {
  QueryPlan query = plan({}, Frame::list);
  query.columns = {of("payments", "id"), of("payments", "customers.name"), of("payments", "amount"),
                   of("payments", "day")};
  query.filters = {{.field = of("payments", "amount"), .op = FilterOp::lt, .values = {50.06}}};
  const auto answer = run(query);
  ASSERT_TRUE(answer);
  EXPECT_EQ(Json(answer->table->rows).dump(),
            R"([["p2","Birch",50.05,"2026-05-01"],["p4","Cedar",19.99,"2026-06-01"],)"
            R"(["p5","Dogwood",5.0,"2026-06-15"]])");
  EXPECT_EQ(answer->chart->mark, Mark::table);
}

TEST_F(RunTest, a_list_has_the_rows_that_its_measure_counts) {
  QueryPlan query = plan({of("payments", "failed")}, Frame::list);
  query.columns = {of("payments", "id"), of("payments", "status")};
  const auto answer = run(query);
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->table->rows.size(), 1U);
  EXPECT_EQ(answer->table->rows[0][1], "failed");
  EXPECT_EQ(answer->text, "Failed: 1.");
}

TEST_F(RunTest, a_total_of_buckets_is_their_mean_without_the_running_one) {
  QueryPlan query = plan({of("payments", "payments")});
  query.dimensions = {{.field = of("payments", "day"), .grain = Grain::month}};
  query.period = april_to_june();
  query.period->end = at("2026-06-20T16:00:00Z");
  query.period->partial = true;
  const auto answer = run(query);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->value->value, 1.5);  // 1 in April, 2 in May; June is not over.
  EXPECT_EQ(answer->text, "Payments per month averaged 1.5 from April 1 to June 20, 2026.");
}

TEST_F(RunTest, money_without_a_rate_is_told_of) {
  rates_ = {.reporting = "usd", .to_reporting = {}};
  const auto answer = run(plan({of("subscriptions", "mrr")}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->text,
            "MRR was $250.50 on June 20, 2026. 1 amount in EUR has no exchange rate and is left "
            "out.");
}

TEST_F(RunTest, a_condition_stands_in_the_sentence) {
  QueryPlan query = plan({of("payments", "payments")});
  query.filters = {{.field = of("payments", "status"), .op = FilterOp::ne, .values = {"paid"}}};
  const auto answer = run(query);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->text, "Payments (status not paid) were 1.");
  EXPECT_EQ(answer->chips[1].text, "status not paid");
}

TEST_F(RunTest, groups_stand_beside_their_value_of_the_period_before) {
  QueryPlan query = plan({of("payments", "payments")}, Frame::breakdown);
  query.dimensions = {{.field = of("customers", "name"), .grain = std::nullopt}};
  query.period = may();
  query.comparison = Comparison::previous_period;
  EXPECT_EQ(rows(query), R"([["Alder",1,1],["Birch",null,1]])");
}

TEST_F(RunTest, a_tool_whose_rows_carry_no_date_is_asked_for_each_bucket) {
  QueryPlan query = plan({of("visits", "visits", "desk")}, Frame::trend);
  query.period = period("2026-04-01T04:00:00Z", "2026-06-01T04:00:00Z");
  query.dimensions = {{.field = of("visits", "page", "desk"), .grain = Grain::month}};
  EXPECT_EQ(rows(query), R"([["2026-04",7],["2026-05",7]])");
  ASSERT_EQ(calls_.size(), 2U);
  EXPECT_EQ(calls_[0].arguments.dump(), R"({"from":"2026-04-01","to":"2026-04-30"})");
  EXPECT_EQ(calls_[1].arguments.dump(), R"({"from":"2026-05-01","to":"2026-05-31"})");
}

TEST_F(RunTest, fans_out_over_a_parameter_and_over_the_rows_of_another_entry) {
  QueryPlan members = plan({of("members", "count", "desk")}, Frame::breakdown);
  members.dimensions = {{.field = of("members", "team", "desk"), .grain = std::nullopt}};
  EXPECT_EQ(rows(members), R"([["blue",2],["red",2]])");
  calls_.clear();
  QueryPlan replies = plan({of("replies", "count", "desk")});
  replies.filters = {
      {.field = of("replies", "ticket", "desk"), .op = FilterOp::in, .values = {1, 3}}};
  EXPECT_EQ(rows(replies), "[[4]]");
  EXPECT_EQ(calls_.size(), 3U);  // The tickets, and the two that were asked about.
}

TEST_F(RunTest, text_of_people_stays_text) {
  QueryPlan query = plan({of("payments", "payments")});
  query.filters = {{.field = of("payments", "status"),
                    .op = FilterOp::eq,
                    .values = {"paid'; DROP TABLE t0; --"}}};
  const auto answer = run(query);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->reason, "value_not_found");
  EXPECT_THAT(answer->text, testing::HasSubstr("paid'; DROP TABLE t0; --"));
}

// None is an answer where all that was said is known; elsewhere it may only mean that something was
// said in other words.
TEST_F(RunTest, nothing_is_a_number_only_where_nothing_was_guessed) {
  QueryPlan known = plan({of("payments", "payments")});
  known.period = period("2020-01-01T05:00:00Z", "2020-02-01T05:00:00Z");
  const auto none = run(known);
  ASSERT_TRUE(none);
  EXPECT_NE(none->reason, "value_not_found");
  QueryPlan elsewhere = plan({of("payments", "payments")});
  elsewhere.filters = {{.field = of("payments", "status"), .op = FilterOp::is_null, .values = {}}};
  const auto lacking = run(elsewhere);
  ASSERT_TRUE(lacking);
  EXPECT_EQ(lacking->status, AnswerStatus::refused);
  EXPECT_THAT(lacking->text, testing::HasSubstr("No row is without"));
}

}  // namespace
}  // namespace sluice::analytics
