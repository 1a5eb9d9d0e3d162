// An organization's own words, from the rows of one answer to the reading of the next question and
// to their end with the connection. The sample company's glossary is left out: it knows them
// before.
#include "world_test.h"

#include "analytics/asking/own_value_repository.h"

#include <algorithm>

namespace sluice::app {
namespace {

class OwnWords : public WorldTest {
 protected:
  void SetUp() override {
    settings.sample_words = false;
    settings.learning = analytics::Learning::before_answer;
    WorldTest::SetUp();
  }
  [[nodiscard]] analytics::Answer ask(std::string_view question) {
    const QuestionId id{product().random().id()};
    return run(product().desk().ask({ada(), world().ada().organization, {}, std::nullopt},
                                    {to_text(id), std::string(question), std::nullopt}, {}));
  }
  // Whether the question is understood without looking at any row.
  [[nodiscard]] bool reads(std::string_view question) {
    const QuestionId id{product().random().id()};
    const analytics::PlanOutcome outcome =
        run(product().desk().explain({ada(), world().ada().organization, {}, std::nullopt},
                                     {to_text(id), std::string(question), std::nullopt}));
    return std::holds_alternative<analytics::PlannedQuestion>(outcome);
  }
  [[nodiscard]] std::vector<analytics::OwnValue> known() {
    return analytics::OwnValueRepository(product().database(), ada()).list();
  }
  static constexpr std::string_view shows_teams = "Issues created by team this year";
  static constexpr std::string_view names_team = "issues created in integrations this year";
};

TEST_F(OwnWords, of_an_answer_are_read_in_the_next_question) {
  connect("linear");
  EXPECT_FALSE(reads(names_team));
  ASSERT_EQ(ask(shows_teams).status, analytics::AnswerStatus::answered);
  EXPECT_TRUE(reads(names_team));
  const analytics::Answer named = ask(names_team);
  ASSERT_EQ(named.status, analytics::AnswerStatus::answered) << named.text;
  ASSERT_EQ(named.plan->filters.size(), 1U);
  EXPECT_EQ(named.plan->filters[0].values, std::vector<Json>{"Integrations"});
}

TEST_F(OwnWords, are_short_names_and_no_titles_or_addresses) {
  connect("linear");
  ASSERT_EQ(ask(shows_teams).status, analytics::AnswerStatus::answered);
  ASSERT_FALSE(known().empty());
  for (const analytics::OwnValue& value : known()) {
    EXPECT_NE(value.field, "title");
    EXPECT_FALSE(value.value.contains('@')) << value.field;
  }
}

TEST_F(OwnWords, are_gone_with_the_connection_and_not_read_after_the_next) {
  connect("linear");
  ASSERT_EQ(ask(shows_teams).status, analytics::AnswerStatus::answered);
  ASSERT_FALSE(known().empty());
  ASSERT_TRUE(run(product().connections().disconnect(connector(), row_of("linear")->id)));
  EXPECT_TRUE(known().empty());
  connect("linear");
  EXPECT_FALSE(reads(names_team));
}

TEST_F(OwnWords, that_no_answer_has_shown_are_looked_for_in_the_rows) {
  connect("linear");
  ASSERT_TRUE(known().empty());
  const analytics::Answer named = ask(names_team);
  ASSERT_EQ(named.status, analytics::AnswerStatus::answered) << named.text;
  ASSERT_EQ(named.plan->filters.size(), 1U);
  EXPECT_EQ(named.plan->filters[0].values, std::vector<Json>{"Integrations"});
  EXPECT_EQ(ask("issues created in atlantis this year").status, analytics::AnswerStatus::refused);
}

}  // namespace
}  // namespace sluice::app
