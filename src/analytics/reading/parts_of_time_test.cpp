// Which words are a condition on weekdays or hours, which ask for a number of groups or for the
// first step of time within a bound, and which are none of these.
#include "analytics/reading/reading_fixture.h"

#include "analytics/meaning/meaning.h"
#include "analytics/reading/say.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

class PartsOfTime : public ReadingTest {
 protected:
  // "in [6,7]" of the only condition on a part of time; else what there is instead.
  [[nodiscard]] std::string condition(std::string_view question,
                                      const QueryPlan* before = nullptr) const {
    const auto read = plan(question, before);
    if (!read) return "refused";
    std::string text;
    for (const auto* list : {&read->filters, &read->part})
      for (const Filter& filter : *list)
        if (filter.part)
          text += std::string(filter.op == FilterOp::in ? "in " : "not in ") +
                  (filter.part == DatePart::hour ? "hours " : "") + Json(filter.values).dump();
    return text.empty() ? "none" : text;
  }
};

TEST_F(PartsOfTime, plural_days_are_every_such_day) {
  EXPECT_EQ(condition("Stripe refunds on Saturdays and Sundays in August"), "in [6,7]");
  EXPECT_EQ(condition("deals won in HubSpot on Thursdays this year"), "in [4]");
  EXPECT_EQ(condition("refunds on Mondays, Tuesdays and Fridays in May"), "in [1,2,5]");
  EXPECT_EQ(condition("revenue on Mondays to Thursdays in May"), "in [1,2,3,4]");
}

TEST_F(PartsOfTime, one_day_is_any_of_them_only_behind_an_article) {
  EXPECT_EQ(condition("deals won in HubSpot on a Friday this year"), "in [5]");
  EXPECT_EQ(condition("refunds on any Sunday in Q3"), "in [7]");
  EXPECT_EQ(condition("refunds on Monday"), "none");  // The last one.
}

TEST_F(PartsOfTime, weekends_and_working_days_are_sets_of_days) {
  EXPECT_EQ(condition("Stripe refunds on weekends in May"), "in [6,7]");
  EXPECT_EQ(condition("pull requests merged at the weekend in May"), "in [6,7]");
  EXPECT_EQ(condition("pull requests merged on weekdays in May"), "in [1,2,3,4,5]");
  EXPECT_EQ(condition("refunds last weekend"), "none");
  EXPECT_EQ(condition("refunds excluding weekends in Q3"), "not in [6,7]");
  EXPECT_EQ(condition("refunds not on Wednesdays in May"), "not in [3]");
}

TEST_F(PartsOfTime, hours_need_a_word_that_makes_them_hours) {
  EXPECT_EQ(condition("workflow runs before 9 in the morning in October"),
            "in hours [0,1,2,3,4,5,6,7,8]");
  EXPECT_EQ(condition("workflow runs after 6pm in October"), "in hours [18,19,20,21,22,23]");
  EXPECT_EQ(condition("workflow runs between 9 and 12 o'clock in October"), "in hours [9,10,11]");
  EXPECT_EQ(condition("workflow runs between 10pm and 2am in October"), "in hours [0,1,22,23]");
  EXPECT_EQ(condition("workflow runs from 9:00 to 11:00 in October"), "in hours [9,10]");
  // Of the night or of the afternoon?
  EXPECT_EQ(condition("workflow runs between 1 and 5pm in October"), "refused");
  EXPECT_EQ(condition("workflow runs before 9:30 am in October"), "refused");
}

TEST_F(PartsOfTime, rows_without_a_clock_and_states_have_no_such_part) {
  EXPECT_EQ(condition("sign-ups before 9 am in October"), "refused");
  EXPECT_EQ(condition("MRR on weekends"), "refused");
  EXPECT_EQ(condition("open deals on Mondays"), "refused");
}

TEST_F(PartsOfTime, what_is_no_condition_of_one_number_is_refused) {
  EXPECT_EQ(condition("refunds on Saturdays vs Sundays in Q3"), "refused");
  EXPECT_EQ(condition("refunds on weekdays and weekends in Q3"), "refused");
  EXPECT_EQ(condition("average sign-ups per day on weekends in October"), "refused");
  EXPECT_EQ(condition("refunds per day on Mondays in October"), "refused");
}

TEST_F(PartsOfTime, a_share_takes_it_for_the_part) {
  const QueryPlan read = planned("what share of pull requests in Q3 were opened on a weekend");
  EXPECT_EQ(read.frame, Frame::share);
  ASSERT_EQ(read.part.size(), 1U);
  EXPECT_EQ(read.part.front().part, DatePart::weekday);
}

TEST_F(PartsOfTime, another_measure_behind_it_keeps_the_days_of_its_own_moment) {
  const QueryPlan before = planned("deals won on Thursdays in May");
  const QueryPlan after = planned("and revenue?", &before);
  ASSERT_EQ(after.filters.size(), 1U);
  EXPECT_EQ(after.filters.front().part, DatePart::weekday);
  EXPECT_EQ(after.filters.front().field.entry, after.measures.front().entry);
  EXPECT_EQ(condition("and on Fridays?", &before), "in [5]");
  EXPECT_EQ(condition("how about MRR?", &before), "refused");  // A state has no weekday.
}

TEST_F(PartsOfTime, steps_that_the_vendor_counts_have_no_days) {
  EXPECT_EQ(condition("weekly active users on weekends in October"), "refused");
  EXPECT_EQ(condition("average revenue on Mondays in May"), "refused");
  EXPECT_EQ(condition("average charge amount on Mondays in May"), "in [1]");
}

