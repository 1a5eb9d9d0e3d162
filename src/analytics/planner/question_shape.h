#pragma once
#include "analytics/language/period.h"
#include "analytics/language/text_words.h"
#include "analytics/planner/planner.h"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// "over $10,000", "at least 3", "older than 2 weeks": a bound and the words that say it.
struct Bound {
  FilterOp op = FilterOp::gt;
  double value = 0;
  std::optional<double> upper;  // "between 5 and 10": op is gte, up to and with this one.
  bool money = false;
  bool age = false;  // "older than": of the row, in `unit`s.
  bool percent = false;
  std::string unit;  // "day", "hour", ... as stem; empty: none said.
  std::size_t first = 0;
  std::size_t last = 0;
};

// "of our ten largest customers".
struct RestrictionWords {
  std::size_t count = 10;
  bool largest = true;
  std::size_t noun = 0;  // The word where the key's noun begins.
};

enum class AdHocAggregate { none, sum, average, median, percentile, min, max, distinct };

// What a question asks for apart from its nouns. `used` marks the words that said so.
struct QuestionShape {
  std::vector<FoundPeriod> periods;
  std::vector<bool> timed;  // The words inside of time expressions.
  std::vector<bool> used;

  bool trend = false;  // "over time", "per week", "monthly".
  std::optional<Grain> grain;
  std::optional<std::size_t> adverb;    // "weekly": a grain, unless a measure's name takes it.
  std::vector<std::size_t> groups;      // Words where the noun of "by X", "per X" begins.
  std::vector<std::size_t> per_groups;  // Those of them that followed "per".
  std::optional<std::size_t> limit;     // "top 5", "ten largest".
  bool superlative = false;             // "most", "largest", "best".
  bool lowest = false;                  // "least", "smallest", "worst", "bottom".
  std::optional<std::size_t> superlative_word;
  std::optional<Grain> superlative_grain;  // "which month", "busiest day".
  std::optional<std::size_t> subject;      // "which X", "what X": the word of X.
  bool person = false;                     // "who".
  AdHocAggregate aggregate = AdHocAggregate::none;
  std::optional<std::size_t> aggregate_word;
  bool share = false;  // "what percentage of".
  std::optional<std::size_t> share_word;
  bool as_percent = false;  // "as a percentage of": of two measures.
  Comparison comparison = Comparison::none;
  std::optional<FoundPeriod> other_period;  // With named_period; not among `periods`.
  bool change = false;                      // "how did X change", "growth".
  bool versus = false;  // "vs", "compared with", "match": two things side by side.
  std::optional<std::size_t> versus_word;
  std::optional<std::size_t> change_word;
  bool course = false;  // "how did X move": over the stretch, bucket by bucket.
  bool list = false;
  bool count = false;
  bool amount = false;  // "how much".
  bool why = false;
  bool next_row = false;  // "the next payout"
  bool oldest = false;    // "the oldest open issues"
  bool newest = false;    // "the latest release"
  std::optional<std::size_t> row_rank_word;
  bool overall = false;     // "in total", "overall": without groups.
  bool all_time = false;    // "ever", "all time".
  bool at_present = false;  // "currently", "right now".
  std::vector<Bound> bounds;
  std::vector<std::size_t> negations;  // Words that turn the value behind them round.
  std::vector<std::size_t> absences;   // "without", "lacking", "no": the field behind is empty.
  std::optional<RestrictionWords> restriction;
  std::string chart;
  Transform transform = Transform::none;  // "running total", "4-week moving average".
  std::size_t window = 0;
  std::optional<std::size_t> transform_word;
  std::optional<std::size_t> weekday_word;  // "by weekday", "on which weekday".
  int percentile = 0;                       // With AdHocAggregate::percentile: 1 to 99.
  bool rest = false;                        // "top 3 and the rest".
  bool percent_change = false;              // "by what percent did X grow".
  std::optional<std::size_t> percent_word;
  std::size_t percent_words = 0;
  std::optional<std::size_t> contribution_word;  // "which reps explain the change".
  // "in euros": the amounts are wanted in that currency (ISO 4217, lower case), and the word that
  // says so.
  std::string currency;
  std::optional<std::size_t> currency_word;
};

// Reads times and operators. Words keep their places.
[[nodiscard]] QuestionShape read_shape(std::string_view text, const std::vector<TextWord>& words,
                                       const PeriodContext& context);

// Helpers over the words of a question, for the parts of the planner.
[[nodiscard]] bool word_is(const std::vector<TextWord>& words, std::size_t at,
                           std::initializer_list<std::string_view> any);
// Whether the phrase (words separated by blanks) stands at this place.
[[nodiscard]] bool phrase_at(const std::vector<TextWord>& words, std::size_t at,
                             std::string_view phrase);
[[nodiscard]] std::optional<Grain> grain_word(std::string_view word);

// The parts of read_shape, by file.
void read_times(QuestionShape& shape, std::string_view text, const std::vector<TextWord>& words,
                const PeriodContext& context);
void read_grains(QuestionShape& shape, const std::vector<TextWord>& words);
void read_ranks(QuestionShape& shape, const std::vector<TextWord>& words);
void read_bounds(QuestionShape& shape, const std::vector<TextWord>& words);
void read_comparison(QuestionShape& shape, const std::vector<TextWord>& words,
                     const PeriodContext& context);
// Forms of whole series and tables; those that need to know what is compared come later.
void read_forms(QuestionShape& shape, const std::vector<TextWord>& words);
void read_forms_of_comparison(QuestionShape& shape, const std::vector<TextWord>& words);
void read_asks(QuestionShape& shape, const std::vector<TextWord>& words);

}  // namespace sluice::analytics
