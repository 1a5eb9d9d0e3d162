#include "analytics/plan/query_plan.h"

#include "base/time_format.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice::analytics {
namespace {

[[nodiscard]] Reference of(const char* entry, const char* name) {
  return {.vendor = "shop", .entry = entry, .name = name};
}

[[nodiscard]] QueryPlan counted(Frame frame) {
  QueryPlan plan;
  plan.frame = frame;
  plan.measures = {of("deals", "deals_created")};
  return plan;
}

// Written, read and written again: nothing of the plan is lost on the way to a card and back.
[[nodiscard]] ::testing::AssertionResult comes_back(const QueryPlan& plan) {
  const Json written = to_json(plan);
  const auto read = plan_from_json(written);
  if (!read) return ::testing::AssertionFailure() << read.error();
  const Json again = to_json(*read);
  if (again != written) return ::testing::AssertionFailure() << written << " became " << again;
  return ::testing::AssertionSuccess();
}

[[nodiscard]] std::string fault_of(const QueryPlan& plan) {
  const auto read = plan_from_json(to_json(plan));
  return read ? std::string() : read.error();
}

TEST(QueryPlan, so_many_of_each_group_come_back_from_json) {
  QueryPlan plan = counted(Frame::list);
  plan.columns = {of("deals", "owner"), of("deals", "amount")};
  plan.order = OrderBy{true, true, of("deals", "amount")};
  plan.limit = 2;
  plan.limit_within = of("deals", "owner");
  EXPECT_TRUE(comes_back(plan));
  EXPECT_EQ(plan_from_json(to_json(plan))->order->field, of("deals", "amount"));
}

TEST(QueryPlan, bands_and_hours_come_back_from_json) {
  QueryPlan plan = counted(Frame::distribution);
  plan.dimensions = {{of("deals", "hours_between(created, closed)"), {}, {}}};
  plan.bands = Bands{.edges = {0, 2.5, 10}, .of_groups = false};
  EXPECT_TRUE(comes_back(plan));
  QueryPlan hours = counted(Frame::breakdown);
  hours.dimensions = {{of("deals", "created"), std::nullopt, DatePart::hour}};
  EXPECT_TRUE(comes_back(hours));
}

TEST(QueryPlan, conditions_on_weekdays_and_hours_come_back_from_json) {
  QueryPlan plan = counted(Frame::total);
  plan.filters = {{of("deals", "created"), FilterOp::in, {6, 7}, DatePart::weekday},
                  {of("deals", "created"), FilterOp::not_in, {0, 23}, DatePart::hour}};
  EXPECT_TRUE(comes_back(plan));
  EXPECT_EQ(plan_from_json(to_json(plan))->filters[0].part, DatePart::weekday);
}

TEST(QueryPlan, no_day_or_hour_is_read_that_there_is_not) {
  QueryPlan plan = counted(Frame::total);
  const auto readable = [&](FilterOp op, Json value, DatePart part) {
    plan.filters = {{of("deals", "created"), op, {std::move(value)}, part}};
    return plan_from_json(to_json(plan)).has_value();
  };
  EXPECT_TRUE(readable(FilterOp::in, 1, DatePart::weekday));
  EXPECT_FALSE(readable(FilterOp::in, 0, DatePart::weekday));
  EXPECT_FALSE(readable(FilterOp::in, 8, DatePart::weekday));
  EXPECT_FALSE(readable(FilterOp::in, 24, DatePart::hour));
  EXPECT_FALSE(readable(FilterOp::in, "9", DatePart::hour));
  EXPECT_FALSE(readable(FilterOp::gt, 9, DatePart::hour));
}

TEST(QueryPlan, a_count_of_groups_comes_back_from_json) {
  QueryPlan plan = counted(Frame::total);
  plan.dimensions = {{of("deals", "owner"), {}, {}}};
  plan.having = {{of("deals", "count"), FilterOp::gt, 3}};
  plan.count_groups = true;
  EXPECT_TRUE(comes_back(plan));
  EXPECT_TRUE(plan_from_json(to_json(plan))->count_groups);
}

TEST(QueryPlan, rows_of_another_entry_come_back_from_json_with_their_time) {
  QueryPlan plan = counted(Frame::share);
  PeriodSpec period;
  period.start = *parse_rfc3339("2026-07-01T00:00:00Z");
  period.end = *parse_rfc3339("2026-10-01T00:00:00Z");
  plan.related = {{of("tickets", "open_tickets"), false, period, false},
                  {of("tickets", "count"), true, std::nullopt, true},
                  {of("tickets", "count"),
                   true,
                   std::nullopt,
                   false,
                   {{of("tickets", "priority"), FilterOp::eq, {"HIGH"}}}}};
  EXPECT_TRUE(comes_back(plan));
}

TEST(QueryPlan, steps_and_parts_of_a_change_come_back_from_json) {
  QueryPlan funnel = counted(Frame::funnel);
  funnel.steps = {of("deals", "created"), of("deals", "closed")};
  EXPECT_TRUE(comes_back(funnel));
  QueryPlan change = counted(Frame::breakdown);
  change.dimensions = {{of("deals", "owner"), {}, {}}};
  change.comparison = Comparison::previous_period;
  change.each_dimension = true;
  EXPECT_TRUE(comes_back(change));
}

TEST(QueryPlan, a_form_without_its_parts_and_parts_without_their_form_are_refused) {
  EXPECT_EQ(fault_of(counted(Frame::distribution)),
            "a distribution needs bands, and nothing else has them");
  QueryPlan bands = counted(Frame::breakdown);
  bands.bands = Bands{};
  EXPECT_EQ(fault_of(bands), "a distribution needs bands, and nothing else has them");
  QueryPlan funnel = counted(Frame::funnel);
  funnel.steps = {of("deals", "created")};
  EXPECT_EQ(fault_of(funnel), "a funnel needs two steps or more, and nothing else has them");
}

TEST(QueryPlan, edges_that_do_not_ascend_or_are_too_many_are_refused) {
  QueryPlan plan = counted(Frame::distribution);
  plan.bands = Bands{.edges = {5, 5}, .of_groups = false};
  EXPECT_EQ(fault_of(plan), "the plan's member bands is not right");
  plan.bands->edges.clear();
  for (std::size_t edge = 0; edge <= band_edges_max; ++edge)
    plan.bands->edges.push_back(static_cast<double>(edge));
  EXPECT_EQ(fault_of(plan), "the plan's member bands is not right");
  plan.bands->edges = {2 * band_edge_max};
  EXPECT_EQ(fault_of(plan), "the plan's member bands is not right");
}

}  // namespace
}  // namespace sluice::analytics
