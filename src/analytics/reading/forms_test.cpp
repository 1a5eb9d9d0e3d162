// How the forms that are more than groups and measures are asked, and what is no such form.
#include "analytics/reading/reading_fixture.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace sluice::analytics {
namespace {

class Forms : public ReadingTest {};

TEST_F(Forms, the_largest_rows_of_each_group_are_a_list_by_their_own_number) {
  const QueryPlan read = planned("three biggest open deals for every owner");
  EXPECT_EQ(read.frame, Frame::list);
  EXPECT_EQ(read.limit, 3U);
  ASSERT_TRUE(read.limit_within && read.order && read.order->field);
  EXPECT_EQ(read.limit_within->name, "owner");
  EXPECT_EQ(read.order->field->name, "amount");
  EXPECT_EQ(read.measures.front().name, "open_deals");
}

TEST_F(Forms, one_group_within_another_is_ranked_there) {
  const QueryPlan read = planned("which reviewer has the most reviews in each repository in Q3");
  EXPECT_EQ(read.frame, Frame::top);
  ASSERT_TRUE(read.limit_within);
  EXPECT_EQ(read.limit_within->name, "repository");
  EXPECT_EQ(read.limit, 1U);
}

TEST_F(Forms, the_newest_of_each_group_goes_by_the_rows_own_time) {
  const QueryPlan read = planned("the 2 latest releases of each repository");
  ASSERT_TRUE(read.order && read.order->field);
  EXPECT_EQ(read.order->field->name, "published");
  EXPECT_EQ(read.limit, 2U);
}

TEST_F(Forms, two_moments_make_a_length_in_the_unit_that_is_asked) {
  const QueryPlan read = planned("median hours from start to completion of Linear issues in Q3");
  EXPECT_EQ(read.measures.front().name, "median:hours_between(started, completed)");
  ASSERT_TRUE(read.time);
  EXPECT_EQ(read.time->name, "completed");
}

TEST_F(Forms, a_moment_that_may_be_a_mere_expectation_takes_the_rows_that_reached_it) {
  const QueryPlan read = planned("average days from creation to close of HubSpot deals in Q3");
  EXPECT_EQ(read.measures.front().name, "average:deals_closed.days_between(created, closed)");
}

TEST_F(Forms, a_time_limit_is_one_on_how_long_the_row_took) {
  const QueryPlan read = planned("pull requests merged within 4 hours last month");
  ASSERT_EQ(read.filters.size(), 1U);
  EXPECT_EQ(read.filters.front().field.name, "hours_between(created, merged_at)");
  EXPECT_EQ(read.filters.front().op, FilterOp::lte);
  EXPECT_FALSE(plan("pull requests opened within 4 hours last month"));
}

TEST_F(Forms, bands_are_those_that_were_said_without_gap_or_overlap) {
  const QueryPlan read = planned("open deals by amount: under 2k, 2-10k, 10k+");
  ASSERT_TRUE(read.bands);
  EXPECT_EQ(read.bands->edges, (std::vector<double>{2'000, 10'000}));
  EXPECT_FALSE(plan("open deals by amount: under 2k, 5k to 10k, 10k+"));
}

TEST_F(Forms, bands_that_were_not_said_are_told_as_assumed) {
  const QueryPlan read = planned("how are the amounts of open deals distributed");
  ASSERT_TRUE(read.bands);
  EXPECT_TRUE(read.bands->edges.empty());
  EXPECT_TRUE(std::ranges::any_of(read.assumptions, [](const Assumption& each) {
    return each.text.starts_with("bands in round numbers");
  }));
}

TEST_F(Forms, the_hour_of_the_day_is_no_series_and_days_have_none) {
  const QueryPlan read = planned("workflow runs by hour of the day in October");
  ASSERT_EQ(read.dimensions.size(), 1U);
  EXPECT_EQ(read.dimensions.front().part, DatePart::hour);
  EXPECT_FALSE(read.dimensions.front().grain);
  EXPECT_FALSE(plan("sign-ups by hour of the day in October"));
}

TEST_F(Forms, rows_without_rows_of_another_kind_are_joined_only_where_they_belong) {
  const QueryPlan read = planned("how many HubSpot companies have never had a ticket");
  ASSERT_EQ(read.related.size(), 1U);
  EXPECT_FALSE(read.related.front().present);
  EXPECT_EQ(read.related.front().rows.entry, "tickets");
  // Both belong to a repository, and neither to the other.
  EXPECT_FALSE(plan("how many dependabot alerts have no workflow run"));
}

TEST_F(Forms, a_time_behind_a_deed_is_the_deeds) {
  const QueryPlan read = planned("HubSpot companies that filed a high priority ticket in Q3");
  ASSERT_EQ(read.related.size(), 1U);
  EXPECT_TRUE(read.related.front().period);
  EXPECT_FALSE(read.period);
}

TEST_F(Forms, steps_are_a_funnel_only_where_their_passing_is_asked) {
  const QueryPlan read =
      planned("Linear issues created in Q3: created, started and completed, with drop-off");
  EXPECT_EQ(read.frame, Frame::funnel);
  EXPECT_EQ(read.steps.size(), 3U);
  EXPECT_FALSE(plan("Linear issues in Q3: created, started and completed"));
}

TEST_F(Forms, why_a_number_moved_is_answered_by_its_parts) {
  const QueryPlan read = planned("why did MRR go down in September");
  EXPECT_TRUE(read.each_dimension);
  EXPECT_EQ(read.change, Change::absolute);
  EXPECT_GT(read.dimensions.size(), 1U);
  EXPECT_EQ(read.comparison, Comparison::previous_period);
  EXPECT_FALSE(plan("why did the churn rate go down in September"));  // Its parts make no whole.
}

TEST_F(Forms, the_others_are_one_more_row_however_they_are_called) {
  for (const char* question :
       {"revenue in October by country, only the four largest on their own and all other countries "
        "lumped into one line",
        "top 4 countries by revenue in October, everybody else as one row"}) {
    const QueryPlan read = planned(question);
    EXPECT_TRUE(read.rest) << question;
    EXPECT_EQ(read.limit, 4U) << question;
  }
}

TEST_F(Forms, what_explains_a_difference_is_a_group_with_its_change) {
  const QueryPlan read =
      planned("which teams account for the difference in issues completed between July and August");
  EXPECT_EQ(read.comparison, Comparison::previous_period);
  ASSERT_EQ(read.dimensions.size(), 1U);
  EXPECT_EQ(read.dimensions.front().field.name, "team");
}

TEST_F(Forms, a_clause_behind_a_group_says_nothing_new) {
  EXPECT_EQ(planned("paying customers by the country that they are based in").dimensions.size(),
            1U);
  EXPECT_FALSE(plan("paying customers by the country that they are tired of"));
}

TEST_F(Forms, what_is_skipped_is_left_out) {
  const QueryPlan read = planned("who merged pull requests in Q3 (skip bots)");
  ASSERT_EQ(read.filters.size(), 1U);
  EXPECT_EQ(read.filters.front().op, FilterOp::ne);
}

TEST_F(Forms, a_report_is_a_thing_and_no_moment) {
  EXPECT_FALSE(plan("how many Linear users created a report last week"));
}

TEST_F(Forms, what_is_open_in_a_source_of_one_kind_of_rows_are_those) {
  for (const char* question : {"what is open in Linear right now, by priority",
                               "everything in review in Linear by assignee"})
    EXPECT_EQ(planned(question).measures.front().entry, "issues") << question;
  EXPECT_FALSE(plan("what happened in Linear"));
  EXPECT_FALSE(plan("what is open in Stripe")) << "of many kinds";
}

}  // namespace
}  // namespace sluice::analytics
