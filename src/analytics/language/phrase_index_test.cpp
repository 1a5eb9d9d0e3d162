#include "analytics/language/phrase_index.h"

#include "analytics/language/grammar.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::analytics {
namespace {

[[nodiscard]] bool offers(const PhraseIndex& index, std::string_view word, PhraseAt wanted) {
  const auto words = split_words(word);
  return std::ranges::count(index.starting(words.front()), wanted) == 1;
}

[[nodiscard]] PhrasePart said(std::string word) {
  PhrasePart part;
  part.word = std::move(word);
  return part;
}

TEST(PhraseIndex, finds_a_phrase_by_each_word_it_may_begin_with_and_once) {
  GrammarRule rule;
  PhrasePart optional = said("the");
  optional.optional = true;
  PhrasePart choice;
  choice.alternatives = {{said("the"), said("average")}, {said("mean")}};
  rule.phrases = {{optional, choice, said("of")}};
  rule.of_catalog = {false};
  const PhraseIndex index({rule}, false);
  for (const char* word : {"the", "mean"})
    EXPECT_TRUE(offers(index, word, {0, 0})) << word;
  for (const char* word : {"average", "of", "median"})
    EXPECT_FALSE(offers(index, word, {0, 0})) << word;
  EXPECT_TRUE(PhraseIndex({rule}, true).starting(split_words("the").front()).empty());
}

TEST(PhraseIndex, offers_a_phrase_that_begins_with_a_slot_everywhere) {
  GrammarRule rule;
  PhrasePart slot;
  slot.slot = Slot::number;
  rule.phrases = {{slot, said("largest")}};
  rule.of_catalog = {false};
  EXPECT_TRUE(offers(PhraseIndex({rule}, false), "anything", {0, 0}));
}

TEST(PhraseIndex, goes_on_behind_a_part_of_which_an_alternative_may_be_left_out) {
  GrammarRule rule;
  PhrasePart maybe = said("a");
  maybe.optional = true;
  PhrasePart choice;
  choice.alternatives = {{maybe}, {said("b")}};
  rule.phrases = {{choice, said("c")}};
  rule.of_catalog = {false};
  for (const char* word : {"a", "b", "c"})
    EXPECT_TRUE(offers(PhraseIndex({rule}, false), word, {0, 0})) << word;
}

TEST(PhraseIndex, compares_inflected_words_by_their_stem) {
  GrammarRule rule;
  PhrasePart part = said(split_words("growing").front().stem);
  part.inflected = true;
  rule.phrases = {{part}};
  rule.of_catalog = {false};
  EXPECT_TRUE(offers(PhraseIndex({rule}, false), "grows", {0, 0}));
  EXPECT_FALSE(offers(PhraseIndex({rule}, false), "gold", {0, 0}));
}

}  // namespace
}  // namespace sluice::analytics
