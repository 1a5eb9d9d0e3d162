#include "analytics/language/number_words.h"
#include "analytics/planner/question_shape.h"

#include <algorithm>
#include <array>
#include <utility>

// Bounds ("over $10,000", "older than 2 weeks") and comparisons of periods.
namespace sluice::analytics {
namespace {

void use(QuestionShape& shape, std::size_t first, std::size_t count) {
  for (std::size_t i = first; i < first + count && i < shape.used.size(); ++i)
    shape.used[i] = true;
}

struct BoundWords {
  std::string_view phrase;
  FilterOp op;
  bool age = false;
};

constexpr std::array<BoundWords, 40> bound_words{{
    {"older than", FilterOp::lt, true},
    {"more than", FilterOp::gt},
    {"greater than", FilterOp::gt},
    {"larger than", FilterOp::gt},
    {"bigger than", FilterOp::gt},
    {"higher than", FilterOp::gt},
    {"longer than", FilterOp::gt},
    {"worth more than", FilterOp::gt},
    {"exceeding", FilterOp::gt},
    {"exceeds", FilterOp::gt},
    {"exceed", FilterOp::gt},
    {"above", FilterOp::gt},
    {"over", FilterOp::gt},
    {">", FilterOp::gt},
    {"at least", FilterOp::gte},
    {"no less than", FilterOp::gte},
    {"not less than", FilterOp::gte},
    {"minimum of", FilterOp::gte},
    {"from at least", FilterOp::gte},
    {"less than", FilterOp::lt},
    {"fewer than", FilterOp::lt},
    {"smaller than", FilterOp::lt},
    {"lower than", FilterOp::lt},
    {"shorter than", FilterOp::lt},
    {"cheaper than", FilterOp::lt},
    {"below", FilterOp::lt},
    {"under", FilterOp::lt},
    {"<", FilterOp::lt},
    {"at most", FilterOp::lte},
    {"no more than", FilterOp::lte},
    {"not more than", FilterOp::lte},
    {"up to", FilterOp::lte},
    {"maximum of", FilterOp::lte},
    {"younger than", FilterOp::gt, true},
    {"newer than", FilterOp::gt, true},
    {"open for more than", FilterOp::lt, true},
    {"open for over", FilterOp::lt, true},
    {"open longer than", FilterOp::lt, true},
    {"open more than", FilterOp::lt, true},
    {"stale for", FilterOp::lt, true},
}};

[[nodiscard]] std::size_t phrase_words(std::string_view phrase) {
  return 1 + static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' '));
}

[[nodiscard]] bool is_duration_unit(std::string_view word) {
  return grain_word(word).has_value() || word == "hour" || word == "hours" || word == "minute" ||
         word == "minutes" || word == "second" || word == "seconds";
}

struct Amount {
  double value = 0;
  bool money = false;
  std::size_t next = 0;
};

[[nodiscard]] std::optional<Amount> read_amount(const std::vector<TextWord>& words,
                                                std::size_t at) {
  if (at >= words.size()) return std::nullopt;
  if (words[at].number) return Amount{words[at].value, words[at].money, at + 1};
  if (word_is(words, at, {"a", "an"}) && at + 1 < words.size() &&
      is_duration_unit(words[at + 1].text))
    return Amount{1, false, at + 1};
  const auto value = cardinal_word(words[at].text);
  if (!value) return std::nullopt;
  return Amount{static_cast<double>(*value), false, at + 1};
}

void read_amount_unit(Bound& bound, const std::vector<TextWord>& words, std::size_t next) {
  if (next >= words.size()) return;
  if (word_is(words, next, {"%", "percent"})) {
    bound.percent = true;
    bound.last = next;
  } else if (is_duration_unit(words[next].text)) {
    bound.unit = words[next].stem;
    bound.last = next;
    if (word_is(words, next + 1, {"old", "ago"})) {
      bound.age = true;
      // "more than 30 days old": the larger the age, the earlier the row.
      bound.op =
          bound.op == FilterOp::gt || bound.op == FilterOp::gte ? FilterOp::lt : FilterOp::gt;
      bound.last = next + 1;
    }
  } else if (word_is(words, next, {"dollars", "usd", "dollar", "euros", "eur"})) {
    bound.money = true;
    bound.last = next;
  }
}

[[nodiscard]] bool read_between(QuestionShape& shape, const std::vector<TextWord>& words,
                                std::size_t i) {
  if (!word_is(words, i, {"between"})) return false;
  const auto low = read_amount(words, i + 1);
  if (!low || !word_is(words, low->next, {"and"})) return false;
  const auto high = read_amount(words, low->next + 1);
  // "between 3 and 9 June" is a time.
  const bool year = low->value >= 1900 && low->value < 2200 && !low->money;
  if (!high || high->value <= low->value || year) return false;
  const bool plain_end =
      high->next >= words.size() || words[high->next].stop || low->money || high->money;
  if (!plain_end) return false;
  Bound bound;
  bound.op = FilterOp::gte;
  bound.value = low->value;
  bound.upper = high->value;
  bound.money = low->money || high->money;
  bound.first = i;
  bound.last = high->next - 1;
  read_amount_unit(bound, words, high->next);
  use(shape, bound.first, bound.last + 1 - bound.first);
  shape.bounds.push_back(bound);
  return true;
}

