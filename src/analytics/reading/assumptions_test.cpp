#include "analytics/reading/assumptions.h"

#include "base/time_format.h"
#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

#include <map>

// What a question leaves open is said beside its answer.
namespace sluice::analytics {
namespace {

class Assumptions : public testing::Test {
 protected:
  [[nodiscard]] PlannerContext context() const {
    PlannerContext made{
        {}, {}, *parse_rfc3339("2026-11-21T12:00:00-05:00"), *TimeZone::find("America/New_York")};
    for (const catalog::Vendor& vendor : catalog_.all()) {
      if (vendor.slug == "stripe" || vendor.slug == "hubspot")
        made.connected.push_back({.vendor = &vendor});
    }
    return made;
  }
  QueryPlan plan(std::string_view question, const QueryPlan* previous = nullptr) {
    const auto outcome = plan_by_grammar(context(), question, previous);
    const auto* planned = outcome ? std::get_if<PlannedQuestion>(&*outcome) : nullptr;
    EXPECT_NE(planned, nullptr) << question;
    return planned == nullptr ? QueryPlan{} : planned->plan;
  }
  // What the plan of a question assumes, by what it is about.
  std::map<std::string, std::string> of(const QueryPlan& plan) {
    std::map<std::string, std::string> all;
    for (const Assumption& assumption : plan.assumptions)
      all[assumption.about] += assumption.text;
    return all;
  }

  catalog::Catalog catalog_ = catalog::golden_vendors();
};

TEST_F(Assumptions, a_period_that_was_not_named) {
  EXPECT_EQ(of(plan("Revenue by country"))["period"],
            "the last 30 days, because no period was named");
  EXPECT_EQ(of(plan("Show revenue by month"))["period"],
            "the last 12 months, because no period was named");
  EXPECT_EQ(of(plan("How many deals were won"))["period"],
            "all records, because no period was named");
}

TEST_F(Assumptions, nothing_where_everything_was_said) {
  EXPECT_TRUE(of(plan("Revenue in Q3 2026")).empty());
  EXPECT_TRUE(of(plan("What is our MRR?")).empty());
  EXPECT_TRUE(of(plan("How many deals were won of all time")).empty());
}

TEST_F(Assumptions, a_measure_that_was_not_named) {
  EXPECT_NE(of(plan("Deals by owner in October"))["measure"].find("the number of deals"),
            std::string::npos);
  EXPECT_EQ(of(plan("How many deals were created in October"))["measure"], "");
}

TEST_F(Assumptions, what_the_largest_are_the_largest_by) {
  EXPECT_EQ(of(plan("Revenue of our ten largest customers last month"))["ranking"],
            "the largest by MRR, because nothing else was said");
}

TEST_F(Assumptions, hold_in_a_follow_up_until_it_says_otherwise) {
  const QueryPlan first = plan("Revenue by country");
  EXPECT_NE(of(plan("and by customer", &first))["period"], "");
  EXPECT_EQ(of(plan("and in Q3", &first))["period"], "");
}

TEST_F(Assumptions, travel_with_the_stored_plan) {
  const auto stored = plan_from_json(to_json(plan("Revenue by country")));
  ASSERT_TRUE(stored) << stored.error();
  EXPECT_EQ(of(*stored)["period"], "the last 30 days, because no period was named");
}

}  // namespace
}  // namespace sluice::analytics
