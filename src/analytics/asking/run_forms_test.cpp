// The forms that are more than groups and measures, from their plan to numbers and a sentence.
#include "analytics/asking/run_fixture.h"

#include "analytics/asking/run_test_world.h"
#include "base/time_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

Instant at(const char* text) {
  return *parse_rfc3339(text);
}

Reference of(const char* entry, const char* name, const char* vendor = "shop") {
  return {.vendor = vendor, .entry = entry, .name = name};
}

PeriodSpec period(const char* start, const char* end) {
  PeriodSpec made;
  made.start = at(start);
  made.end = at(end);
  return made;
}

class RunForms : public RunSuite {
 protected:
  RunForms() {
    // What rows are told apart by, and which of their fields are moments.
    shop_.entries[0].fields[0].role = "key";
    shop_.entries[0].name_field = "name";
    shop_.entries[0].fields[1].meaning = "company.name";
    for (const std::size_t moment : {4U, 5U})
      shop_.entries[1].fields[moment].role = "time";
    desk_.entries[0].fields[0].role = "key";
  }

  static QueryPlan plan(Frame frame, std::vector<Reference> measures) {
    QueryPlan made;
    made.frame = frame;
    made.measures = std::move(measures);
    made.timezone = "America/New_York";
    return made;
  }

  std::expected<Answer, RunError> tried(QueryPlan query) {
    RunContext context;
    context.spawner = spawner().get();
    context.vendors = {{.vendor = &shop_},
                       {.vendor = &desk_, .parameters = {{"teams", "red, blue"}}}};
    context.rates = {.reporting = "usd", .to_reporting = {{"eur", 1.08}}};
    context.now = at("2026-06-20T16:00:00Z");
    context.deadline = Deadline::in(60s);
    context.call = [](const sources::VendorCall& call) { return reply(test_rows(call.tool)); };
    return finished(run_plan(std::move(query), std::move(context)));
  }
  Answer run(QueryPlan query) {
    auto result = tried(std::move(query));
    if (!result) ADD_FAILURE() << result.error().detail;
    return std::move(result).value_or(Answer{});
  }
  static std::string rows(const Answer& answer) {
    return answer.table ? Json(answer.table->rows).dump() : "";
  }

  catalog::Vendor shop_ = test_shop();
  catalog::Vendor desk_ = test_desk();
};

TEST_F(RunForms, the_largest_of_each_group_are_counted_within_it) {
  QueryPlan query = plan(Frame::top, {of("payments", "payments")});
  query.dimensions = {{of("customers", "country"), {}, {}}, {of("customers", "name"), {}, {}}};
  query.limit = 1;
  query.limit_within = of("customers", "country");
  const Answer answer = run(query);
  // Alder paid twice, Cedar once; Birch is alone; Dogwood has no country.
  EXPECT_EQ(rows(answer), R"([["DE","Birch",1],["US","Alder",2]])");
  EXPECT_THAT(answer.text, HasSubstr("highest of each country"));
  EXPECT_EQ(answer.chart->mark, Mark::table);
}

TEST_F(RunForms, rows_are_listed_within_each_group_by_the_field_that_ranks_them) {
  QueryPlan query = plan(Frame::list, {of("payments", "count")});
  query.columns = {of("payments", "status"), of("payments", "id")};
  query.order = OrderBy{true, true, of("payments", "amount")};
  query.limit = 2;
  query.limit_within = of("payments", "status");
  EXPECT_EQ(rows(run(query)), R"([["failed","p3"],["paid","p1"],["paid","p2"]])");
  query.order->descending = false;
  EXPECT_EQ(rows(run(query)), R"([["failed","p3"],["paid","p5"],["paid","p4"]])");
}

TEST_F(RunForms, each_of_several_measures_has_its_own_verb_and_time) {
  QueryPlan query = plan(Frame::total, {of("subscriptions", "mrr"), of("payments", "payments")});
  query.period = period("2026-05-01T04:00:00Z", "2026-06-01T04:00:00Z");
  query.period->grain = Grain::month;
  const std::string text = run(query).text;
  EXPECT_THAT(text, testing::StartsWith("MRR was $"));
  EXPECT_THAT(text, HasSubstr(" at the end of May 2026 and payments were "));
  EXPECT_THAT(text, testing::EndsWith(" in May 2026."));
  // Of one kind they share their time.
  query.measures = {of("payments", "payments"), of("payments", "revenue")};
  const std::string shared = run(query).text;
  EXPECT_EQ(shared.find("May 2026"), shared.rfind("May 2026")) << shared;
}