[[nodiscard]] bool read_bound_at(QuestionShape& shape, const std::vector<TextWord>& words,
                                 std::size_t i) {
  const BoundWords* found = nullptr;
  for (const BoundWords& candidate : bound_words) {
    const bool longer = found == nullptr || candidate.phrase.size() > found->phrase.size();
    if (longer && phrase_at(words, i, candidate.phrase)) found = &candidate;
  }
  if (found == nullptr) return false;
  const auto amount = read_amount(words, i + phrase_words(found->phrase));
  if (!amount) return false;
  Bound bound;
  bound.op = found->op;
  bound.value = amount->value;
  bound.money = amount->money;
  bound.age = found->age;
  bound.first = i;
  bound.last = amount->next - 1;
  read_amount_unit(bound, words, amount->next);
  use(shape, bound.first, bound.last + 1 - bound.first);
  shape.bounds.push_back(bound);
  return true;
}

// "3 or more", "10+", "50 or fewer".
[[nodiscard]] bool read_bound_behind(QuestionShape& shape, const std::vector<TextWord>& words,
                                     std::size_t i) {
  if (!words[i].number) return false;
  const bool more = phrase_at(words, i + 1, "or more") || phrase_at(words, i + 1, "or higher") ||
                    phrase_at(words, i + 1, "and more") || phrase_at(words, i + 1, "or above");
  const bool fewer = phrase_at(words, i + 1, "or less") || phrase_at(words, i + 1, "or fewer") ||
                     phrase_at(words, i + 1, "or lower") || phrase_at(words, i + 1, "or below");
  if (!more && !fewer) return false;
  Bound bound;
  bound.op = more ? FilterOp::gte : FilterOp::lte;
  bound.value = words[i].value;
  bound.money = words[i].money;
  bound.first = i;
  bound.last = i + 2;
  use(shape, i, 3);
  shape.bounds.push_back(bound);
  return true;
}

constexpr std::array<std::pair<std::string_view, Comparison>, 34> comparisons{{
    {"year over year", Comparison::previous_year},
    {"year on year", Comparison::previous_year},
    {"yoy", Comparison::previous_year},
    {"same period last year", Comparison::previous_year},
    {"same month last year", Comparison::previous_year},
    {"same quarter last year", Comparison::previous_year},
    {"same week last year", Comparison::previous_year},
    {"same time last year", Comparison::previous_year},
    {"a year earlier", Comparison::previous_year},
    {"the year before", Comparison::previous_year},
    {"a year before", Comparison::previous_year},
    {"previous period", Comparison::previous_period},
    {"prior period", Comparison::previous_period},
    {"period before", Comparison::previous_period},
    {"the month before", Comparison::previous_period},
    {"the week before", Comparison::previous_period},
    {"the quarter before", Comparison::previous_period},
    {"the day before", Comparison::previous_period},
    {"the one before", Comparison::previous_period},
    {"one before", Comparison::previous_period},
    {"the previous one", Comparison::previous_period},
    {"the previous month", Comparison::previous_period},
    {"the previous week", Comparison::previous_period},
    {"the previous quarter", Comparison::previous_period},
    {"the previous year", Comparison::previous_year},
    {"the prior month", Comparison::previous_period},
    {"the prior quarter", Comparison::previous_period},
    {"the preceding month", Comparison::previous_period},
    {"the preceding quarter", Comparison::previous_period},
    {"week over week", Comparison::previous_period},
    {"month over month", Comparison::previous_period},
    {"quarter over quarter", Comparison::previous_period},
    {"mom", Comparison::previous_period},
    {"qoq", Comparison::previous_period},
}};

constexpr std::array<std::string_view, 14> versus_words{{
    "vs",
    "versus",
    "compared with",
    "compared to",
    "compare to",
    "compare with",
    "compared",
    "against",
    "relative to",
    "in comparison to",
    "compare",
    "comparison",
    "match",
    "compares to",
}};

// "March vs July", "in January and in April": nothing but small words between the two.
[[nodiscard]] bool stand_side_by_side(const QuestionShape& shape,
                                      const std::vector<TextWord>& words) {
  const FoundPeriod& first = shape.periods[0];
  const FoundPeriod& second = shape.periods[1];
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool between =
        words[i].offset >= first.offset + first.length && words[i].offset < second.offset;
    if (between && !words[i].stop && !words[i].sign && !shape.used[i]) return false;
  }
  return true;
}

