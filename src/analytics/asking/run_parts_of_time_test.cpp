// Rows of some weekdays or hours, groups counted by a bound, and the first step of time within one:
// from their plan to numbers and a sentence.
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
  const auto instant = parse_rfc3339(text);
  if (!instant) throw std::runtime_error("the time cannot be read");
  return *instant;
}

Reference of(const char* entry, const char* name) {
  return {.vendor = "shop", .entry = entry, .name = name};
}

class RunPartsOfTime : public RunSuite {
 protected:
  static QueryPlan plan(Frame frame, const Reference& measure) {
    QueryPlan made;
    made.frame = frame;
    made.measures = {measure};
    made.timezone = "America/New_York";
    return made;
  }

  std::expected<Answer, RunError> tried(QueryPlan query) {
    RunContext context;
    context.spawner = spawner().get();
    context.vendors = {{.vendor = &shop_}};
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
  std::string rows(const QueryPlan& query) {
    const Answer answer = run(query);
    return answer.table ? Json(answer.table->rows).dump() : "";
  }
  static Filter days(const Reference& field, FilterOp op, std::vector<Json> values) {
    return {field, op, std::move(values), DatePart::weekday};
  }

  catalog::Vendor shop_ = test_shop();
};

TEST_F(RunPartsOfTime, a_weekday_is_that_of_the_organizations_calendar) {
  QueryPlan query = plan(Frame::total, of("customers", "new_customers"));
  // One of the two came on a Tuesday evening that is a Wednesday in UTC.
  query.filters = {days(of("customers", "created"), FilterOp::in, {2})};
  const Answer answer = run(query);
  EXPECT_EQ(rows(query), "[[2]]");
  EXPECT_THAT(answer.text, HasSubstr("(on Tuesdays)"));
  query.filters[0].values = {3};
  EXPECT_EQ(rows(query), "[[0]]");
  query.filters[0] = days(of("customers", "created"), FilterOp::not_in, {1, 5});
  EXPECT_EQ(rows(query), "[[2]]");
}

TEST_F(RunPartsOfTime, an_hour_is_that_of_the_clock_on_that_day) {
  QueryPlan query = plan(Frame::total, of("customers", "new_customers"));
  // 10:00 in UTC is 5:00 in winter and 6:00 in summer.
  query.filters = {{of("customers", "created"), FilterOp::in, {6}, DatePart::hour}};
  const Answer answer = run(query);
  EXPECT_EQ(rows(query), "[[2]]");
  EXPECT_THAT(answer.text, HasSubstr("between 6:00 and 7:00 by the clock of America/New York"));
  query.filters[0].values = {22, 23, 0, 1};
  EXPECT_THAT(run(query).text, HasSubstr("between 22:00 and 2:00"));
  EXPECT_EQ(rows(query), "[[1]]");
}

TEST_F(RunPartsOfTime, days_without_a_clock_have_weekdays_and_no_hours) {
  QueryPlan query = plan(Frame::total, of("payments", "payments"));
  query.filters = {days(of("payments", "day"), FilterOp::in, {6, 7})};
  EXPECT_EQ(rows(query), "[[1]]");
  query.filters[0] = {of("payments", "day"), FilterOp::in, {9}, DatePart::hour};
  EXPECT_FALSE(tried(query));
}

TEST_F(RunPartsOfTime, the_part_of_a_share_may_be_a_part_of_time) {
  QueryPlan query = plan(Frame::share, of("payments", "payments"));
  query.part = {days(of("payments", "day"), FilterOp::in, {6, 7})};
  EXPECT_EQ(rows(query), "[[20.0]]");
  EXPECT_THAT(run(query).text, HasSubstr("on Saturdays and Sundays"));
}

TEST_F(RunPartsOfTime, a_clock_that_changed_between_two_periods_is_read_in_each) {
  QueryPlan query = plan(Frame::comparison, of("customers", "new_customers"));
  query.filters = {{of("customers", "created"), FilterOp::in, {5}, DatePart::hour}};
  PeriodSpec summer;
  summer.start = at("2026-04-01T04:00:00Z");
  summer.end = at("2026-06-01T04:00:00Z");
  PeriodSpec winter;
  winter.start = at("2026-01-01T05:00:00Z");
  winter.end = at("2026-02-01T05:00:00Z");
  query.period = summer;
  query.comparison = Comparison::named_period;
  query.other_period = winter;
  const Answer answer = run(query);
  ASSERT_TRUE(answer.table);
  ASSERT_EQ(answer.table->rows.size(), 2U);
  EXPECT_EQ(answer.table->rows[0].back(), Json(1));  // 5:00 in January.
  EXPECT_EQ(answer.table->rows[1].back(), Json(0));  // 6:00 in May.
}

TEST_F(RunPartsOfTime, groups_within_a_bound_are_counted) {
  QueryPlan query = plan(Frame::total, of("payments", "payments"));
  query.dimensions = {{of("customers", "name"), {}, {}}};
  query.having = {{of("payments", "payments"), FilterOp::gt, 1}};
  query.count_groups = true;
  const Answer answer = run(query);
  EXPECT_EQ(rows(query), "[[1]]");
  ASSERT_TRUE(answer.value);
  EXPECT_EQ(answer.value->value, Json(1));
  EXPECT_THAT(answer.text, HasSubstr("with payments over 1: 1."));
  query.having.clear();
  EXPECT_FALSE(tried(query));
}

TEST_F(RunPartsOfTime, days_without_rows_are_days) {
  QueryPlan query = plan(Frame::total, of("payments", "payments"));
  query.dimensions = {{of("payments", "day"), Grain::day, {}}};
  query.having = {{of("payments", "payments"), FilterOp::lt, 1}};
  query.count_groups = true;
  PeriodSpec may;
  may.start = at("2026-05-01T04:00:00Z");
  may.end = at("2026-06-01T04:00:00Z");
  query.period = may;
  EXPECT_EQ(rows(query), "[[29]]");  // All but the 1st and the 31st.
  EXPECT_THAT(run(query).text,
              HasSubstr("Days with payments under 1 from May 1 to May 31, 2026: 29."));
}

TEST_F(RunPartsOfTime, the_first_step_within_a_bound_goes_by_time) {
  QueryPlan query = plan(Frame::top, of("payments", "revenue"));
  query.dimensions = {{of("payments", "day"), Grain::month, {}}};
  query.having = {{of("payments", "revenue"), FilterOp::lt, 60}};
  query.order = OrderBy{false, false};
  query.limit = 1;
  EXPECT_EQ(rows(query), R"([["2026-05",50.05]])");
  EXPECT_THAT(run(query).text, HasSubstr("the first month with revenue under 60"));
  query.having[0].value = 1;
  EXPECT_EQ(rows(query), "[]");
}

}  // namespace
}  // namespace sluice::analytics
