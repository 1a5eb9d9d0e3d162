#include "analytics/reading/read.h"

#include "analytics/reading/asking_part.h"
#include "analytics/reading/explain.h"
#include "analytics/reading/reading_fixture.h"
#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

// What a question means as a whole stands in tests/golden/plans.txt; here are the rules that keep a
// reading honest.
namespace sluice::analytics {
namespace {

class Read : public ReadingTest {};

TEST_F(Read, a_word_that_nothing_explains_ends_the_reading_and_is_named) {
  EXPECT_TRUE(plan("revenue last month"));
  EXPECT_EQ(refused("revenue of flibbertigibbets last month").unknown,
            std::vector<std::string>{"flibbertigibbets"});
}

TEST_F(Read, an_operator_is_carried_out_or_the_question_is_refused) {
  EXPECT_EQ(planned("running total of revenue by month this year").transform,
            Transform::running_total);
  EXPECT_FALSE(plan("running total of logo churn rate by month this year"));
  EXPECT_FALSE(plan("seasonally adjusted revenue this year"));
}

TEST_F(Read, a_negation_turns_the_condition_round) {
  const QueryPlan without = planned("Linear issues created this year excluding bugs");
  ASSERT_EQ(without.filters.size(), 1U);
  EXPECT_EQ(without.filters.front().op, FilterOp::ne);
}

TEST_F(Read, values_in_brackets_behind_a_group_only_show_what_is_meant) {
  const auto read = planned("merged PRs by kind of work (bug, feature...) in October");
  EXPECT_TRUE(read.filters.empty());
  EXPECT_EQ(read.frame, Frame::breakdown);
}

TEST_F(Read, a_share_of_bugs_is_none_of_the_features) {
  const auto read = plan("ratio of bugs created to features created in Linear this year");
  EXPECT_TRUE(!read || read->measures.front().name != "bug_share");
}

TEST_F(Read, a_misspelt_operator_is_still_one) {
  const QueryPlan without = planned("Linear issues created this year exluding bugs");
  ASSERT_FALSE(without.filters.empty());
  EXPECT_EQ(without.filters.front().op, FilterOp::ne);
}

TEST_F(Read, a_state_is_looked_at_and_events_are_not_at_the_end_of_a_quarter) {
  EXPECT_TRUE(plan("MRR at the end of Q2"));
  EXPECT_FALSE(plan("Stripe refunds at the end of Q2"));
}

// Where no plan can say it, a refusal is right and a near answer would be wrong.
TEST_F(Read, rows_are_ranked_within_groups_only_where_each_is_said) {
  EXPECT_TRUE(planned("two largest deals won this year per HubSpot owner").limit_within);
  EXPECT_FALSE(plan("two largest deals won this year by HubSpot owner"));
}

TEST_F(Read, two_times_that_are_not_compared_are_two_questions) {
  EXPECT_FALSE(plan("deals won in Q1 created in 2024"));
}

TEST_F(Read, background_is_left_out_and_said) {
  const QueryPlan read = planned("The board meets on it soon. How many deals did we win in Q3?");
  EXPECT_TRUE(std::any_of(read.assumptions.begin(), read.assumptions.end(),
                          [](const Assumption& each) { return each.about == "wording"; }));
}

TEST_F(Read, a_sentence_that_narrows_is_never_background) {
  EXPECT_FALSE(plan("We only care about blimps. How many deals did we win in Q3?"));
}

TEST_F(Read, what_points_back_is_not_asked_alone) {
  EXPECT_FALSE(plan("split that by owner"));
  EXPECT_FALSE(plan("how many of those?"));
}

TEST_F(Read, shortened_words_are_written_out) {
  EXPECT_EQ(planned("rev by mnth this yr").frame, Frame::trend);
}

TEST_F(Read, the_same_question_has_the_same_reading) {
  const QueryPlan once = planned("top 5 customers by revenue this year");
  const QueryPlan again = planned("top 5 customers by revenue this year");
  EXPECT_EQ(to_json(once).dump(), to_json(again).dump());
}

TEST_F(Read, the_explanation_names_pieces_and_what_lost) {
  const OrderedJson note = explain_reading(context(), "revenue by plan last quarter");
  ASSERT_FALSE(note["readings"].empty());
  EXPECT_EQ(note["readings"][0]["counts"], "stripe.invoices.revenue");
  EXPECT_FALSE(note["readings"][0]["pieces"].empty());
}

TEST_F(Read, punctuation_alone_or_an_empty_text_has_no_reading) {
  EXPECT_FALSE(plan(""));
  EXPECT_FALSE(plan("?!,.;"));
}

// "Items" is a word without weight, and the name of what was sold.
TEST_F(Read, a_light_word_that_names_a_field_is_not_overlooked) {
  catalog_ = catalog::Catalog::of_sample();
  const QueryPlan read = planned("top 10 Square items by sales this year");
  ASSERT_FALSE(read.dimensions.empty());
  EXPECT_EQ(read.measures.front().entry, "order_items");
}

// Two vendors that both have new customers, and a third whose sign-ups stand beside them.
TEST_F(Read, whose_a_part_of_the_question_is_is_asked_back) {
  catalog_ = catalog::Catalog::of_sample();
  const std::string question = "sign-ups and new customers per month since July";
  const auto outcome = plan_by_grammar(context(), question);
  ASSERT_TRUE(outcome);
  const auto* asked = std::get_if<Clarification>(&*outcome);
  ASSERT_NE(asked, nullptr);
  ASSERT_GE(asked->options.size(), 2U);
  std::set<std::string> labels;
  for (const Option& option : asked->options) {
    labels.insert(option.label);
    // What is pressed is answered.
    const auto read = plan(option.question);
    ASSERT_TRUE(read) << option.question;
    EXPECT_EQ(read->measures.size(), 2U) << option.question;
  }
  EXPECT_EQ(labels.size(), asked->options.size());
  // Who is named is meant.
  const QueryPlan named = planned("sign-ups and new customers per month since July in Stripe");
  EXPECT_EQ(named.measures.back().vendor, "stripe");
}

TEST(AskingParts, begin_with_the_whole_text) {
  const catalog::Catalog catalog = catalog::golden_vendors();
  std::vector<VendorMeaning> vendors;
  for (const catalog::Vendor& vendor : catalog.all())
    vendors.push_back({.vendor = &vendor});
  const Lexicon lexicon(vendors);
  const auto parts =
      asking_parts(Grammar::english(), lexicon, "It was odd. How many deals did we win?",
                   PeriodContext{*parse_rfc3339("2026-11-21T12:00:00-05:00"),
                                 *TimeZone::find("America/New_York"), WeekStart::monday});
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_TRUE(parts[0].left_out.empty());
  EXPECT_EQ(parts[1].text, "How many deals did we win?");
  EXPECT_EQ(parts[1].left_out, "It was odd. ");
}

}  // namespace
}  // namespace sluice::analytics
