#include "analytics/reading/say.h"

#include "analytics/meaning/lexicon_index.h"
#include "analytics/meaning/row_facts.h"
#include "analytics/reading/reading_fixture.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

// What is offered to a person has to be understood as it was meant. With every vendor connected,
// each measure is said in each form and read again; what is not read as the same plan stands in
// tests/golden/not_said.txt, so that a row whose words collide with another's is seen on the day it
// is added. UPDATE=1 rewrites the list; it should grow shorter.
namespace sluice::analytics {
namespace {

class Say : public ReadingTest {
 protected:
  [[nodiscard]] std::string said(const QueryPlan& meant) const {
    return say(Meaning(context().connected), meant).value_or("");
  }
  // The plan of a question, said and read again.
  [[nodiscard]] std::string again(std::string_view question) const {
    const auto meant = plan(question);
    if (!meant) return "not read: " + std::string(question);
    const std::string text = said(*meant);
    const auto back = plan(text);
    return back && means_the_same(*meant, *back) ? ""
                                                 : text + (back ? " -> another plan" : " -> none");
  }
};

TEST_F(Say, says_the_parts_of_a_plan_so_that_they_are_read_again) {
  for (const char* question :
       {"MRR", "revenue last quarter", "revenue by plan last quarter",
        "deals won per month this year", "top 5 customers by revenue this year",
        "running total of revenue by month this year",
        "Linear issues created this year excluding bugs", "average deal size by owner this year",
        "revenue in Q3 compared with Q1", "new customers per week last quarter",
        "percent change of revenue in Q3",
        "what share of Linear issues created in September are bugs", "list open deals",
        "tickets without owner", "MRR of our ten largest customers",
        "sign-ups and deals won in Q3"})
    EXPECT_EQ(again(question), "") << question;
}

TEST_F(Say, says_nothing_rather_than_a_part) {
  QueryPlan bounded;
  bounded.measures = {{"stripe", "invoices", "revenue"}};
  bounded.having = {{bounded.measures.front(), FilterOp::gt, 3}};
  EXPECT_EQ(say(Meaning(context().connected), bounded), std::nullopt);
}

TEST_F(Say, tells_plans_apart_by_what_they_count) {
  const auto revenue = plan("revenue last quarter");
  const auto other = plan("revenue last month");
  ASSERT_TRUE(revenue && other);
  EXPECT_TRUE(means_the_same(*revenue, *revenue));
  EXPECT_FALSE(means_the_same(*revenue, *other));
  QueryPlan worded = *revenue;
  worded.confidence = 0.1;
  worded.period->text = "Q3";
  EXPECT_TRUE(means_the_same(*revenue, worded));
}

// Forms of one measure that stand for their kind: alone, in time, over each of its entry's groups.
[[nodiscard]] std::vector<QueryPlan> forms_of(const Reference& measure, const catalog::Entry& entry,
                                              const catalog::Measure& held) {
  std::vector<QueryPlan> plans;
  QueryPlan plain;
  plain.measures = {measure};
  plain.timezone = "America/New_York";
  for (const catalog::Field& field : entry.fields) {
    if (!can_group(field) || field.role == "key" || field.name == entry.name_field ||
        !adds_over_groups(held))
      continue;
    QueryPlan by = plain;
    by.frame = Frame::breakdown;
    by.order = OrderBy{true, true};
    by.dimensions = {{{measure.vendor, measure.entry, field.name}, {}, {}}};
    plans.push_back(by);
    by.frame = Frame::top;
    by.limit = 3;
    plans.push_back(by);
  }
  if (held.default_dimensions.empty()) plans.push_back(std::move(plain));
  return plans;
}

TEST_F(Say, every_measure_in_every_form_is_read_as_it_was_said) {
  // The words of the catalog are the same for all of them.
  PlannerContext shared = context();
  shared.lexicon = index_of(shared.connected);
  const auto read = [&](const std::string& text) -> std::optional<QueryPlan> {
    const auto outcome = plan_by_grammar(shared, text);
    const auto* planned = outcome ? std::get_if<PlannedQuestion>(&*outcome) : nullptr;
    return planned == nullptr ? std::nullopt : std::optional(planned->plan);
  };
  const Meaning meaning(shared.connected);
  std::set<std::string> failed;
  std::size_t all = 0;
  for (const catalog::Vendor& vendor : catalog_.all())
    for (const catalog::Entry& entry : vendor.entries)
      for (const catalog::Measure& held : entry.measures) {
        if (entry.hidden || held.unnamed) continue;
        for (const QueryPlan& meant : forms_of({vendor.slug, entry.name, held.name}, entry, held)) {
          ++all;
          const std::string text = say(meaning, meant).value_or("");
          auto back = read(text);
          // Over which time is asked where nothing is said is the planner's to assume.
          if (back && !back->assumptions.empty()) back->period.reset();
          if (!back || !means_the_same(meant, *back))
            failed.insert(text + (back ? " -> " + back->measures.front().entry + "." +
                                             back->measures.front().name
                                       : " -> not read"));
        }
      }
  const std::string path = std::string(SLUICE_SOURCE_DIR) + "/tests/golden/not_said.txt";
  if (std::getenv("UPDATE") != nullptr) {  // NOLINT(concurrency-mt-unsafe): one thread runs.
    std::ofstream out(path);
    for (const std::string& text : failed)
      out << text << '\n';
  }
  std::set<std::string> known;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);)
    known.insert(line);
  RecordProperty("forms", static_cast<int>(all));
  RecordProperty("not_read", static_cast<int>(failed.size()));
  std::printf("%zu forms, %zu not read as said\n", all, failed.size());
  EXPECT_EQ(failed, known);
}

}  // namespace
}  // namespace sluice::analytics
