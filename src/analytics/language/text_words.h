#pragma once
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// One word of a question, or one sign that means something (%, $, #, ?, a comma, a bracket).
struct TextWord {
  std::string text;  // Lower case, without quotes, accents folded.
  std::string stem;
  std::size_t offset = 0;  // In bytes of the original text.
  std::size_t length = 0;
  bool capital = false;  // Written with a capital first letter or all in capitals.
  bool number = false;   // Digits, with a decimal part: see `value`.
  double value = 0;      // With its magnitude: "10k" is 10,000.
  bool money = false;    // A currency sign stood before it or a currency word behind it.
  bool stop = false;     // Carries no content by itself: "the", "of", "we".
  bool sign = false;
  bool corrected = false;   // Its stem is a guess: the word itself is unknown.
  bool possessive = false;  // "Ana's": whose something is, or short for "Ana is".
  bool joined = false;      // Nothing but a hyphen or the like between it and the word before.
};

// Splits at everything that is neither letter nor digit; "customer's" is "customer", "sign-ups",
// "sign ups" and "signups" are the same word.
[[nodiscard]] std::vector<TextWord> split_words(std::string_view text);

// Only the stems, for names and synonyms: "closed_won_deals" -> close, win, deal.
[[nodiscard]] std::vector<std::string> stems_of(std::string_view text);

// The stem by which two forms of a word are one: Snowball's English stemmer, and what
// language/en/words.yaml says otherwise. Never shown to a person.
[[nodiscard]] std::string stem_of(std::string_view word);

[[nodiscard]] bool is_stop_word(std::string_view word);

// Whether one of these words, in lower case, stands at the place.
[[nodiscard]] bool word_is(const std::vector<TextWord>& words, std::size_t at,
                           std::initializer_list<std::string_view> any);

}  // namespace sluice::analytics
