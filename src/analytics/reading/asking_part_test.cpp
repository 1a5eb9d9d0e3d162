#include "analytics/reading/asking_part.h"

#include "analytics/reading/reading_fixture.h"

#include <algorithm>
#include <string>

// What people say around a question: left out where the answer cannot change for it, and told.
namespace sluice::analytics {
namespace {

class AroundAQuestion : public ReadingTest {
 protected:
  // With the words of the catalog kept: many texts are read.
  [[nodiscard]] std::optional<QueryPlan> plan(std::string_view question) const {
    const auto outcome = plan_by_grammar(asked_, question);
    const auto* planned = outcome ? std::get_if<PlannedQuestion>(&*outcome) : nullptr;
    return planned == nullptr ? std::nullopt : std::optional(planned->plan);
  }
  // Whether the text is read as the question that stands in it, and says what it leaves out.
  [[nodiscard]] bool reads(std::string_view text, std::string_view question) const {
    const auto read = plan(text);
    const auto alone = plan(question);
    if (!read || !alone) return false;
    return read->measures == alone->measures &&
           std::ranges::equal(read->dimensions, alone->dimensions, {}, &Dimension::field,
                              &Dimension::field) &&
           read->filters.size() == alone->filters.size() && read->frame == alone->frame &&
           read->period.has_value() == alone->period.has_value();
  }
  [[nodiscard]] bool tells_what_is_left_out(std::string_view text,
                                            std::string_view left_out) const {
    const auto read = plan(text);
    return read && std::ranges::any_of(read->assumptions, [&](const Assumption& each) {
             return each.about == "wording" && each.text.contains(left_out);
           });
  }

 private:
  [[nodiscard]] PlannerContext keeping_words() const {
    PlannerContext made = context();
    made.lexicon = index_of(made.connected);
    return made;
  }
  PlannerContext asked_ = keeping_words();
};

constexpr std::string_view won = "how many deals did we win in Q3?";

TEST_F(AroundAQuestion, who_tells_something_in_front_of_it_changes_nothing) {
  for (const char* lead :
       {"I'm meeting the team leads on Monday and don't want surprises, so ",
        "I'm writing a retrospective for the offsite and want to be honest: ",
        "Our bank keeps asking about disputes, so: ", "The board worries that nobody renews. ",
        "Someone on the product team claims that only big plans matter - ",
        "I just got out of a meeting with the auditors, so ", "We are not happy with support. ",
        "I have a call with the bank on Thursday, ", "Legal is worried about disputes. ",
        "I'm talking to investors tomorrow, so ",
        "Our CEO keeps saying that the average deal is shrinking, so ",
        "My head of sales swears that nothing works any more. "})
    EXPECT_TRUE(reads(std::string(lead) + std::string(won), won)) << lead;
}

TEST_F(AroundAQuestion, who_wants_an_answer_is_nobody_who_is_counted) {
  for (const char* lead : {"Finance wants to know ", "My boss asked me ",
                           "Sarah from accounting is asking ", "The auditors would like to know ",
                           "Someone in marketing was wondering ", "Our new CFO keeps asking me "})
    EXPECT_TRUE(reads(std::string(lead) + std::string(won), won)) << lead;
  EXPECT_TRUE(
      reads("Our auditor wants revenue by plan last quarter", "revenue by plan last quarter"));
  EXPECT_TRUE(
      reads("My boss asked for revenue by plan last quarter", "revenue by plan last quarter"));
  EXPECT_TRUE(reads("I'm rewriting the playbook and need revenue by plan last quarter",
                    "revenue by plan last quarter"));
}

TEST_F(AroundAQuestion, what_it_is_for_stands_in_front_of_it_or_behind) {
  constexpr std::string_view asked = "MRR by plan";
  for (const char* text :
       {"For the weekly sync: MRR by plan", "For the weekly sync, MRR by plan",
        "Before my 1:1 with the CFO: MRR by plan", "MRR by plan for the investor memo",
        "For the quarterly engineering report I need MRR by plan", "MRR by plan - just curious",
        "MRR by plan, so I can update the deck", "MRR by plan, rough numbers are fine",
        "MRR by plan. I'm trying to see if we are on track.",
        "MRR by plan. I want to see who is slipping.", "MRR by plan. No rush!"})
    EXPECT_TRUE(reads(text, asked)) << text;
}

TEST_F(AroundAQuestion, a_question_that_counts_nothing_is_answered_by_what_stands_behind_it) {
  EXPECT_TRUE(
      reads("Who keeps breaking it all? The three people who filed the most Linear issues "
            "this year",
            "the three people who filed the most Linear issues this year"));
}

TEST_F(AroundAQuestion, what_is_left_out_is_told) {
  EXPECT_TRUE(
      tells_what_is_left_out("Our bank keeps asking about disputes, so: " + std::string(won),
                             "Our bank keeps asking about disputes"));
  EXPECT_TRUE(tells_what_is_left_out("MRR by plan, rough numbers are fine", "rough numbers"));
}

TEST_F(AroundAQuestion, what_narrows_it_is_never_left_out) {
  for (const char* lead :
       {"We only care about blimps. ", "We have many enterprise customers in Germany. ",
        "I'm meeting Acme tomorrow, so ", "Acme is unhappy. ", "Not the old ones. ",
        "Our Platform team is proud, so ", "We mean deals above $10,000. ",
        "I'm looking at the 500 largest ones: ", "Without refunds please: ",
        "We sell to Spain and Portugal, so "})
    EXPECT_FALSE(reads(lead + std::string("how many tickets were opened last month?"),
                       "how many tickets were opened last month?"))
        << lead;
}

TEST_F(AroundAQuestion, a_time_that_it_does_not_name_is_never_lost) {
  for (const char* text :
       {"We had a launch in October. How many sign-ups?", "Last year was rough. How many refunds?",
        "I need yesterday's numbers for the board: how many sign-ups?"}) {
    const auto read = plan(text);
    EXPECT_TRUE(!read || read->period) << text;
  }
}

TEST_F(AroundAQuestion, how_it_is_to_be_made_is_never_lost) {
  for (const char* text : {"My boss wants averages: how much revenue last quarter?",
                           "She wants it net of refunds. How much revenue last quarter?",
                           "I need a median for the deck: how much revenue last quarter?"})
    EXPECT_FALSE(reads(text, "how much revenue last quarter?")) << text;
}

TEST_F(AroundAQuestion, what_restricts_the_rows_behind_it_is_no_remark) {
  for (const char* text : {"How many deals did we lose in Q3 because the champion left",
                           "How many deals did we win in Q3 for the blimp people",
                           "How many deals did we win in Q3, the ones that matter"})
    EXPECT_FALSE(plan(text)) << text;
}

TEST_F(AroundAQuestion, rows_that_asked_for_something_are_nobody_who_asks) {
  EXPECT_FALSE(reads("The customers in Spain asked for refunds this year", "refunds this year"));
}

TEST_F(AroundAQuestion, a_number_that_was_named_before_may_be_what_is_meant) {
  const auto read = plan("Our churn is scary. Which customers are the largest?");
  EXPECT_TRUE(!read || read->assumptions.empty() ||
              std::ranges::none_of(read->assumptions, [](const Assumption& each) {
                return each.about == "ranking" || each.about == "measure";
              }));
}

}  // namespace
}  // namespace sluice::analytics