TEST_F(RunForms, named_bands_hold_their_lower_edge_and_show_their_zeros) {
  QueryPlan query = plan(Frame::distribution, {of("payments", "payments")});
  query.dimensions = {{of("payments", "amount"), {}, {}}};
  query.bands = Bands{.edges = {0, 50.05, 200, 300}, .of_groups = false};
  const Answer answer = run(query);
  EXPECT_EQ(rows(answer), R"([["$0 to under $50.05",2],["$50.05 to under $200",2],)"
                          R"(["$200 to under $300",1],["$300 and more",0]])");
  EXPECT_EQ(answer.chart->sort, "none");
}

TEST_F(RunForms, bands_that_nobody_named_are_round_and_hold_every_row) {
  QueryPlan query = plan(Frame::distribution, {of("payments", "payments")});
  query.dimensions = {{of("payments", "amount"), {}, {}}};
  query.bands = Bands{};
  const Answer answer = run(query);
  ASSERT_TRUE(answer.table);
  std::int64_t counted = 0;
  for (const auto& row : answer.table->rows)
    counted += row[1].get<std::int64_t>();
  EXPECT_EQ(counted, 5);
  ASSERT_TRUE(answer.plan->bands);
  EXPECT_EQ(answer.plan->bands->edges.front(), 50);  // A card keeps the bands that it was made of.
}

TEST_F(RunForms, groups_are_counted_by_what_each_of_them_brings) {
  QueryPlan query = plan(Frame::distribution, {of("payments", "revenue")});
  query.dimensions = {{of("customers", "name"), {}, {}}};
  query.bands = Bands{.edges = {20, 100}, .of_groups = true};
  // Paid: Alder 100.10, Birch 50.05, Cedar 19.99, Dogwood 5.
  EXPECT_EQ(rows(run(query)), R"([["under $20",2],["$20 to under $100",1],["$100 and more",1]])");
}

TEST_F(RunForms, hours_are_those_of_the_organizations_clock) {
  QueryPlan query = plan(Frame::breakdown, {of("customers", "new_customers")});
  query.dimensions = {{of("customers", "created"), std::nullopt, DatePart::hour}};
  query.period = period("2026-01-01T05:00:00Z", "2026-06-01T04:00:00Z");
  const Answer answer = run(query);
  ASSERT_TRUE(answer.table);
  // In the order of the clock, without the hours that have no rows.
  ASSERT_EQ(answer.table->rows.size(), 3U);
  EXPECT_EQ(answer.table->rows[0], (std::vector<Json>{"05:00", 1}));  // Winter: 10:00 UTC.
  EXPECT_EQ(answer.table->rows[1], (std::vector<Json>{"06:00", 2}));  // Summer: 10:00 UTC.
  EXPECT_EQ(answer.table->rows[2], (std::vector<Json>{"23:00", 1}));  // 03:30 UTC in summer.
  EXPECT_THAT(answer.text, HasSubstr("by the clock of America/New York"));
}

TEST_F(RunForms, rows_that_know_their_day_alone_have_no_hour) {
  QueryPlan query = plan(Frame::breakdown, {of("payments", "payments")});
  query.dimensions = {{of("payments", "day"), std::nullopt, DatePart::hour}};
  EXPECT_FALSE(tried(query));
}

TEST_F(RunForms, rows_with_and_without_rows_of_another_entry_make_all_of_them) {
  QueryPlan query = plan(Frame::total, {of("customers", "new_customers")});
  query.related = {{of("tickets", "tickets", "desk"), true, std::nullopt, false}};
  const Answer with = run(query);
  query.related[0].present = false;
  const Answer without = run(query);
  EXPECT_EQ(rows(with), "[[2]]");  // Alder twice, which counts once, and Birch.
  EXPECT_EQ(rows(without), "[[2]]");
  EXPECT_THAT(without.text, HasSubstr("(without tickets)"));
}

TEST_F(RunForms, a_time_of_the_other_rows_leaves_that_of_the_counted_ones_alone) {
  QueryPlan query = plan(Frame::total, {of("customers", "new_customers")});
  query.related = {{of("tickets", "tickets", "desk"), true,
                    period("2026-05-05T04:00:00Z", "2026-05-06T04:00:00Z"), false}};
  EXPECT_EQ(rows(run(query)), "[[1]]");  // Birch came in March, its ticket on May 5.
}

