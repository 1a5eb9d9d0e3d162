#include "analytics/reading/suggestions.h"
#include "analytics/asking/plan_question.h"
#include "base/time_format.h"
#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>
#include <vector>

// What is suggested after an answer is read again: it has to mean what it was made of.
namespace sluice::analytics {
namespace {

class Suggestions : public ::testing::Test {
 protected:
  [[nodiscard]] PlannerContext context() const {
    const auto now = parse_rfc3339("2026-11-21T12:00:00-05:00");
    const auto zone = TimeZone::find("America/New_York");
    if (!now || !zone) throw std::runtime_error("the time zone data is missing");
    PlannerContext context{{}, {}, *now, *zone};
    for (const catalog::Vendor& vendor : catalog_.all()) {
      context.catalog.push_back({.vendor = &vendor});
      context.connected.push_back({.vendor = &vendor});
    }
    return context;
  }
  [[nodiscard]] QueryPlan planned(const std::string& text,
                                  std::optional<QueryPlan> before = std::nullopt) const {
    const PlanOutcome outcome =
        plan_of(context(), {.id = "", .text = text, .previous = std::move(before)});
    const auto* planned = std::get_if<PlannedQuestion>(&outcome);
    if (planned == nullptr) ADD_FAILURE() << "not planned: " << text;
    return planned == nullptr ? QueryPlan() : planned->plan;
  }
  [[nodiscard]] std::vector<std::string> after(const std::string& text) const {
    return suggestions_after(context(), planned(text));
  }

  catalog::Catalog catalog_ = catalog::golden_vendors();
};

TEST_F(Suggestions, each_is_read_and_keeps_what_was_asked) {
  for (const char* text : {"revenue last quarter", "deals won by owner this year", "open deals",
                           "MRR by month this year"}) {
    const QueryPlan plan = planned(text);
    for (const std::string& next : suggestions_after(context(), plan))
      if (next.starts_with("And ")) {
        EXPECT_EQ(planned(next, plan).measures, plan.measures) << text << " -> " << next;
      } else {
        EXPECT_NE(planned(next).measures.front().vendor, plan.measures.front().vendor) << next;
      }
  }
}

TEST_F(Suggestions, change_with_what_was_asked) {
  std::set<std::vector<std::string>> different;
  for (const char* text :
       {"revenue last quarter", "revenue by month this year", "deals won this year"})
    different.insert(after(text));
  EXPECT_EQ(different.size(), 3U);
}

TEST_F(Suggestions, the_last_one_is_of_another_source_and_for_the_same_time) {
  const std::vector<std::string> next = after("revenue last quarter");
  ASSERT_FALSE(next.empty());
  EXPECT_LE(next.size(), 4U);
  EXPECT_TRUE(next.back().ends_with("last quarter?")) << next.back();
}

TEST_F(Suggestions, for_an_empty_box_come_from_every_source) {
  std::set<std::string> holders;
  for (const std::string& question : suggest_questions(context(), catalog_.all().size()))
    for (const catalog::Vendor& vendor : catalog_.all())
      for (const std::string& own : vendor.questions)
        if (own == question) holders.insert(vendor.slug);
  EXPECT_EQ(holders.size(), catalog_.all().size());
}

}  // namespace
}  // namespace sluice::analytics
