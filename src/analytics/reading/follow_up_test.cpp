#include "analytics/reading/follow_up.h"

#include "analytics/reading/reading_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

// A follow-up changes what it names of the plan before and loses nothing else.
namespace sluice::analytics {
namespace {

class FollowUps : public ReadingTest {
 protected:
  // The plan of the last of the questions, each asked behind the one before. Without one the test
  // fails here, and goes on with an empty plan.
  [[nodiscard]] QueryPlan asked(std::initializer_list<std::string_view> questions) const {
    std::optional<QueryPlan> last;
    for (const std::string_view question : questions) {
      last = planned(question, last ? &*last : nullptr);
    }
    return std::move(last).value_or(QueryPlan());
  }

  // Why the last question is not read as a follow-up of the first.
  [[nodiscard]] NotRead refused_behind(std::string_view first, std::string_view then) const {
    const QueryPlan before = planned(first);
    return refused(then, &before);
  }

  [[nodiscard]] std::string day(Instant instant) const { return to_rfc3339(instant).substr(0, 10); }
};

TEST_F(FollowUps, a_group_takes_the_place_of_the_group_and_keeps_period_and_filter) {
  const QueryPlan next =
      asked({"Revenue by country in Q3 2026", "only the scale plan", "and by currency?"});
  EXPECT_EQ(next.measures.front().name, "revenue");
  ASSERT_EQ(next.dimensions.size(), 1U);
  EXPECT_EQ(next.dimensions.front().field.name, "currency");
  ASSERT_EQ(next.filters.size(), 1U);
  EXPECT_EQ(next.filters.front().values.front(), "Scale");
  ASSERT_TRUE(next.period);
  EXPECT_EQ(next.period->text, "Q3 2026");
}

TEST_F(FollowUps, also_adds_a_group_and_a_value) {
  EXPECT_EQ(asked({"Revenue by country last quarter", "also by currency"}).dimensions.size(), 2U);
  const QueryPlan both =
      asked({"Revenue by country last quarter", "only Germany", "and also France"});
  ASSERT_EQ(both.filters.size(), 1U);
  EXPECT_EQ(both.filters.front().op, FilterOp::in);
  EXPECT_EQ(both.filters.front().values.size(), 2U);
}

TEST_F(FollowUps, a_condition_takes_the_place_of_one_on_the_same_field) {
  const QueryPlan next = asked({"Revenue last quarter", "only Germany", "what about France?"});
  ASSERT_EQ(next.filters.size(), 1U);
  EXPECT_EQ(next.filters.front().values, std::vector<Json>{"FR"});
}

TEST_F(FollowUps, what_is_left_out_twice_is_left_out_both_times) {
  const QueryPlan next =
      asked({"Linear issues created this year by kind", "without bugs", "and without features"});
  ASSERT_EQ(next.filters.size(), 2U);
  for (const Filter& filter : next.filters)
    EXPECT_EQ(filter.op, FilterOp::ne);
}

TEST_F(FollowUps, a_condition_narrows_what_was_counted_and_counts_nothing_else) {
  const QueryPlan next = asked({"Open issues in Linear", "only bugs"});
  EXPECT_EQ(next.measures.front().name, "open_issues");
  EXPECT_EQ(next.filters.size(), 1U);
}

TEST_F(FollowUps, the_other_value_of_what_a_measure_counts_is_its_counterpart) {
  EXPECT_EQ(asked({"How many deals did we lose this year", "and won?"}).measures.front().name,
            "deals_won");
}

TEST_F(FollowUps, a_period_is_replaced_or_shifted) {
  EXPECT_EQ(asked({"Revenue by country last quarter", "last month instead"}).period->text,
            "last month");
  const QueryPlan before =
      asked({"Revenue by country last quarter", "and the quarter before that"});
  ASSERT_TRUE(before.period);
  EXPECT_EQ(day(before.period->start), "2026-04-01");
  EXPECT_EQ(before.comparison, Comparison::none);
  EXPECT_EQ(before.dimensions.size(), 1U);
}

TEST_F(FollowUps, the_year_before_is_the_same_stretch_a_year_earlier_and_says_so) {
  const QueryPlan next = asked({"Deals won in Q3 2026", "and last year?"});
  ASSERT_TRUE(next.period);
  EXPECT_EQ(day(next.period->start), "2025-07-01");
  ASSERT_EQ(next.assumptions.size(), 1U);
  EXPECT_EQ(next.assumptions.front().about, "period");
}

TEST_F(FollowUps, a_comparison_takes_the_plans_period_as_its_other_side) {
  EXPECT_EQ(asked({"Deals won in Q3 2026", "compare with last year"}).comparison,
            Comparison::previous_year);
  EXPECT_EQ(asked({"Deals won in Q3 2026", "compared to the quarter before"}).comparison,
            Comparison::previous_period);
  const QueryPlan named = asked({"Deals won in September 2026", "compare with March 2026"});
  EXPECT_EQ(named.comparison, Comparison::named_period);
  ASSERT_TRUE(named.other_period);
  EXPECT_EQ(day(named.other_period->start), "2026-03-01");
}

TEST_F(FollowUps, a_series_takes_the_place_of_the_groups) {
  const QueryPlan next = asked({"Revenue by country in Q3 2026", "per month"});
  ASSERT_EQ(next.dimensions.size(), 1U);
  EXPECT_EQ(next.dimensions.front().grain, Grain::month);
  EXPECT_EQ(next.frame, Frame::trend);
  EXPECT_EQ(next.period->text, "Q3 2026");
}

TEST_F(FollowUps, a_series_of_one_step_shows_more_steps_and_says_so) {
  const QueryPlan next = asked({"Revenue in July 2026", "per month"});
  EXPECT_EQ(next.period->text, "last 12 months");
  ASSERT_FALSE(next.assumptions.empty());
  EXPECT_EQ(next.assumptions.back().about, "period");
}

TEST_F(FollowUps, a_rank_cuts_the_groups_that_are_shown) {
  const QueryPlan next = asked({"Revenue by country last quarter", "top 3"});
  EXPECT_EQ(next.frame, Frame::top);
  EXPECT_EQ(next.limit, 3U);
  EXPECT_EQ(asked({"Revenue by country last quarter", "top 3", "in Q2 2026"}).limit, 3U);
  EXPECT_FALSE(asked({"Revenue by country last quarter", "top 3", "by plan"}).limit);
}

TEST_F(FollowUps, a_rank_without_groups_is_refused_with_its_words) {
  EXPECT_EQ(refused_behind("Revenue last quarter", "top 3").impossible, "top 3");
}

TEST_F(FollowUps, a_percentage_is_of_what_is_shown) {
  EXPECT_EQ(asked({"Revenue by country last quarter", "that as percent"}).frame, Frame::share);
  const QueryPlan part =
      asked({"Linear issues created this year", "only bugs", "that as a percentage"});
  EXPECT_EQ(part.frame, Frame::share);
  EXPECT_EQ(part.part.size(), 1U);
  EXPECT_TRUE(part.filters.empty());
  EXPECT_EQ(asked({"Deals won in Q3 2026", "compare with last year", "in percent"}).change,
            Change::percent);
}

TEST_F(FollowUps, the_number_and_the_money_of_the_same_rows_change_places) {
  EXPECT_EQ(asked({"Pipeline by stage", "how many deals is that"}).measures.front().name,
            "open_deals");
  EXPECT_EQ(asked({"Number of refunds by reason this year", "by value"}).measures.front().name,
            "refunded_amount");
}

TEST_F(FollowUps, another_measure_takes_over_what_it_can_be_asked_for) {
  const QueryPlan next =
      asked({"MRR by plan", "only Germany", "what about paying customers instead?"});
  EXPECT_EQ(next.measures.front().name, "paying_customers");
  EXPECT_EQ(next.dimensions.size(), 1U);
  EXPECT_EQ(next.filters.size(), 1U);
}

TEST_F(FollowUps, another_measure_without_such_a_filter_is_refused_rather_than_asked_without_it) {
  const std::string impossible =
      refused_behind("Deals won last quarter by owner", "what about MRR churn?").impossible;
  EXPECT_FALSE(impossible.empty());
}

TEST_F(FollowUps, rows_behind_a_number_are_listed) {
  const QueryPlan next = asked({"How many deals did we lose this year", "which ones?"});
  EXPECT_EQ(next.frame, Frame::list);
  EXPECT_EQ(next.measures.front().name, "deals_lost");
  EXPECT_EQ(next.period->text, "this year");
  EXPECT_EQ(asked({"Open bugs in Linear by team", "list them"}).frame, Frame::list);
}

TEST_F(FollowUps, a_list_stays_one_until_a_number_is_asked) {
  EXPECT_EQ(asked({"List open bugs in Linear", "only of team Platform"}).frame, Frame::list);
  EXPECT_EQ(asked({"List open bugs in Linear", "how many is that"}).frame, Frame::total);
}

TEST_F(FollowUps, a_chart_is_only_another_form) {
  const QueryPlan next = asked({"Revenue by country last quarter", "as a table"});
  EXPECT_EQ(next.chart_hint, "table");
  EXPECT_EQ(next.frame, Frame::breakdown);
  // A pie of countries says nothing of how months are drawn.
  EXPECT_EQ(asked({"Revenue by country last quarter", "as a pie chart", "per month"}).chart_hint,
            "");
}

TEST_F(FollowUps, why_is_refused_where_no_field_holds_reasons) {
  EXPECT_EQ(refused_behind("Revenue last quarter", "why?").impossible, "why");
  EXPECT_EQ(asked({"How many deals did we lose this year", "why?"}).dimensions.front().field.name,
            "lost_reason");
}

TEST_F(FollowUps, a_whole_question_starts_anew) {
  const QueryPlan next =
      asked({"Revenue by country last quarter", "How many deals were won in October 2026?"});
  EXPECT_EQ(next.measures.front().name, "deals_won");
  EXPECT_TRUE(next.dimensions.empty());
  EXPECT_EQ(next.period->text, "October 2026");
}

TEST_F(FollowUps, a_word_that_cannot_be_placed_is_named) {
  EXPECT_EQ(refused_behind("Revenue last quarter", "and flibbertigibbets?").unknown,
            std::vector<std::string>{"flibbertigibbets"});
}

TEST_F(FollowUps, lean_by_how_they_begin_and_by_what_they_point_to) {
  const auto leaning = [](std::string_view question) {
    return leaning_of(Grammar::english(), split_words(question));
  };
  EXPECT_EQ(leaning("and refunds?"), Leaning::whole);
  EXPECT_EQ(leaning("how many is that?"), Leaning::whole);
  EXPECT_EQ(leaning("which of them are open"), Leaning::whole);
  EXPECT_EQ(leaning("by country"), Leaning::part);
  EXPECT_EQ(leaning("bugs only"), Leaning::part);
  EXPECT_EQ(leaning("how many deals were won"), Leaning::none);
}

}  // namespace
}  // namespace sluice::analytics
