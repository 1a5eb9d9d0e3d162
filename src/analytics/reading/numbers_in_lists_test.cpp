#include "analytics/reading/reading_fixture.h"

#include <gmock/gmock.h>

#include <set>

// Several numbers that one question lists, and what is taken for one of them by mistake.
namespace sluice::analytics {
namespace {

class NumbersInLists : public ReadingTest {
 protected:
  [[nodiscard]] std::set<std::string> measures(std::string_view question) const {
    std::set<std::string> names;
    for (const Reference& each : planned(question).measures)
      names.insert(each.name);
    return names;
  }
};

TEST_F(NumbersInLists, each_deed_of_a_list_is_counted_by_its_own_moment) {
  const std::set<std::string> all{"issues_created", "issues_closed", "issues_cancelled"};
  EXPECT_EQ(measures("Linear issues created, completed and cancelled by team last month"), all);
  EXPECT_EQ(measures("Linear last month by team: created, completed, cancelled"), all);
}

TEST_F(NumbersInLists, what_is_excluded_or_chosen_between_is_no_number) {
  const auto open = plan("How many HubSpot deals sit in each stage (not counting won or lost)?");
  EXPECT_TRUE(!open || open->measures.size() == 1);
  EXPECT_EQ(measures("Linear issues created in October by team").size(), 1U);
}

TEST_F(NumbersInLists, a_number_with_a_name_of_its_own_is_not_left_out) {
  for (const char* question :
       {"HubSpot by owner last quarter: deals won, won amount and deals lost",
        "deals lost, deals won and won amount by HubSpot owner last quarter",
        "per HubSpot owner this year: deals lost, dollars won and deals won"}) {
    const auto read = plan(question);
    EXPECT_TRUE(!read || read->measures.size() == 3) << question;
  }
}

TEST_F(NumbersInLists, the_average_of_a_sum_is_not_the_sum) {
  const auto sum = plan("deals won last month and the average pipeline by owner");
  EXPECT_TRUE(!sum || sum->measures.back().name != "pipeline");
  EXPECT_EQ(measures("win rate and average sales cycle by owner this year").size(), 2U);
}

TEST_F(NumbersInLists, which_five_is_how_many_are_listed) {
  // Without a number five are.
  const QueryPlan oldest = planned("which three HubSpot deals are open the longest");
  EXPECT_EQ(oldest.limit, 3U);
  EXPECT_EQ(oldest.frame, Frame::list);
  EXPECT_EQ(planned("which three countries brought the most revenue this year").limit, 3U);
  EXPECT_EQ(planned("which two days in October had the most sign-ups").limit, 2U);
  const auto each = plan("which two owners of each team won the most deals this year");
  EXPECT_TRUE(!each || each->limit == 2U);
  EXPECT_TRUE(plan("is any Linear issue in review? which one"));
  // A source between "by" and what is ranked by.
  EXPECT_EQ(planned("top 3 stages by HubSpot deals").limit, 3U);
}

TEST_F(NumbersInLists, in_brackets_behind_a_group_what_is_excluded_is_no_example) {
  const auto read = plan("pull requests merged this year by author (not bots)");
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->filters.empty());
  const auto shown = plan("Linear issues created this year by kind (bugs, features)");
  ASSERT_TRUE(shown);
  EXPECT_TRUE(shown->filters.empty());
}

TEST_F(NumbersInLists, a_kind_of_thing_is_not_each_thing) {
  catalog_ = catalog::Catalog::of_sample();
  for (const auto& read : {plan("open rate per kind of Mailchimp campaign this year"),
                           plan("Mailchimp open rate by type of campaign this year")}) {
    if (!read) continue;
    for (const Dimension& each : read->dimensions)
      EXPECT_NE(each.field.name, "name");
  }
}

TEST_F(NumbersInLists, a_percentage_bounds_no_amount) {
  EXPECT_FALSE(plan("Stripe invoices with an amount paid over 70%"));
  EXPECT_TRUE(plan("Stripe invoices with an amount paid over $70"));
}

TEST_F(NumbersInLists, the_age_of_the_oldest_is_in_days) {
  EXPECT_EQ(
      planned("how many days has our oldest open pull request been there").measures.front().name,
      "max:age_days");
  EXPECT_EQ(planned("how old is our oldest open pull request in days").measures.front().name,
            "max:age_days");
  EXPECT_EQ(planned("how old are open Linear bugs on average").measures.front().name,
            "average:age_days");
  // Since when it is in progress its moments do not tell.
  EXPECT_FALSE(plan("how many days has the longest running Linear issue in progress been going"));
}

TEST_F(NumbersInLists, how_long_until_a_state_goes_to_the_moment_that_it_is_counted_at) {
  const QueryPlan lost =
      planned("average days from creation until they were lost, deals lost this year");
  EXPECT_THAT(lost.measures.front().name, testing::HasSubstr("days_between(created, closed)"));
  // Of several moments behind the first it is that of the state.
  const QueryPlan cancelled =
      planned("average days from creation until they were cancelled, Linear issues this year");
  EXPECT_THAT(cancelled.measures.front().name, testing::HasSubstr("(created, canceled)"));
}

TEST_F(NumbersInLists, whoever_pays_goes_by_bands_of_what_is_paid) {
  const QueryPlan bands =
      planned("paying customers by MRR: under $50, $50 to under $200, $200 and more");
  EXPECT_EQ(bands.frame, Frame::distribution);
  ASSERT_TRUE(bands.bands);
  EXPECT_TRUE(bands.bands->of_groups);
  EXPECT_EQ(bands.bands->edges, (std::vector<double>{50, 200}));
}

TEST_F(NumbersInLists, a_stock_in_bands_is_counted_and_not_listed) {
  const QueryPlan bands = planned("open HubSpot deals: under 2k, 2k to 5k, 5k and up");
  EXPECT_EQ(bands.frame, Frame::distribution);
  ASSERT_TRUE(bands.bands);
  EXPECT_EQ(bands.bands->edges, (std::vector<double>{2'000, 5'000}));
}

TEST_F(NumbersInLists, a_mean_is_not_divided_again) {
  EXPECT_FALSE(plan("average HubSpot deal size per Linear issue this year"));
}

TEST_F(NumbersInLists, a_light_noun_behind_a_bound_is_a_number_of_its_own) {
  EXPECT_FALSE(plan("how many Stripe invoices had more than one item"));
  EXPECT_FALSE(plan("Stripe charges with at least two items"));
}

TEST_F(NumbersInLists, spent_on_something_is_said_of_the_rows) {
  catalog_ = catalog::Catalog::of_sample();
  for (const char* question : {"how much did we spend on travel last month",
                               "what did we spend on travel per month this year"}) {
    const QueryPlan read = planned(question);
    ASSERT_EQ(read.filters.size(), 1U) << question;
    EXPECT_EQ(read.filters.front().field.name, "category") << question;
  }
}

TEST_F(NumbersInLists, what_follows_by_is_a_group_though_it_can_be_counted) {
  const QueryPlan split = planned("draft PRs by author");
  EXPECT_EQ(split.dimensions.size(), 1U);
  EXPECT_EQ(split.measures.front().name, "draft_pull_requests");
  EXPECT_EQ(planned("top HubSpot owners by deals won this year").dimensions.size(), 1U);
}

TEST_F(NumbersInLists, compared_with_a_time_that_is_over_the_running_one_is_meant) {
  const QueryPlan compared = planned("HubSpot deals won compared with last month");
  EXPECT_EQ(compared.comparison, Comparison::previous_period);
  ASSERT_TRUE(compared.period);
  EXPECT_EQ(compared.period->start, parse_rfc3339("2026-11-01T04:00:00Z"));
  EXPECT_FALSE(compared.assumptions.empty());
  const auto far = plan("HubSpot deals won compared with March 2025");
  EXPECT_TRUE(!far || far->comparison != Comparison::none);
}

TEST_F(NumbersInLists, each_number_has_to_hold_under_the_conditions) {
  for (const char* question :
       {"Linear feature issues created and bugs created this year",
        "Linear features created and, for comparison, bugs closed this year"}) {
    const auto read = plan(question);
    EXPECT_TRUE(!read || read->filters.empty() || read->measures.size() == 1) << question;
  }
}

TEST_F(NumbersInLists, a_length_is_no_number_of_rows) {
  const auto read = plan("how many sales cycles did HubSpot deals have this year");
  EXPECT_TRUE(!read || read->measures.front().name != "sales_cycle");
}

TEST_F(NumbersInLists, merch_is_no_month) {
  const auto read = plan("how much merch revenue in Stripe");
  EXPECT_TRUE(!read || !read->period || read->period->text != "march");
}

TEST_F(NumbersInLists, a_rate_of_other_rows_is_no_share_of_these) {
  const auto read = plan("of the pull requests opened last quarter, what percent was merged");
  EXPECT_TRUE(!read || read->measures.front().name != "merge_rate");
  EXPECT_EQ(planned("what percent of pull requests was merged last month").measures.front().name,
            "merge_rate");
}

TEST_F(NumbersInLists, how_many_did_each_do_is_one_number_each) {
  const QueryPlan each = planned("deals won this year, how many did each owner close");
  EXPECT_EQ(each.frame, Frame::breakdown);
}

TEST_F(NumbersInLists, two_that_are_asked_for_are_two) {
  EXPECT_EQ(measures("how many issues were created and how many were closed in Linear in October"),
            (std::set<std::string>{"issues_created", "issues_closed"}));
  EXPECT_EQ(measures("how many HubSpot deals did we win and how many did we lose in Q3"),
            (std::set<std::string>{"deals_won", "deals_lost"}));
  // "Lost" of disputes is not that of customers.
  for (const Reference& each : planned("disputes won and lost this year in Stripe").measures)
    EXPECT_EQ(each.entry, "disputes");
}

TEST_F(NumbersInLists, which_rows_a_length_is_of_is_no_second_number_and_is_not_dropped) {
  EXPECT_EQ(measures("90th percentile of the hours it takes to close a HubSpot ticket, tickets "
                     "closed in Q3")
                .size(),
            1U);
  // Lost deals are not those that a sales cycle is of.
  const auto lost = plan("median sales cycle in HubSpot, deals lost in Q3");
  EXPECT_TRUE(!lost || lost->measures.size() == 2 || !lost->filters.empty());
}

TEST_F(NumbersInLists, rows_beside_some_of_them_are_all_of_them) {
  const auto all = plan("tickets and closed tickets per priority this year in HubSpot");
  EXPECT_TRUE(!all || all->measures.size() == 2);
}

}  // namespace
}  // namespace sluice::analytics