// "The change between Q2 and Q3" is no stretch from April to September.
void split_change_between(QuestionShape& shape, const PeriodContext& context) {
  if (shape.periods.size() != 1 || !(shape.change || shape.contribution_word)) return;
  const std::string& text = shape.periods.front().text;
  for (const auto& [lead, link] :
       {std::pair<std::string_view, std::string_view>{"between ", " and "}, {"from ", " to "}}) {
    const std::size_t middle = text.find(link);
    if (!text.starts_with(lead) || middle == std::string::npos) continue;
    auto first = resolve_period(text.substr(lead.size(), middle - lead.size()), context);
    auto second = resolve_period(text.substr(middle + link.size()), context);
    // "June to September 2026": the one without a year is of the same one.
    if (!first || !second || !first->grain || first->grain != second->grain) continue;
    if (first->start >= second->start) continue;
    const FoundPeriod whole = shape.periods.front();
    for (FoundPeriod* each : {&*first, &*second}) {
      each->offset = whole.offset;
      each->length = whole.length;
    }
    shape.periods = {std::move(*first), std::move(*second)};
    return;
  }
}

// Two named periods: the later one is asked, the earlier one is what it is compared with.
void read_period_pair(QuestionShape& shape, const std::vector<TextWord>& words,
                      const PeriodContext& context) {
  if (shape.periods.size() != 2) return;
  FoundPeriod& a = shape.periods[0];
  FoundPeriod& b = shape.periods[1];
  FoundPeriod later = a.start > b.start ? a : b;
  const FoundPeriod earlier = a.start > b.start ? b : a;
  const PeriodSpec spec = to_spec(later, context);
  const auto starts_at = [&](Comparison kind) {
    return context.zone.day_of(comparison_period(spec, kind, context).start) == earlier.start;
  };
  if (starts_at(Comparison::previous_period)) {
    shape.comparison = Comparison::previous_period;
  } else if (starts_at(Comparison::previous_year)) {
    shape.comparison = Comparison::previous_year;
  } else if (earlier.end <= later.start && stand_side_by_side(shape, words)) {
    shape.comparison = Comparison::named_period;
    shape.other_period = earlier;
  } else {
    return;
  }
  shape.periods = {later};
}

}  // namespace

void read_bounds(QuestionShape& shape, const std::vector<TextWord>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (shape.used[i]) continue;
    if (read_between(shape, words, i) || read_bound_at(shape, words, i)) continue;
    static_cast<void>(read_bound_behind(shape, words, i));
  }
  // "over the last 3 months" is no bound: only "over <number>" followed by no unit of time, or by
  // one that is an age or a length, stays.
  std::erase_if(shape.bounds, [&](const Bound& bound) {
    const bool length = !bound.unit.empty() && grain_word(bound.unit).has_value();
    return length && word_is(words, bound.first, {"over"}) && !bound.age &&
           word_is(words, bound.first + 1, {"the"});
  });
}

void read_comparison(QuestionShape& shape, const std::vector<TextWord>& words,
                     const PeriodContext& context) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const std::string_view phrase : versus_words) {
      if (!phrase_at(words, i, phrase) || shape.versus) continue;
      shape.versus = true;
      shape.versus_word = i;
      use(shape, i, phrase_words(phrase));
    }
    if (word_is(words, i,
                {"change",    "changed",  "changes",   "grow",    "grew",     "grown", "increase",
                 "increased", "decrease", "decreased", "decline", "declined", "drop",  "dropped",
                 "fall",      "fell",     "rise",      "rose",    "growth",   "delta"})) {
      shape.change = true;
      shape.change_word = i;
    }
  }
  const bool compares = shape.versus || shape.change ||
                        std::any_of(words.begin(), words.end(), [](const TextWord& word) {
                          return word.text == "than" || word.text == "difference" ||
                                 word.text == "and" || word.text == "up" || word.text == "or";
                        });
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const auto& [phrase, kind] : comparisons) {
      if (!phrase_at(words, i, phrase)) continue;
      const bool fixed = kind == Comparison::previous_year || phrase.find("over") != phrase.npos ||
                         phrase.size() == 3;
      if (!fixed && !compares) continue;
      shape.comparison = kind;
      for (std::size_t w = i; w < i + phrase_words(phrase); ++w)
        shape.timed[w] = true;
      use(shape, i, phrase_words(phrase));
    }
    // "this year compared with last".
    if (shape.versus && word_is(words, i, {"last", "previous", "prior"}) && !shape.timed[i] &&
        (i + 1 >= words.size() || words[i + 1].sign)) {
      shape.comparison = Comparison::previous_period;
      use(shape, i, 1);
    }
  }
  split_change_between(shape, context);
  if (shape.versus || shape.change || compares) read_period_pair(shape, words, context);
  // A comparison phrase like "same month last year" also reads as a period of its own.
  if (shape.comparison != Comparison::none && shape.periods.size() > 1) shape.periods.resize(1);
}

}  // namespace sluice::analytics
