// Questions that name their measure indirectly: by an adverb, by a rank alone, as a ratio in other
// words, or as a choice between two; and what of these is still refused.
#include "analytics/reading/reading_fixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

class Indirect : public ReadingTest {
 protected:
  [[nodiscard]] std::string measure_of(std::string_view question) const {
    const QueryPlan read = planned(question);
    return read.measures.empty() ? "" : read.measures.front().name;
  }
  // "deals_won / deals_lost", in percent "deals_won % deals_closed".
  [[nodiscard]] std::string ratio_of(std::string_view question) const {
    const QueryPlan read = planned(question);
    if (read.measures.size() != 2) return "";
    const bool percent = read.derivation == Derivation::percent;
    const bool ratio = read.derivation == Derivation::ratio;
    return read.measures[0].name +
           (percent ? " % "
            : ratio ? " / "
                    : " and ") +
           read.measures[1].name;
  }
};

TEST_F(Indirect, how_fast_something_is_done_takes_the_mean_that_the_catalog_tells) {
  constexpr std::string_view closed = "median:tickets_closed.hours_between(created, closed)";
  for (const char* question : {"how quickly do we close high priority HubSpot tickets",
                               "how fast were high priority HubSpot tickets closed this year",
                               "how rapidly did we close high priority HubSpot tickets in Q3"})
    EXPECT_EQ(measure_of(question), closed) << question;
  EXPECT_EQ(measure_of("how quickly on average were urgent Linear issues closed in Q3"),
            "average:issues_closed.days_between(created, completed)");
  EXPECT_EQ(measure_of("how fast do Linear issues get done"),
            "median:issues_closed.days_between(created, completed)");
}

TEST_F(Indirect, the_catalogs_mean_is_told_as_assumed) {
  const QueryPlan read = planned("how quickly do we close high priority HubSpot tickets");
  EXPECT_TRUE(std::ranges::any_of(read.assumptions, [](const Assumption& each) {
    return each.text == "the median, because nothing else was said";
  }));
}

TEST_F(Indirect, what_takes_no_time_is_not_fast) {
  for (const char* question : {"how fast are our customers", "how quickly is the pipeline",
                               "how fast do we create HubSpot tickets"})
    EXPECT_FALSE(plan(question)) << question;
}

TEST_F(Indirect, the_best_of_rows_goes_by_the_size_that_the_catalog_names) {
  for (const char* question : {"who is our best rep this year", "which rep is the best this year",
                               "our best rep this year", "who was the most productive rep in Q3"}) {
    const QueryPlan read = planned(question);
    ASSERT_FALSE(read.measures.empty()) << question;
    EXPECT_EQ(read.measures.front().name, "won_amount") << question;
    EXPECT_TRUE(std::ranges::any_of(read.assumptions, [](const Assumption& each) {
      return each.about == "ranking";
    })) << question;
  }
  EXPECT_EQ(measure_of("which campaign performed best"), "campaign_new_contacts");
  EXPECT_EQ(measure_of("which rep has the fattest pipeline"), "pipeline");
}

TEST_F(Indirect, without_a_size_nothing_is_the_best) {
  for (const char* question : {"which release is the best", "who is the best", "our best day",
                               "which team is the slowest", "the best ticket this year"})
    EXPECT_FALSE(plan(question)) << question;
}

TEST_F(Indirect, what_is_popular_in_two_sources_is_asked_back) {
  EXPECT_FALSE(plan("what is our most popular plan"));
  const QueryPlan read = planned("what is our most popular plan in Stripe");
  ASSERT_EQ(read.dimensions.size(), 1U);
  EXPECT_EQ(read.dimensions.front().field.name, "plan");
  EXPECT_EQ(read.measures.front().name, "paying_customers");
  EXPECT_EQ(read.frame, Frame::top);
}

TEST_F(Indirect, ratios_are_said_in_many_words) {
  EXPECT_EQ(ratio_of("how many contacts does it take to get one won deal this year"),
            "contact_count / deals_won");
  EXPECT_EQ(ratio_of("how many contacts do we need for a single won deal this year"),
            "contact_count / deals_won");
  EXPECT_EQ(ratio_of("out of a hundred deals we close how many do we win this year"),
            "deals_won % deals_closed");
  EXPECT_EQ(ratio_of("for every dollar of revenue, how much do we refund this year"),
            "refunded_amount / revenue");
  EXPECT_EQ(ratio_of("for every dollar of revenue this year, how many cents were refunds"),
            "refunded_amount % revenue");
  EXPECT_EQ(ratio_of("refunds per dollar of revenue in Q3"), "refunded_amount / revenue");
  EXPECT_EQ(ratio_of("ratio of won to lost deals this year"), "deals_won / deals_lost");
}

TEST_F(Indirect, new_ones_beside_another_number_are_not_those_of_today) {
  EXPECT_EQ(ratio_of("PostHog sign-ups next to new Stripe customers in Q3"),
            "sign_ups and new_customers");
}

TEST_F(Indirect, what_is_divided_by_the_wrong_customers_is_refused) {
  EXPECT_EQ(ratio_of("out of 100 customers how many HubSpot tickets this year"),
            "tickets_created % paying_customers");
  EXPECT_EQ(ratio_of("out of 100 customers, how many Stripe refunds this year"),
            "refund_count % paying_customers");
  EXPECT_FALSE(plan("how many tickets did the average customer open this year"));
  EXPECT_EQ(ratio_of("how many sign-ups did it take to get one new customer last quarter"),
            "sign_ups / new_customers");
}

TEST_F(Indirect, a_dollar_is_only_of_an_amount) {
  EXPECT_FALSE(plan("contacts per dollar of revenue"));
  EXPECT_FALSE(plan("for every dollar, how many tickets"));
  EXPECT_FALSE(plan("how many cents is our win rate"));
}

