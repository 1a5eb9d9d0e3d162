#include "analytics/language/fold.h"

#include "analytics/language/period.h"
#include "analytics/language/text_words.h"

#include "base/time_format.h"
#include "base/time_zone.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::vector<std::string> texts(std::string_view text) {
  std::vector<std::string> words;
  for (const TextWord& word : split_words(text))
    words.push_back(word.text);
  return words;
}

using Texts = std::vector<std::string>;

TEST(Fold, letters_lose_their_marks_in_every_way_of_writing_them) {
  EXPECT_EQ(fold("Zürich").text, "zurich");
  EXPECT_EQ(fold("Zu\u0308rich").text, "zurich");
  EXPECT_EQ(fold("ĐẶNG Åsa Škoda").text, "dang asa skoda");
}

TEST(Fold, letters_that_unicode_does_not_take_apart_have_a_plain_form) {
  EXPECT_EQ(fold("Straße").text, "strasse");
  EXPECT_EQ(fold("Malmø Łódź Æther").text, "malmo lodz aether");
}

TEST(Fold, wide_digits_and_letters_are_the_plain_ones) {
  EXPECT_EQ(texts("ｔｏｐ １０"), (Texts{"top", "10"}));
  const auto words = split_words("ｔｏｐ １０");
  EXPECT_TRUE(words[1].number);
  EXPECT_EQ(words[1].value, 10);
}

TEST(Fold, a_foreign_script_is_letters_that_cannot_be_read) {
  EXPECT_EQ(texts("выручка"), Texts{"???????"});
  EXPECT_EQ(texts("売上"), Texts{"??"});
  EXPECT_EQ(texts("Ω3"), (Texts{"?3"}));
}

TEST(Fold, signs_are_no_letters) {
  EXPECT_EQ(texts("📈 revenue"), Texts{"revenue"});
  EXPECT_EQ(texts("Acme™ ½ m²"), (Texts{"acme", "m"}));
  EXPECT_EQ(texts("revenue\u00a0by\u2003plan"), (Texts{"revenue", "by", "plan"}));
}

TEST(Fold, quotes_dashes_and_currencies_of_every_form_are_one_each) {
  EXPECT_EQ(texts("the customer’s “Acme”"), (Texts{"the", "customer", "\"", "acme", "\""}));
  EXPECT_TRUE(split_words("sign\u2011ups").front().text == "signups");
  for (const char* text : {"$5", "€5", "£5", "¥5", "₹5"})
    EXPECT_TRUE(split_words(text).front().money) << text;
}

TEST(Fold, a_word_knows_its_place_in_the_bytes_that_were_written) {
  const std::string text = "Größe in Łódź";
  const auto words = split_words(text);
  ASSERT_EQ(words.size(), 3U);
  EXPECT_EQ(text.substr(words[0].offset, words[0].length), "Größe");
  EXPECT_EQ(text.substr(words[2].offset, words[2].length), "Łódź");
  EXPECT_TRUE(words[2].capital);
}

// "One letter" that becomes several words still has a place that is not empty.
TEST(Fold, a_letter_of_several_words_is_all_of_its_bytes) {
  const std::string text = "℀";
  for (const TextWord& word : split_words(text))
    EXPECT_EQ(text.substr(word.offset, word.length), text);
}

TEST(Fold, bytes_that_are_no_text_are_signs) {
  EXPECT_EQ(texts("ab\xff\xfe"
                  "cd"),
            (Texts{"ab", "cd"}));
  EXPECT_EQ(texts(std::string("a\xc3", 2)), Texts{"a"});
  EXPECT_EQ(texts("a\x1a"
                  "b"),
            (Texts{"a", "b"}));
}

TEST(Fold, a_time_is_found_in_folded_words_at_the_place_where_it_was_written) {
  const std::string text = "Größe in ２０２５";

  const PeriodContext context{*parse_rfc3339("2026-09-05T15:00:00Z"), *TimeZone::find("UTC")};
  const auto found = find_periods(text, context);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(text.substr(found.front().offset, found.front().length), "２０２５");
}

}  // namespace
}  // namespace sluice::analytics
