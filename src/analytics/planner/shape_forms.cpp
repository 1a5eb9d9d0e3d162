#include "analytics/planner/question_shape.h"
#include "base/currency.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

// The forms of a question that are made of its whole series or table: running totals, moving
// averages, weekdays, percentiles, the others of a ranking, change in percent, another currency.
namespace sluice::analytics {
namespace {

[[nodiscard]] std::size_t phrase_words(std::string_view phrase) {
  return 1 + static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' '));
}

void use(QuestionShape& shape, std::size_t first, std::size_t count) {
  for (std::size_t i = first; i < first + count && i < shape.used.size(); ++i)
    shape.used[i] = true;
}

// The first of the phrases that stands somewhere outside of times: where, and of how many words.
template <std::size_t Size>
[[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> find_phrase(
    const QuestionShape& shape, const std::vector<TextWord>& words,
    const std::array<std::string_view, Size>& phrases) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (shape.timed[i]) continue;
    for (const std::string_view phrase : phrases)
      if (phrase_at(words, i, phrase)) return std::pair{i, phrase_words(phrase)};
  }
  return std::nullopt;
}

// Longer phrases stand before those that they begin with.
constexpr std::array<std::string_view, 13> running_totals{{
    "running total of",
    "running total",
    "running sum of",
    "running sum",
    "running count of",
    "running count",
    "running tally of",
    "running tally",
    "cumulative sum of",
    "cumulative total of",
    "cumulative",
    "cumulatively",
    "cumulated",
}};
constexpr std::array<std::string_view, 10> moving_averages{{
    "moving average of",
    "moving average",
    "moving avg of",
    "moving avg",
    "moving mean of",
    "moving mean",
    "rolling average of",
    "rolling average",
    "rolling avg",
    "rolling mean",
}};
constexpr std::array<std::string_view, 15> weekdays{{
    "by day of the week",
    "by day of week",
    "per day of the week",
    "per day of week",
    "on which day of the week",
    "which day of the week",
    "on which weekday",
    "on which weekdays",
    "what day of the week",
    "by weekday",
    "per weekday",
    "which weekday",
    "what weekday",
    "each weekday",
    "weekday",
}};
constexpr std::array<std::string_view, 13> rests{{
    "and the rest in one bucket",
    "the rest in one bucket",
    "and the rest as other",
    "rest as other",
    "and the rest together",
    "and the rest",
    "and all others",
    "and the others",
    "and others",
    "vs the rest",
    "and everyone else",
    "the rest",
    "the others",
}};
constexpr std::array<std::string_view, 19> percents_of_change{{
    "percent change of",
    "percent change in",
    "percent change",
    "percentage change in",
    "percentage change",
    "% change in",
    "% change",
    "pct change",
    "change in percent",
    "change in %",
    "growth in percent",
    "growth in %",
    "by what percentage",
    "by what percent",
    "by what %",
    "by how many percent",
    "in percent",
    "in %",
    "in pct",
}};
constexpr std::array<std::string_view, 9> contributions{{
    "explains",
    "explain",
    "explained",
    "drove",
    "drives",
    "driving",
    "contributed",
    "contributes",
    "contribute",
}};

// "4-week moving average", "moving average over 3 months", "rolling 7 day average".
void read_window(QuestionShape& shape, const std::vector<TextWord>& words, std::size_t first,
                 std::size_t count) {
  const auto take = [&](std::size_t number, std::size_t unit) {
    const auto grain = unit < words.size() ? grain_word(words[unit].text) : std::nullopt;
    if (number >= words.size() || !words[number].number || !grain) return false;
    shape.window = static_cast<std::size_t>(words[number].value);
    shape.grain = grain;
    use(shape, number, unit + 1 - number);
    return true;
  };
  if (first >= 2 && take(first - 2, first - 1)) return;
  const std::size_t behind = first + count;
  if (word_is(words, behind, {"over"}) && take(behind + 1, behind + 2)) use(shape, behind, 1);
}

