#include "analytics/reading/reading_fixture.h"

#include <string>

// Who something belongs to, who did it, and what nobody has done yet, as people say it.
namespace sluice::analytics {
namespace {

class People : public ReadingTest {
 protected:
  // The only condition of the plan, as "entry.field name"; empty: there is none, or no plan.
  [[nodiscard]] std::string whose(std::string_view question) const {
    const auto read = plan(question);
    if (!read || read->filters.size() != 1) return "";
    const Filter& filter = read->filters.front();
    return filter.values.empty() ? "" : filter.field.name + " " + filter.values.front().dump();
  }
  [[nodiscard]] std::string person(std::string_view question) const {
    const auto read = plan(question);
    return read && read->dimensions.size() == 1 ? read->dimensions.front().field.name : "";
  }
};

TEST_F(People, own_what_is_said_with_their_name) {
  EXPECT_EQ(whose("Viktor's win rate this year"), "owner \"Viktor Okafor\"");
  EXPECT_EQ(whose("what was Viktor's win rate this year?"), "owner \"Viktor Okafor\"");
  EXPECT_EQ(whose("Nora Quill's win rate this year"), "owner \"Nora Quill\"");
  EXPECT_EQ(whose("Nora\u2019s win rate this year"), "owner \"Nora\"");
  EXPECT_EQ(whose("how many deals won are Nora's this year"), "owner \"Nora\"");
  EXPECT_EQ(whose("Kira's Linear issues created last month"), "assignee \"Kira\"");
}

TEST_F(People, have_customers_and_companies_have_money) {
  EXPECT_EQ(whose("Pavel's HubSpot companies"), "owner \"Pavel Weber\"");
  EXPECT_EQ(whose("Quillwater's MRR"), "name \"Quillwater\"");
}

TEST_F(People, are_no_vendors_no_times_and_no_short_forms_of_is) {
  for (const char* question :
       {"Stripe's revenue last month", "October's revenue", "What's our revenue last month?",
        "Today's revenue", "How's revenue this month?", "Yesterday's revenue"}) {
    const auto read = plan(question);
    EXPECT_TRUE(!read || read->filters.empty()) << question;
  }
}

TEST_F(People, who_did_something_are_those_of_the_deed) {
  EXPECT_EQ(person("the three people who filed the most Linear issues this year"), "creator");
  EXPECT_EQ(person("which three people filed the most Linear issues this year"), "creator");
  EXPECT_EQ(person("top 3 people who opened Linear issues this year"), "creator");
  EXPECT_EQ(person("the three people with the most open Linear issues"), "assignee");
}

TEST_F(People, are_lacking_only_where_rows_may_have_none) {
  EXPECT_TRUE(plan("Linear issues nobody is assigned to"));
  // Somebody opened each of them, and who works on them is not known.
  EXPECT_FALSE(plan("GitHub issues nobody is assigned to"));
}

TEST_F(People, say_what_has_not_happened_in_many_ways) {
  const auto left = plan("Linear issues that have not been started yet");
  ASSERT_TRUE(left);
  for (const char* question :
       {"Linear issues that haven't been started yet", "Linear issues that havent been started yet",
        "Linear issues still not started", "Linear issues that still haven't been started",
        "Linear issues not started yet"}) {
    const auto read = plan(question);
    ASSERT_TRUE(read) << question;
    EXPECT_EQ(read->filters.size(), left->filters.size()) << question;
  }
}

TEST_F(People, do_not_lose_a_negation_that_cannot_be_placed) {
  for (const char* question :
       {"Linear issues that haven't been blessed", "feature flags nobody likes",
        "deals nobody believes in", "invoices that never made sense"})
    EXPECT_FALSE(plan(question)) << question;
}

TEST_F(People, shorten_words) {
  EXPECT_EQ(planned("how many custs do we hav").measures,
            planned("how many customers do we have").measures);
  EXPECT_EQ(planned("rev by mth ths yr").frame, Frame::trend);
  EXPECT_EQ(planned("wht was tot rev lst qtr").measures,
            planned("what was total revenue last quarter").measures);
  EXPECT_EQ(planned("avg deal size btwn jan and mar").measures,
            planned("average deal size between january and march").measures);
}

}  // namespace
}  // namespace sluice::analytics
