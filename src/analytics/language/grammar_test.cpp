#include "analytics/language/grammar.h"

#include "analytics/language/grammar_names.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice::analytics {
namespace {

// A grammar of these rules and nothing else.
[[nodiscard]] std::string document(const std::string& rules, const std::string& sets = "{}") {
  const auto harmless = [](const std::string& name) {
    if (name == "harmless") return R"(["the"])";
    return "[]";
  };
  std::string words;
  for (const auto& [name, list] : word_list_names())
    words += (words.empty() ? "\"" : ", \"") + std::string(name) + "\": " + harmless(name);
  std::string phrases;
  for (const auto& [name, list] : phrase_list_names())
    phrases += "\"" + std::string(name) + "\": [], ";
  return R"({"words": {)" + words + R"(}, "shorthand": {"yr": "year"}, )" + phrases +
         R"("sets": )" + sets + R"(, "rules": [)" + rules + "]}";
}

TEST(Grammar, the_built_in_english_is_readable) {
  EXPECT_GT(Grammar::english().rules().size(), 50U);
}

TEST(Grammar, knows_what_carries_nothing_and_what_is_shortened) {
  const auto grammar = Grammar::read(document(""));
  ASSERT_TRUE(grammar);
  EXPECT_TRUE(grammar->is(WordList::harmless, "the"));
  EXPECT_FALSE(grammar->is(WordList::harmless, "per"));
  ASSERT_NE(grammar->long_form("yr"), nullptr);
  EXPECT_EQ(*grammar->long_form("yr"), "year");
  EXPECT_EQ(grammar->long_form("year"), nullptr);
}

TEST(Grammar, a_phrase_keeps_alternatives_options_and_slots_apart) {
  const auto grammar =
      Grammar::read(document(R"({"make": "group", "say": ["(by|split by) (the)? $field"]})"));
  ASSERT_TRUE(grammar);
  const Phrase& phrase = grammar->rules().front().phrases.front();
  ASSERT_EQ(phrase.size(), 3U);
  EXPECT_EQ(phrase[0].alternatives.size(), 2U);
  EXPECT_TRUE(phrase[1].optional);
  EXPECT_EQ(phrase[2].slot, Slot::field);
}

TEST(Grammar, a_set_stands_for_its_phrases) {
  const auto grammar = Grammar::read(document(R"({"make": "where_not", "say": ["@no $value"]})",
                                              R"({"no": ["not", "other than"]})"));
  ASSERT_TRUE(grammar);
  const Phrase& phrase = grammar->rules().front().phrases.front();
  ASSERT_EQ(phrase.front().alternatives.size(), 2U);
  EXPECT_EQ(phrase.front().alternatives.back().size(), 2U);
}

TEST(Grammar, says_what_is_wrong_with_a_rule) {
  const auto error = [](const std::string& rules) {
    const auto grammar = Grammar::read(document(rules));
    return grammar ? std::string() : grammar.error();
  };
  EXPECT_EQ(error(R"({"make": "magic", "say": ["x"]})"), "no rule makes \"magic\"");
  EXPECT_EQ(error(R"({"make": "group", "say": ["by $thing"]})"), "no slot is called \"$thing\"");
  EXPECT_EQ(error(R"({"make": "group", "say": ["@gone $field"]})"), "no set is called \"@gone\"");
  EXPECT_EQ(error(R"({"make": "group", "say": ["(by $field"]})"),
            "a bracket is not closed in \"(by $field\"");
  EXPECT_EQ(error(R"({"make": "group", "after": ["soup"], "say": ["by $field"]})"),
            "no piece is called \"soup\"");
}

TEST(Grammar, refuses_a_document_that_lacks_a_part) {
  EXPECT_FALSE(Grammar::read("{}"));
  EXPECT_FALSE(Grammar::read("not JSON"));
  std::string whole = document("");
  const std::string harmless = R"("harmless": ["the"])";
  const auto wordless =
      Grammar::read(whole.replace(whole.find(harmless), harmless.size(), R"("other": [])"));
  ASSERT_FALSE(wordless);
  EXPECT_EQ(wordless.error(), "the grammar has no words \"harmless\"");
}

}  // namespace
}  // namespace sluice::analytics