void read_transform(QuestionShape& shape, const std::vector<TextWord>& words) {
  if (const auto found = find_phrase(shape, words, running_totals)) {
    shape.transform = Transform::running_total;
    shape.transform_word = found->first;
    shape.trend = true;
    return use(shape, found->first, found->second);
  }
  const auto found = find_phrase(shape, words, moving_averages);
  if (!found) return;
  read_window(shape, words, found->first, found->second);
  // Without a length there is no such average: the words stay, and the question is not answered.
  if (shape.window == 0) return;
  shape.transform = Transform::moving_average;
  shape.transform_word = found->first;
  shape.trend = true;
  use(shape, found->first, found->second);
}

void read_weekday(QuestionShape& shape, const std::vector<TextWord>& words) {
  const auto found = find_phrase(shape, words, weekdays);
  if (!found) return;
  shape.weekday_word = found->first;
  use(shape, found->first, found->second);
}

// "90th percentile", "p95".
void read_percentile(QuestionShape& shape, const std::vector<TextWord>& words) {
  constexpr int percentile_max = 99;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& text = words[i].text;
    const bool short_form = text.size() == 3 && text[0] == 'p' && words[i].value == 0;
    std::string digits;
    for (const char c : short_form ? text.substr(1) : text) {
      if (!is_digit(c)) break;
      digits += c;
    }
    if (digits.empty() || digits.size() > 2) continue;
    const bool named = word_is(words, i + 1, {"percentile", "pctile", "percentiles"}) ||
                       (word_is(words, i + 1, {"th", "st", "nd", "rd"}) &&
                        word_is(words, i + 2, {"percentile", "pctile"}));
    if (!named && !(short_form && digits.size() == 2)) continue;
    const int value = std::stoi(digits);
    if (value < 1 || value > percentile_max) continue;
    shape.percentile = value;
    shape.aggregate = AdHocAggregate::percentile;
    std::size_t end = i + 1;
    while (word_is(words, end, {"th", "st", "nd", "rd", "percentile", "pctile", "percentiles"}))
      ++end;
    shape.aggregate_word = end - 1;
    return use(shape, i, end - i);
  }
}

// "MRR in euros", "value of lost deals (usd)": how amounts are to be shown, not which rows count.
void read_currency(QuestionShape& shape, const std::vector<TextWord>& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto found = currency_named(words[i].text);
    if (!found) continue;
    const bool us = word_is(words, i - 1, {"us"}) && i > 1;
    const std::size_t before = us ? i - 2 : i - 1;
    const bool end = i + 1 == words.size() || words[i + 1].sign || words[i + 1].stop ||
                     shape.timed[i + 1] || word_is(words, i + 1, {"please"});
    if (!end || !word_is(words, before, {"in", "(", ","})) continue;
    shape.currency = *found;
    shape.currency_word = i;
    return use(shape, before, i + 1 - before);
  }
}

}  // namespace

void read_forms(QuestionShape& shape, const std::vector<TextWord>& words) {
  read_transform(shape, words);
  read_weekday(shape, words);
  read_percentile(shape, words);
  read_currency(shape, words);
  if (const auto found = find_phrase(shape, words, percents_of_change)) {
    shape.percent_word = found->first;
    shape.percent_words = found->second;
    // "By what percent" announces no group.
    if (word_is(words, found->first, {"by"})) use(shape, found->first, found->second);
  }
  if (const auto found = find_phrase(shape, words, contributions)) {
    shape.contribution_word = found->first;
    use(shape, found->first, found->second);
  }
}

void read_forms_of_comparison(QuestionShape& shape, const std::vector<TextWord>& words) {
  if (shape.limit) {
    if (const auto found = find_phrase(shape, words, rests)) {
      shape.rest = true;
      use(shape, found->first, found->second);
    }
  }
  // "In percent" alone says how a share is shown; of a change it is the change itself.
  const bool compares = shape.comparison != Comparison::none || shape.change;
  if (!shape.percent_word || !compares) return;
  shape.percent_change = true;
  shape.share = false;
  use(shape, *shape.percent_word, shape.percent_words);
}

}  // namespace sluice::analytics
