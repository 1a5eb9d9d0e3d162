#include "analytics/meaning/own_values.h"
#include "analytics/reading/reading_fixture.h"

#include <algorithm>
#include <vector>

namespace sluice::analytics {
namespace {

// Sample questions with names that stand in no row of the catalog.
class OwnNames : public ReadingTest {
 protected:
  [[nodiscard]] PlannerContext knowing(const std::vector<OwnValue>& values) const {
    PlannerContext asked = context();
    asked.own = own_index_of(asked.connected, values);
    return asked;
  }
  [[nodiscard]] std::optional<QueryPlan> plan_with(const std::vector<OwnValue>& values,
                                                   std::string_view question) const {
    const auto outcome = plan_by_grammar(knowing(values), question);
    const auto* planned = outcome ? std::get_if<PlannedQuestion>(&*outcome) : nullptr;
    return planned == nullptr ? std::nullopt : std::optional(planned->plan);
  }
  // Whether the plan of the question has exactly this condition.
  [[nodiscard]] bool narrows(const std::vector<OwnValue>& values, std::string_view question,
                             const Filter& filter) const {
    const auto found = plan_with(values, question);
    return found && found->filters.size() == 1 && is_same(found->filters.front(), filter);
  }

  [[nodiscard]] static bool is_same(const Filter& one, const Filter& other) {
    return one.field == other.field && one.op == other.op && one.values == other.values;
  }
  [[nodiscard]] static Filter team(const char* name, FilterOp op = FilterOp::eq) {
    return {{"linear", "issues", "team"}, op, {name}};
  }

  const std::vector<OwnValue> teams_{{"linear", "issues", "team", "Quark"},
                                     {"linear", "issues", "team", "Revenue"},
                                     {"linear", "issues", "team", "Median"},
                                     {"linear", "issues", "team", "Solar Wind"}};
};

TEST_F(OwnNames, are_read_in_lower_case_where_the_word_says_nothing_else) {
  const std::string_view question = "issues created last month in quark";
  EXPECT_FALSE(plan(question)) << "nobody can know it without the rows";
  EXPECT_TRUE(narrows(teams_, question, team("Quark")));
  EXPECT_TRUE(narrows(teams_, "quark issues created last month", team("Quark")));
}

TEST_F(OwnNames, of_several_words_are_one_name) {
  EXPECT_TRUE(narrows(teams_, "issues created last month by solar wind", team("Solar Wind")));
}

TEST_F(OwnNames, are_the_vendors_spelling_with_or_without_the_noun_beside_them) {
  EXPECT_TRUE(narrows(teams_, "issues of team QUARK created last month", team("Quark")));
  EXPECT_TRUE(narrows(teams_, "issues created last month by the quark team", team("Quark")));
}

// A team may be called like a number of another vendor: then its noun has to say so.
TEST_F(OwnNames, are_never_read_for_a_word_of_a_measure_or_a_rule) {
  const auto revenue = plan_with(teams_, "revenue last month");
  ASSERT_TRUE(revenue);
  EXPECT_EQ(revenue->measures, planned("revenue last month").measures);
  EXPECT_TRUE(revenue->filters.empty());
  const auto median = plan_with(teams_, "median cycle time last month");
  ASSERT_TRUE(median);
  EXPECT_EQ(median->filters.size(), planned("median cycle time last month").filters.size());
  EXPECT_TRUE(narrows(teams_, "issues created last month by the revenue team", team("Revenue")));
}

// A label may be called like the rows of a vendor: "issues for customer ..." is about whose they
// are.
TEST_F(OwnNames, are_never_read_for_a_noun_of_the_catalog) {
  const std::vector<OwnValue> labels{{"linear", "issues", "kind", "Invoice"}};
  const auto read = plan_with(labels, "issues created last month for invoice");
  EXPECT_TRUE(!read || read->filters.empty());
  EXPECT_TRUE(narrows(labels, "issues created last month with label invoice",
                      {{"linear", "issues", "kind"}, FilterOp::eq, {"Invoice"}}));
}

TEST_F(OwnNames, in_two_fields_of_the_rows_are_of_the_first) {
  const std::vector<OwnValue> people{{"linear", "issues", "creator", "Nora Quill"},
                                     {"linear", "issues", "assignee", "Nora Quill"}};
  EXPECT_TRUE(narrows(people, "Linear issues created last month of nora quill",
                      {{"linear", "issues", "assignee"}, FilterOp::eq, {"Nora Quill"}}));
  EXPECT_TRUE(narrows(people, "Linear issues with creator nora quill last month",
                      {{"linear", "issues", "creator"}, FilterOp::eq, {"Nora Quill"}}));
}

TEST_F(OwnNames, are_left_out_where_somebody_excludes_them) {
  EXPECT_TRUE(
      narrows(teams_, "issues created last month excluding quark", team("Quark", FilterOp::ne)));
}

TEST_F(OwnNames, do_not_narrow_by_a_guess_at_another_word) {
  const auto read = plan_with(teams_, "issues created last month in quarks");
  EXPECT_FALSE(read && !read->filters.empty() && is_same(read->filters.front(), team("Quark")));
}

TEST_F(OwnNames, of_a_joined_entry_narrow_the_rows_that_belong_to_it) {
  EXPECT_TRUE(narrows({{"hubspot", "owners", "name", "Nora Quill"}},
                      "deals won last month by nora quill",
                      {{"hubspot", "owners", "name"}, FilterOp::eq, {"Nora Quill"}}));
}

TEST_F(OwnNames, are_offered_nearest_first_where_a_name_is_none_of_them) {
  const auto outcome = plan_by_grammar(
      knowing({{"linear", "issues", "team", "Quark"}, {"linear", "issues", "team", "Apollo"}}),
      "issues created last month in team appolo");
  ASSERT_FALSE(outcome);
  ASSERT_TRUE(outcome.error().value);
  EXPECT_EQ(outcome.error().value->word, "appolo");
  EXPECT_FALSE(outcome.error().value->all_known) << "the vendor may have teams that nobody saw yet";
  const std::vector<std::string>& known = outcome.error().value->known;
  const auto place = [&](const char* name) {
    return std::ranges::find(known, name) - known.begin();
  };
  EXPECT_LT(place("Apollo"), place("Quark"));
}

TEST_F(OwnNames, count_no_rows_by_themselves) {
  EXPECT_FALSE(plan_with(teams_, "how many quark last month"));
}

}  // namespace
}  // namespace sluice::analytics