TEST_F(Indirect, how_often_in_percent_is_a_rate) {
  EXPECT_EQ(measure_of("how often do workflow runs fail, in percent"), "run_failure_rate");
  EXPECT_EQ(measure_of("how often do workflow runs fail in October"), "failed_runs");
  EXPECT_FALSE(plan("how many customers are there, in percent"));
}

TEST_F(Indirect, a_share_of_those_at_the_start_is_the_catalogs_rate) {
  EXPECT_EQ(measure_of("what % of customers did we lose in Q3"), "logo_churn_rate");
  EXPECT_EQ(measure_of("what percentage of our customers did we lose last quarter"),
            "logo_churn_rate");
  EXPECT_FALSE(plan("what % of tickets did we lose in Q3"));
}

TEST_F(Indirect, the_part_stands_behind_the_share_and_the_whole_behind_in) {
  for (const char* question : {"the share of expansion deals in won amount this year",
                               "what is the share of expansion deals in what we sold this year",
                               "share of expansion deals within the won amount this year"}) {
    const QueryPlan read = planned(question);
    ASSERT_EQ(read.part.size(), 1U) << question;
    EXPECT_EQ(read.part.front().field.name, "type") << question;
    EXPECT_EQ(read.measures.front().name, "won_amount") << question;
    EXPECT_TRUE(read.filters.empty()) << question;
  }
}

TEST_F(Indirect, what_rows_were_done_by_is_the_part_and_no_condition_of_a_rate) {
  const QueryPlan read =
      planned("what percentage of pull requests merged in Q3 were opened by bots");
  EXPECT_EQ(read.measures.front().name, "pull_requests_merged");
  ASSERT_EQ(read.part.size(), 1U);
  EXPECT_EQ(read.part.front().field.name, "is_bot");
}

TEST_F(Indirect, which_of_two_values_has_more_shows_both) {
  for (const char* question :
       {"Basic or Scale: which has more MRR", "which plan has more MRR, Basic or Scale",
        "is it Basic or Scale that brings more MRR in Stripe"}) {
    const QueryPlan read = planned(question);
    ASSERT_EQ(read.dimensions.size(), 1U) << question;
    EXPECT_EQ(read.dimensions.front().field.name, "plan") << question;
    ASSERT_EQ(read.filters.size(), 1U) << question;
    EXPECT_EQ(read.filters.front().values.size(), 2U) << question;
  }
  const QueryPlan teams = planned("Platform or Growth: who closed more Linear issues in Q3");
  EXPECT_EQ(teams.comparison, Comparison::none);
  ASSERT_EQ(teams.dimensions.size(), 1U);
  EXPECT_EQ(teams.dimensions.front().field.name, "team");
}

TEST_F(Indirect, which_of_two_measures_is_more_shows_both) {
  EXPECT_EQ(ratio_of("did we win or lose more deals this year"), "deals_won and deals_lost");
  EXPECT_EQ(ratio_of("more wins or more losses this quarter"), "deals_won and deals_lost");
  EXPECT_EQ(ratio_of("DAU and MAU per month this year"),
            "daily_active_users and monthly_active_users");
}

TEST_F(Indirect, more_than_nothing_that_was_said_is_refused) {
  EXPECT_FALSE(plan("do we have more MRR"));
  EXPECT_FALSE(plan("which has more MRR, Basic or"));
}

TEST_F(Indirect, where_behind_a_noun_asks_for_no_place) {
  const QueryPlan read = planned("deals where the contract was sent");
  EXPECT_EQ(read.frame, Frame::list);
  EXPECT_TRUE(read.dimensions.empty());
  const QueryPlan place = planned("where do our HubSpot companies come from");
  ASSERT_EQ(place.dimensions.size(), 1U);
  EXPECT_EQ(place.dimensions.front().field.name, "country");
}

TEST_F(Indirect, the_current_one_of_each_group_is_the_newest) {
  const QueryPlan read = planned("current version of each repository");
  EXPECT_EQ(read.frame, Frame::list);
  ASSERT_TRUE(read.limit_within);
  EXPECT_EQ(read.limit_within->name, "repository");
  EXPECT_EQ(read.limit, 1U);
  const QueryPlan now = planned("current open deals by owner");
  EXPECT_EQ(now.measures.front().name, "open_deals");
  EXPECT_FALSE(now.limit_within);
}

TEST_F(Indirect, the_last_one_has_its_day) {
  const QueryPlan read = planned("when was our last release");
  EXPECT_EQ(read.frame, Frame::list);
  EXPECT_EQ(read.limit, 1U);
  EXPECT_EQ(planned("releases last month").period.value_or(PeriodSpec()).text, "last month");
}

TEST_F(Indirect, what_is_meant_to_happen_by_a_day_is_still_open) {
  for (const char* question :
       {"which deals are meant to close before December 10", "deals supposed to close by Dec 9",
        "deals expected to close before December 10"}) {
    const QueryPlan read = planned(question);
    ASSERT_TRUE(read.period) << question;
    EXPECT_EQ(to_rfc3339(read.period->end).substr(0, 10), "2026-12-10") << question;
    EXPECT_EQ(read.frame, Frame::list) << question;
    ASSERT_EQ(read.filters.size(), 1U) << question;
    EXPECT_EQ(read.filters.front().field.name, "is_open") << question;
  }
}

TEST_F(Indirect, who_owns_them_is_a_column) {
  const QueryPlan read = planned("open deals over $5000 and who owns them");
  EXPECT_EQ(read.frame, Frame::list);
  EXPECT_TRUE(std::ranges::any_of(read.columns,
                                  [](const Reference& each) { return each.name == "owner"; }));
}

}  // namespace
}  // namespace sluice::analytics