TEST_F(RunForms, the_part_of_a_share_may_be_those_with_other_rows) {
  QueryPlan query = plan(Frame::share, {of("customers", "new_customers")});
  query.related = {{of("tickets", "tickets", "desk"), true, std::nullopt, true}};
  EXPECT_EQ(rows(run(query)), "[[50.0]]");
}

TEST_F(RunForms, rows_that_nothing_joins_are_refused_and_never_left_out) {
  QueryPlan query = plan(Frame::total, {of("customers", "new_customers")});
  query.related = {{of("visits", "visits", "desk"), false, std::nullopt, false}};
  const auto answer = tried(query);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, RunError::Kind::plan_invalid);
}

TEST_F(RunForms, a_length_is_that_between_two_moments_of_rows_that_have_both) {
  QueryPlan query =
      plan(Frame::total, {of("subscriptions", "average:days_between(started, ended)")});
  const Answer answer = run(query);
  // s1: January 5 to May 10, s3: March 10 to May 20; the others run on.
  EXPECT_EQ(answer.value->value, 98.0);
  EXPECT_EQ(answer.value->unit, "days");
  EXPECT_THAT(answer.text, HasSubstr("Average time from started to ended"));
  query.period = period("2026-05-15T04:00:00Z", "2026-06-01T04:00:00Z");
  EXPECT_EQ(run(query).value->value, 71.0);  // In time it is where it ended.
}

TEST_F(RunForms, a_bound_on_a_length_leaves_out_rows_that_have_none) {
  QueryPlan query = plan(Frame::total, {of("subscriptions", "count")});
  query.filters = {{of("subscriptions", "days_between(started, ended)"), FilterOp::gt, {100}}};
  const Answer answer = run(query);
  EXPECT_EQ(rows(answer), "[[1]]");
  EXPECT_THAT(answer.text, HasSubstr("time from started to ended over 100 days"));
}

TEST_F(RunForms, a_funnel_counts_what_passed_every_step_so_far) {
  QueryPlan query = plan(Frame::funnel, {of("subscriptions", "count")});
  query.steps = {of("subscriptions", "started"), of("subscriptions", "ended")};
  query.period = period("2026-01-01T05:00:00Z", "2026-05-01T04:00:00Z");
  const Answer answer = run(query);
  EXPECT_EQ(rows(answer), R"([["Started",2,100.0,100.0],["Ended",2,100.0,100.0]])");
  query.period.reset();
  EXPECT_EQ(rows(run(query)), R"([["Started",4,100.0,100.0],["Ended",2,50.0,50.0]])");
  EXPECT_EQ(answer.chart->mark, Mark::funnel);
}

TEST_F(RunForms, parts_of_a_change_are_told_for_each_dimension_and_make_the_whole) {
  QueryPlan query = plan(Frame::breakdown, {of("payments", "payments")});
  query.dimensions = {{of("payments", "status"), {}, {}}, {of("customers", "country"), {}, {}}};
  query.comparison = Comparison::named_period;
  query.period = period("2026-06-01T04:00:00Z", "2026-07-01T04:00:00Z");
  query.other_period = period("2026-05-01T04:00:00Z", "2026-06-01T04:00:00Z");
  query.change = Change::absolute;
  query.each_dimension = true;
  const Answer answer = run(query);
  ASSERT_TRUE(answer.table);
  double by_status = 0;
  double by_country = 0;
  for (const auto& row : answer.table->rows)
    (row[0] == "Status" ? by_status : by_country) += row[4].get<double>();
  EXPECT_EQ(by_status, by_country);  // Dogwood, which has no country, is a part as well.
  EXPECT_THAT(answer.text, HasSubstr("arithmetic over parts, not a cause"));
  query.measures = {of("payments", "middle")};
  EXPECT_FALSE(tried(query));  // Medians of parts make no median of the whole.
}

TEST_F(RunForms, a_form_that_lost_its_parts_is_refused) {
  QueryPlan query = plan(Frame::breakdown, {of("payments", "payments")});
  query.dimensions = {{of("payments", "status"), {}, {}}};
  query.bands = Bands{.edges = {1}, .of_groups = false};
  EXPECT_FALSE(tried(query));
  query.bands.reset();
  query.limit_within = of("payments", "status");
  EXPECT_FALSE(tried(query));
}

}  // namespace
}  // namespace sluice::analytics
