#pragma once
#include "analytics/language/grammar.h"
#include "analytics/language/period.h"
#include "analytics/meaning/lexicon.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// Words [first, end) of a text.
struct WordSpan {
  std::size_t first = 0;
  std::size_t end = 0;
};

// Judges words that stand around a question: what they are, and whether the answer could change for
// them. Everything that it is made of outlives it.
class Background {
 public:
  Background(const Grammar& grammar, const Lexicon& lexicon, std::string_view text,
             const std::vector<TextWord>& words, const PeriodContext& period);

  // No word of the part narrows, bounds, negates or shapes what the rest asks: no value that the
  // rest does not say as well, no number, name, currency or time of its own, no word that binds. In
  // what somebody else says or thinks only the first of these count: "the CFO claims that we never
  // lose anybody" asks for nothing.
  [[nodiscard]] bool may_be_left_out(WordSpan part, WordSpan rest) const;

  // A sentence asks by its first words, or by those behind a comma; "what" inside of what is told
  // ("my boss asked how much") does not.
  [[nodiscard]] bool asks(WordSpan part) const;
  // "How many", "show me": the grammar lists what a question begins with.
  [[nodiscard]] bool begins_ask(std::size_t at) const;
  // A word of the catalog, a number, or a time.
  [[nodiscard]] bool says_something(WordSpan part) const;
  // Somebody tells what is the matter: by its first word, or by a verb of telling behind who does.
  [[nodiscard]] bool tells(WordSpan part) const;
  // The words at the beginning of the part that say who wants what stands behind them ("our auditor
  // asked for"), how many; 0: there are none.
  [[nodiscard]] std::size_t request_words(WordSpan part) const;
  // "Before my review", "for the board meeting": what the answer is for.
  [[nodiscard]] bool is_occasion(WordSpan part) const;
  // What would do as an answer: "rough numbers are fine", "one figure is enough".
  [[nodiscard]] bool is_modest(WordSpan part) const;
  // What somebody makes of it: "I suspect", "just curious".
  [[nodiscard]] bool is_musing(std::size_t at) const;
  // A pronoun that stands for something outside of the part. What is named in front of it inside is
  // what it stands for; "deals that were won" and "are there" point at nothing.
  [[nodiscard]] bool points_back(WordSpan part) const;
  // Something that can be counted is named.
  [[nodiscard]] bool names_rows(WordSpan part) const;
  // A number of the catalog is named: what was asked may have been that.
  [[nodiscard]] bool names_measure(WordSpan part) const;

 private:
  [[nodiscard]] bool is(WordList list, std::size_t at) const;
  [[nodiscard]] bool is_time(std::size_t at) const;
  [[nodiscard]] bool says_when(WordSpan part, WordSpan rest) const;
  [[nodiscard]] bool is_time_of_occasion(const FoundPeriod& time, WordSpan part) const;
  [[nodiscard]] bool narrows_by_value(WordSpan part, WordSpan rest) const;
  [[nodiscard]] bool is_said_of_rows(const Match& value) const;
  [[nodiscard]] bool is_deed(std::size_t at) const;
  [[nodiscard]] bool is_amount(std::size_t at) const;
  [[nodiscard]] bool narrows_by_name(std::size_t at, WordSpan part) const;
  [[nodiscard]] bool binds(WordSpan part) const;
  [[nodiscard]] bool binds_at(std::size_t at, WordSpan part) const;
  // Where the words of somebody else begin; the end of the part: nowhere.
  [[nodiscard]] std::size_t reported_from(WordSpan part) const;
  [[nodiscard]] std::size_t somebody_until(WordSpan part) const;
  // Who does something, before its verb, can be no rows of the catalog: "customers who asked for".
  [[nodiscard]] bool is_somebody(WordSpan part) const;
  [[nodiscard]] bool names_rows(std::size_t at) const;
  [[nodiscard]] bool names_field(std::size_t at) const;
  [[nodiscard]] bool counts_rows(std::size_t at) const;

  const Grammar& grammar_;
  const Lexicon& lexicon_;
  const std::vector<TextWord>& words_;
  std::vector<FoundPeriod> times_;
  std::vector<Match> matches_;  // Exact ones alone.
};

}  // namespace sluice::analytics