TEST_F(PartsOfTime, it_is_said_as_it_is_read) {
  const Meaning meaning(context().connected);
  for (const char* question :
       {"Stripe refunds on weekends in May", "pull requests merged on Thursdays in May",
        "pull requests merged on weekdays in May", "refunds excluding weekends in Q3",
        "workflow runs before 9 am in October", "workflow runs after 6 pm in October",
        "workflow runs between 10 pm and 2 am in October"}) {
    const QueryPlan meant = planned(question);
    const std::string text = say(meaning, meant).value_or("");
    const auto back = plan(text);
    EXPECT_TRUE(back && means_the_same(meant, *back)) << text;
  }
}

TEST_F(PartsOfTime, how_many_steps_of_time_are_within_a_bound_is_a_number) {
  const QueryPlan days = planned("how many days in September had fewer than 4 sign-ups");
  EXPECT_TRUE(days.count_groups);
  ASSERT_EQ(days.dimensions.size(), 1U);
  EXPECT_EQ(days.dimensions.front().grain, Grain::day);
  ASSERT_EQ(days.having.size(), 1U);
  EXPECT_EQ(days.having.front().op, FilterOp::lt);
  const QueryPlan months = planned("how many months this year had MRR over 100k");
  EXPECT_TRUE(months.count_groups && months.filters.empty());
  ASSERT_FALSE(months.having.empty());
  EXPECT_EQ(months.having.front().value, 100'000);
  EXPECT_FALSE(plan("how many days in September had sign-ups by plan"));
}

TEST_F(PartsOfTime, how_many_groups_are_within_a_bound_is_a_number) {
  const QueryPlan customers = planned("number of customers that paid more than $10,000 this year");
  EXPECT_TRUE(customers.count_groups);
  ASSERT_FALSE(customers.having.empty());
  EXPECT_EQ(customers.having.front().value, 10'000);
  EXPECT_TRUE(planned("how many owners won more than 3 deals last quarter").count_groups);
  EXPECT_TRUE(planned("how many plans have more than 10k of MRR").count_groups);
  const QueryPlan bare = planned("how many customers have paid more than 10k this year");
  EXPECT_TRUE(bare.count_groups);
  EXPECT_EQ(bare.measures.front().name, "revenue");
  // Not what the invoices are worth.
  EXPECT_EQ(planned("how many customers paid more than 3 invoices this year").measures.front().name,
            "invoice_count");
  // Who won none is an owner as well, and in no row.
  EXPECT_FALSE(plan("how many owners won fewer than 3 deals last quarter"));
}

TEST_F(PartsOfTime, the_first_step_within_a_bound_is_looked_for_in_all_time) {
  const QueryPlan named = planned("the first month in which MRR was above 100k");
  EXPECT_EQ(named.frame, Frame::top);
  EXPECT_FALSE(named.period);
  ASSERT_TRUE(named.order && !named.having.empty());
  EXPECT_FALSE(named.order->by_measure || named.order->descending);
  EXPECT_EQ(named.having.front().value, 100'000);
  const QueryPlan unnamed = planned("when did MRR first exceed 100k");
  ASSERT_FALSE(unnamed.dimensions.empty());
  EXPECT_EQ(unnamed.dimensions.front().grain, Grain::month);
  EXPECT_FALSE(unnamed.assumptions.empty());
  EXPECT_TRUE(planned("in which month did MRR first go over 90k").order);
  EXPECT_FALSE(plan("the first month in which MRR grew"));
}

TEST_F(PartsOfTime, the_longest_open_is_the_oldest_of_the_open_ones) {
  const QueryPlan one = planned("the Linear issue that has been open longest");
  EXPECT_EQ(one.frame, Frame::list);
  EXPECT_EQ(one.limit, 1U);
  ASSERT_TRUE(one.order);
  EXPECT_FALSE(one.order->by_measure || one.order->descending);
  EXPECT_EQ(one.measures.front().name, "open_issues");
  EXPECT_EQ(planned("which Linear issues have been open the longest").limit, 5U);
  const QueryPlan each =
      planned("for each team the issue that has been open the longest in Linear");
  EXPECT_TRUE(each.limit_within);
  // Who was the first of all that ever were need not be one now.
  EXPECT_FALSE(plan("who has been a customer the longest"));
}

// One source of the sample, called like a day of the week.
class SourceNamedLikeADay : public ReadingTest {
 protected:
  // "friday" where the source alone is meant, "a day" where there is a time; else "refused".
  [[nodiscard]] std::string meant(std::string_view question) {
    renamed_ = *catalog_.find("linear");
    renamed_.slug = "friday";
    renamed_.name = "friday.com";
    PlannerContext named = context();
    for (auto* list : {&named.catalog, &named.connected})
      for (VendorMeaning& source : *list)
        if (source.vendor->slug == "linear") source.vendor = &renamed_;
    const auto outcome = plan_by_grammar(named, question, nullptr);
    const auto* read = outcome ? std::get_if<PlannedQuestion>(&*outcome) : nullptr;
    if (read == nullptr) return "refused";
    return read->plan.period ? "a day" : read->plan.measures.front().vendor;
  }

  catalog::Vendor renamed_;
};

TEST_F(SourceNamedLikeADay, the_name_beside_its_rows_is_the_source) {
  EXPECT_EQ(meant("open friday issues by team"), "friday");
  EXPECT_EQ(meant("how many issues are open in friday"), "friday");
}

TEST_F(SourceNamedLikeADay, its_address_is_the_source) {
  EXPECT_EQ(meant("how many issues are open in friday.com?"), "friday");
  EXPECT_EQ(meant("open issues by team in friday.com"), "friday");
}

TEST_F(SourceNamedLikeADay, another_source_is_asked_for_the_day) {
  EXPECT_EQ(meant("revenue on Friday"), "a day");
  EXPECT_EQ(meant("sign-ups since Friday"), "a day");
}

}  // namespace
}  // namespace sluice::analytics
