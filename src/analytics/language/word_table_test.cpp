#include "analytics/language/word_table.h"

#include "analytics/language/text_words.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice::analytics {
namespace {

// A document of these parts; what is not given is empty.
struct Lists {
  std::string stop = "[]";
  std::string same = "{}";
  std::string apart = "[]";
  std::string compounds = "[]";
  std::string letters = "{}";
  std::string numbers = "{}";
};

[[nodiscard]] std::expected<WordTable, std::string> table(const Lists& lists) {
  return WordTable::read(
      R"({"stop": )" + lists.stop + R"(, "same": )" + lists.same + R"(, "apart": )" + lists.apart +
      R"(, "compounds": )" + lists.compounds +
      R"(, "compound_endings": ["s", "ed"], "money": ["dollars"],)"
      R"( "plural_endings": ["s"], "singular_endings": ["ss", "us"],)"
      R"( "participle_endings": ["ed"], "ordering": ["per"],)"
      R"( "long_plural_endings": ["es"], "ongoing_endings": ["ing"],)"
      R"( "past_endings": ["d"],)"
      R"( "units": {"minute": ["min"]}, "unit_letters": {"hour": ["h"]}, "step_adverbs": {"day": ["daily"]},)"
      R"( "ordinal_suffixes": ["st"], "numbers": )" +
      lists.numbers +
      R"(, "ordinals": {"first": 1}, "magnitudes": {"k": 1000},)"
      R"( "capitals": {"us": "usa"}, "articles": ["the"], "letters": )" +
      lists.letters + "}");
}

[[nodiscard]] std::string fault(const Lists& lists) {
  const auto read = table(lists);
  return read ? "none" : read.error();
}

TEST(WordTable, the_built_in_english_is_readable) {
  EXPECT_TRUE(WordTable::english().is_stop("the"));
  EXPECT_FALSE(WordTable::english().is_stop("customer"));
}

TEST(WordTable, a_word_counts_as_the_one_it_stands_behind) {
  const auto read = table({.same = R"({"person": ["people"]})"});
  ASSERT_TRUE(read);
  ASSERT_NE(read->counts_as("people"), nullptr);
  EXPECT_EQ(*read->counts_as("people"), "person");
  EXPECT_EQ(read->counts_as("person"), nullptr);
}

TEST(WordTable, the_parts_of_a_compound_are_one_word_with_its_endings_alone) {
  const auto read = table({.compounds = R"(["sign up"])"});
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->is_compound("sign", "up"));
  EXPECT_TRUE(read->is_compound("sign", "ups"));
  EXPECT_FALSE(read->is_compound("sign", "upper"));
  EXPECT_FALSE(read->is_compound("up", "sign"));
}

TEST(WordTable, a_pronoun_in_capitals_is_a_name) {
  const auto read = table({});
  ASSERT_TRUE(read);
  ASSERT_NE(read->name_in_capitals("us"), nullptr);
  EXPECT_EQ(read->name_in_capitals("we"), nullptr);
}

TEST(WordTable, tells_several_things_and_what_was_done_by_their_endings) {
  const auto read = table({});
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->is_plural("tickets"));
  for (const char* one : {"status", "class", "its", "ticket"})
    EXPECT_FALSE(read->is_plural(one)) << one;
  EXPECT_TRUE(read->is_participle("owned"));
  EXPECT_FALSE(read->is_participle("owner"));
}

TEST(WordTable, numbers_are_the_ones_that_the_file_says) {
  const auto read = table({.numbers = R"({"two": 2})"});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->cardinal("two"), 2);
  EXPECT_EQ(read->cardinal("three"), std::nullopt);
  EXPECT_EQ(read->ordinal("first"), 1);
  EXPECT_EQ(read->magnitude("k"), 1000);
  EXPECT_TRUE(read->is_ordinal_suffix("st"));
}

TEST(WordTable, knows_units_of_time_and_steps_by_all_of_their_words) {
  const auto read = table({});
  ASSERT_TRUE(read);
  ASSERT_NE(read->unit_of_time("min"), nullptr);
  EXPECT_EQ(*read->unit_of_time("min"), "minute");
  EXPECT_EQ(read->unit_of_time("daily"), nullptr);
  EXPECT_EQ(read->unit_of_time("h"), nullptr);
  ASSERT_NE(read->unit_letter("h"), nullptr);
  ASSERT_NE(read->step_adverb("daily"), nullptr);
  EXPECT_EQ(*read->step_adverb("daily"), "day");
}

TEST(WordTable, what_is_wrong_in_the_file_is_said_with_its_list_and_word) {
  EXPECT_EQ(fault({.stop = R"("the")"}), "stop: \"stop\" is no list of words");
  EXPECT_EQ(fault({.stop = R"(["the", "the"])"}), "stop: \"the\" is there twice");
  EXPECT_EQ(fault({.stop = "[true]"}), "stop: \"true\" is no text: put it in quotes");
  EXPECT_EQ(fault({.stop = R"(["The"])"}), "stop: \"The\" is no word in lower case");
  EXPECT_EQ(fault({.stop = R"(["it's"])"}), "stop: \"it's\" is no word in lower case");
  EXPECT_EQ(fault({.same = R"({"person": "people"})"}), "same: \"person\" has no list of words");
  EXPECT_EQ(fault({.compounds = R"(["signup"])"}), "compounds: \"signup\" is not two words");
  EXPECT_EQ(fault({.letters = R"({"ø": ""})"}), "letters: \"ø\" has no plain letters");
  EXPECT_EQ(fault({.letters = R"({"ø": "ö"})"}), "letters: \"ø\" has no plain letters");
  EXPECT_EQ(fault({.numbers = R"({"two": "2"})"}), "numbers: \"two\" stands for no number");
  EXPECT_EQ(WordTable::read("[]").error(), "the words are no map of lists");
  EXPECT_EQ(WordTable::read("{}").error(), "stop: \"stop\" is no list of words");
}

TEST(WordTable, a_word_is_joined_once_and_never_kept_apart_as_well) {
  EXPECT_EQ(fault({.same = R"({"a": ["c"], "b": ["c"]})"}), "same: \"c\" is there twice");
  EXPECT_EQ(fault({.same = R"({"meet": ["meeting"]})", .apart = R"(["meeting"])"}),
            "same: \"meeting\" is kept apart too");
  EXPECT_EQ(fault({.same = R"({"b": ["a"], "c": ["b"]})"}),
            "same: \"a\" counts as a word that counts as another");
}

}  // namespace
}  // namespace sluice::analytics
