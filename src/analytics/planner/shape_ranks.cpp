#include "analytics/language/number_words.h"
#include "analytics/planner/question_shape.h"

#include <array>
#include <utility>

// Grains and groups ("per week", "by country"), ranks ("top 5", "ten largest") and aggregates.
namespace sluice::analytics {
namespace {

void use(QuestionShape& shape, std::size_t first, std::size_t count) {
  for (std::size_t i = first; i < first + count && i < shape.used.size(); ++i)
    shape.used[i] = true;
}

constexpr std::array<std::pair<std::string_view, Grain>, 8> adverbs{{
    {"daily", Grain::day},
    {"weekly", Grain::week},
    {"monthly", Grain::month},
    {"quarterly", Grain::quarter},
    {"yearly", Grain::year},
    {"annually", Grain::year},
    {"annual", Grain::year},
    {"hourly", Grain::day},
}};

void set_grain(QuestionShape& shape, Grain grain) {
  shape.trend = true;
  if (!shape.grain) shape.grain = grain;
}

// "per week", "by month", "each day", "week by week", "month over month".
void read_grain_at(QuestionShape& shape, const std::vector<TextWord>& words, std::size_t i) {
  const std::size_t noun = word_is(words, i + 1, {"calendar", "single", "the"}) ? i + 2 : i + 1;
  const auto grain = noun < words.size() ? grain_word(words[noun].text) : std::nullopt;
  if (grain && word_is(words, i, {"per", "by", "each", "every", "a", "for", "across", "and"})) {
    const bool a_month = word_is(words, i, {"a"});
    const bool for_each = word_is(words, i, {"for", "across"});
    // "a week" alone may be a length; "for the month" is a time; "and week" continues a list.
    const bool listed = (i > 1 && word_is(words, i - 2, {"by", "per"})) ||
                        (i > 2 && word_is(words, i - 3, {"by", "per"}));
    const bool continues = word_is(words, i, {"and"}) && (shape.grain.has_value() || listed);
    if (a_month || for_each || (word_is(words, i, {"and"}) && !continues)) return;
    if (shape.timed[noun]) return;
    set_grain(shape, *grain);
    use(shape, i, noun + 1 - i);
    return;
  }
  const auto own = grain_word(words[i].text);
  const bool repeated = own && i + 2 < words.size() && words[i].stem == words[i + 2].stem;
  if (repeated && word_is(words, i + 1, {"by", "over", "after", "on", "to"})) {
    set_grain(shape, *own);
    use(shape, i, 3);
  }
}

// "weekly" is a grain unless it is part of a measure's name, which the planner finds out: the
// word stays open for names.
void read_adverb(QuestionShape& shape, const std::vector<TextWord>& words, std::size_t i) {
  for (const auto& [word, grain] : adverbs) {
    if (words[i].text != word) continue;
    const bool leads_name = i + 1 < words.size() && !words[i + 1].stop && !shape.timed[i + 1];
    if (!shape.grain) shape.grain = grain;
    shape.adverb = i;
    if (!leads_name || word_is(words, i + 1, {"trend", "breakdown", "numbers", "view"})) {
      shape.trend = true;
      use(shape, i, 1);
    }
  }
}

constexpr std::array<std::string_view, 22> trends{{
    "over time",      "trend of",    "trend in",   "trend for",          "trend",
    "trends",         "trending",    "timeline",   "time series",        "evolution of",
    "evolution",      "evolve",      "evolved",    "developed",          "develop",
    "development of", "progression", "history of", "over the course of", "trended",
    "evolving",       "trajectory",
}};

void read_trend_words(QuestionShape& shape, const std::vector<TextWord>& words, std::size_t i) {
  for (const std::string_view phrase : trends) {
    if (!phrase_at(words, i, phrase)) continue;
    shape.trend = true;
    std::size_t count = 1;
    for (const char c : phrase)
      count += c == ' ' ? 1U : 0U;
    use(shape, i, count);
    return;
  }
}

void read_group_at(QuestionShape& shape, const std::vector<TextWord>& words, std::size_t i) {
  if (shape.used[i] || shape.timed[i]) return;
  std::size_t noun = words.size();
  if (word_is(words, i, {"by", "per"})) noun = i + 1;
  if (phrase_at(words, i, "for each") || phrase_at(words, i, "in each") ||
      phrase_at(words, i, "of each") || phrase_at(words, i, "at each") ||
      phrase_at(words, i, "for every") || phrase_at(words, i, "split by") ||
      phrase_at(words, i, "grouped by") || phrase_at(words, i, "group by") ||
      phrase_at(words, i, "on which") || phrase_at(words, i, "in which") ||
      phrase_at(words, i, "for which") || phrase_at(words, i, "from which"))
    noun = i + 2;
  if (phrase_at(words, i, "broken down by") || phrase_at(words, i, "break down by") ||
      phrase_at(words, i, "split up by"))
    noun = i + 3;
  if (word_is(words, i, {"each"}) && noun == words.size()) noun = i + 1;
  if (word_is(words, i, {"across"})) noun = i + 1;
  while (noun < words.size() && word_is(words, noun, {"the", "our", "their", "each", "a", "its"}))
    ++noun;
  if (noun >= words.size() || shape.timed[noun] || words[noun].number || words[noun].sign) return;
  // "countries by number of customers", "by value": what they are ranked by.
  if (word_is(words, noun, {"number", "count"}) && word_is(words, noun + 1, {"of"}))
    return use(shape, i, noun + 2 - i);
  const bool last = noun + 1 == words.size() || words[noun + 1].sign || words[noun + 1].stop ||
                    shape.timed[noun + 1] || word_is(words, noun + 1, {"instead"});
  if (last && word_is(words, noun, {"value", "amount", "volume", "count"})) {
    shape.amount = shape.amount || word_is(words, noun, {"value", "amount"});
    return use(shape, i, noun - i);
  }
  // "at the end of each month": the buckets, read before.
  const bool bucket = shape.used[noun] && grain_word(words[noun].text).has_value();
  if (bucket) {
    if (i > 0 && word_is(words, i - 1, {"end", "close"})) use(shape, i - 1, 1);
    return;
  }
  for (std::size_t w = i; w < noun; ++w)
    use(shape, w, 1);
  if (word_is(words, i, {"per"}) || word_is(words, noun - 1, {"per"}))
    shape.per_groups.push_back(noun);
  if (shape.groups.empty() || shape.groups.back() != noun) shape.groups.push_back(noun);
}

constexpr std::array<std::string_view, 33> highest{{
    "most",    "largest",      "biggest",     "highest",  "best",     "greatest", "longest",
    "busiest", "maximum",      "top",         "leading",  "richest",  "fastest",  "strongest",
    "oldest",  "costliest",    "priciest",    "heaviest", "newest",   "latest",   "main",
    "max",     "best-selling", "bestselling", "popular",  "steepest", "hottest",  "widest",
    "peak",    "record",       "bulk",        "majority", "better",
}};
constexpr std::array<std::string_view, 15> lowest{{
    "least",
    "smallest",
    "lowest",
    "fewest",
    "worst",
    "bottom",
    "shortest",
    "minimum",
    "cheapest",
    "weakest",
    "quietest",
    "slowest",
    "poorest",
    "min",
    "minimal",
}};

template <std::size_t Size>
[[nodiscard]] bool listed(const std::array<std::string_view, Size>& list, std::string_view word) {
  for (const std::string_view one : list)
    if (one == word) return true;
  return false;
}

// Numbers in words or digits; also "ten".
[[nodiscard]] std::optional<std::size_t> small_number(const std::vector<TextWord>& words,
                                                      std::size_t at) {
  constexpr double rank_max = 1000;
  if (at >= words.size()) return std::nullopt;
  if (words[at].number && words[at].value >= 1 && words[at].value <= rank_max)
    return static_cast<std::size_t>(words[at].value);
  const auto value = cardinal_word(words[at].text);
  if (!value || *value < 1) return std::nullopt;
  return static_cast<std::size_t>(*value);
}

void read_rank_at(QuestionShape& shape, const std::vector<TextWord>& words, std::size_t i) {
  if (shape.timed[i] || shape.used[i]) return;
  const bool high = listed(highest, words[i].text);
  const bool low = listed(lowest, words[i].text);
  if (!high && !low) return;
  if (word_is(words, i, {"record", "latest", "newest", "oldest", "better"}) &&
      !(i > 0 && small_number(words, i - 1)))
    return;
  const bool at_most = i > 0 && word_is(words, i - 1, {"at"});
  if (at_most || (word_is(words, i, {"most"}) && word_is(words, i + 1, {"recent"}))) return;
  shape.superlative = true;
  shape.lowest = shape.lowest || low;
  if (!shape.superlative_word) shape.superlative_word = i;
  use(shape, i, word_is(words, i + 1, {"single"}) ? 2 : 1);
  if (i > 0 && !shape.timed[i - 1] && !shape.limit) {
    if (const auto count = small_number(words, i - 1); count && !word_is(words, i - 1, {"one"})) {
      shape.limit = count;
      use(shape, i - 1, 1);
    }
  }
  if (shape.limit || i + 1 >= words.size() || shape.timed[i + 1]) return;
  if (const auto count = small_number(words, i + 1)) {
    shape.limit = count;
    use(shape, i + 1, 1);
  }
}

// "which ten customers": a number behind "which" or "what".
void read_counted_subject(QuestionShape& shape, const std::vector<TextWord>& words, std::size_t i) {
  if (!word_is(words, i, {"which", "what"}) || shape.limit) return;
  if (const auto count = small_number(words, i + 1); count && !shape.timed[i + 1]) {
    if (word_is(words, i + 1, {"one"})) return;
    shape.limit = count;
    use(shape, i + 1, 1);
  }
}

// "ten customers by revenue", "show me 5 plans by MRR": a number in front of what is ranked.
void read_leading_number(QuestionShape& shape, const std::vector<TextWord>& words) {
  if (shape.limit || shape.superlative) return;
  std::size_t at = 0;
  while (word_is(words, at, {"show", "me", "us", "list", "give", "get", "the", "our", "find"}))
    ++at;
  const auto count = small_number(words, at);
  const bool noun = count && at + 2 < words.size() && !shape.timed[at] && !words[at + 1].stop &&
                    !words[at + 1].sign && !grain_word(words[at + 1].text);
  if (!noun) return;
  constexpr std::size_t noun_words_max = 3;
  for (std::size_t by = at + 2; by < words.size() && by <= at + 1 + noun_words_max; ++by) {
    if (!word_is(words, by, {"by"})) continue;
    shape.limit = count;
    shape.superlative = true;
    shape.superlative_word = at;
    use(shape, at, 1);
    return;
  }
}

void read_ranked_grain(QuestionShape& shape, const std::vector<TextWord>& words) {
  if (!shape.superlative) return;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto grain = grain_word(words[i].text);
    if (!grain || shape.timed[i] || shape.used[i]) continue;
    const bool asked = i > 0 && word_is(words, i - 1, {"which", "what"});
    const bool ranked =
        shape.superlative_word && i > *shape.superlative_word && i - *shape.superlative_word <= 2;
    if (!asked && !ranked) continue;
    shape.superlative_grain = grain;
    if (!shape.limit) shape.limit = words[i].text.ends_with("s") ? 5 : 1;
    use(shape, i, 1);
    return;
  }
}

constexpr std::array<std::pair<std::string_view, AdHocAggregate>, 12> aggregates{{
    {"average", AdHocAggregate::average},
    {"avg", AdHocAggregate::average},
    {"mean", AdHocAggregate::average},
    {"typical", AdHocAggregate::median},
    {"typically", AdHocAggregate::median},
    {"median", AdHocAggregate::median},
    {"sum", AdHocAggregate::sum},
    {"total", AdHocAggregate::sum},
    {"minimum", AdHocAggregate::min},
    {"maximum", AdHocAggregate::max},
    {"distinct", AdHocAggregate::distinct},
    {"unique", AdHocAggregate::distinct},
}};

// The word stays open for measure names ("average deal size"); the planner uses it otherwise.
void read_aggregate(QuestionShape& shape, const std::vector<TextWord>& words, std::size_t i) {
  if (shape.aggregate != AdHocAggregate::none || shape.timed[i] || shape.used[i]) return;
  for (const auto& [word, aggregate] : aggregates) {
    if (words[i].text != word) continue;
    shape.aggregate = aggregate;
    shape.aggregate_word = i;
  }
}

}  // namespace

void read_grains(QuestionShape& shape, const std::vector<TextWord>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (shape.timed[i]) continue;
    read_grain_at(shape, words, i);
    read_adverb(shape, words, i);
    read_trend_words(shape, words, i);
  }
}

void read_ranks(QuestionShape& shape, const std::vector<TextWord>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    read_group_at(shape, words, i);
    read_rank_at(shape, words, i);
    read_counted_subject(shape, words, i);
    read_aggregate(shape, words, i);
  }
  read_leading_number(shape, words);
  read_ranked_grain(shape, words);
  // "of our ten largest customers": a rank inside of "of", "for" or "from" restricts the rows.
  if (!shape.superlative_word || !shape.limit) return;
  std::size_t at = *shape.superlative_word;
  const bool counted = (at > 0 && small_number(words, at - 1)) || small_number(words, at + 1);
  if (!counted) return;
  while (at > 0 && (small_number(words, at - 1) || word_is(words, at - 1, {"our", "the", "my"})))
    --at;
  const bool led =
      at > 0 && word_is(words, at - 1, {"of", "for", "from", "among", "with", "at", "to", "by"});
  std::size_t noun = *shape.superlative_word + 1;
  while (noun < words.size() && shape.used[noun])
    ++noun;
  const bool asked_before = at > 1 && noun < words.size();
  if (!led || !asked_before || words[noun].stop || shape.superlative_grain) return;
  shape.restriction = RestrictionWords{*shape.limit, !shape.lowest, noun};
  shape.limit.reset();
  shape.superlative = false;
  shape.lowest = false;
}

}  // namespace sluice::analytics
