#include "analytics/meaning/meaning.h"
#include "analytics/planner/draft.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

// What a question asks to be done with its numbers must be done, or nothing is answered: a plan
// that leaves out "running", "excluding" or "in euros" would give the number of another question.
namespace sluice::analytics {
namespace {

// Operators that no plan can carry out yet.
constexpr std::array<std::string_view, 80> beyond_any_plan{{
    "running total",
    "running sum",
    "running count",
    "running tally",
    "running balance",
    "cumulative",
    "cumulatively",
    "cumulated",
    "moving average",
    "moving mean",
    "moving avg",
    "rolling",
    "trailing",
    "percentile",
    "percentiles",
    "quartile",
    "quartiles",
    "p75",
    "p90",
    "p95",
    "p99",
    "standard deviation",
    "std dev",
    "stddev",
    "variance",
    "correlation",
    "correlate",
    "correlated",
    "histogram",
    "distribution",
    "buckets",
    "weekday",
    "weekdays",
    "day of week",
    "day of the week",
    "hour of day",
    "hour of the day",
    "time of day",
    "seasonality",
    "yet",
    "never",
    "no longer",
    "anymore",
    "any more",
    "first time",
    "twice",
    "double",
    "doubled",
    "triple",
    "tripled",
    "halved",
    "half of",
    "third of",
    "per head",
    "moving",
    "the rest",
    "the others",
    "how old",
    "what if",
    "outlier",
    "outliers",
    "anomaly",
    "anomalies",
    "should we",
    "should i",
    "at this rate",
    "how much and how many",
    "fewer than expected",
    "faster than",
    "slower than",
    "sooner than",
    "below average",
    "above average",
    "times as",
    "fold",
    "least once",
    "at least once",
    "more than once",
    "in a row",
    "consecutive",
}};

[[nodiscard]] bool is_said(const Draft& draft, std::size_t at) {
  const auto& said = draft.candidate.words;
  return std::find(said.begin(), said.end(), at) != said.end();
}

void fail(const Desk& desk, Draft& draft, std::size_t at) {
  if (draft.failed) return;
  const TextWord& word = desk.question.words[at];
  draft.failed = true;
  draft.failure = desk.question.text.substr(word.offset, word.length);
}

// A word that belongs to a name of the catalog ("MRR growth in percent", "never merged") is no
// operator.
[[nodiscard]] bool is_named(const Desk& desk, const Draft& draft, std::size_t at) {
  if (is_said(draft, at)) return true;
  return draft.covered[at] &&
         std::any_of(
             desk.question.matches.begin(), desk.question.matches.end(), [&](const Match& match) {
               return match.exact && is_covered(draft, match.words) &&
                      std::find(match.words.begin(), match.words.end(), at) != match.words.end();
             });
}

// All words of the phrase belong to one name: "running" alone may be said of a subscription.
[[nodiscard]] bool is_within_a_name(const Desk& desk, const Draft& draft, std::size_t at,
                                    std::string_view phrase) {
  const std::size_t count =
      1 + static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' '));
  for (const Match& match : desk.question.matches) {
    const bool placed = match.exact && is_covered(draft, match.words);
    if (placed && match.first() <= at && match.last() + 1 >= at + count) return true;
  }
  return false;
}

void refuse_beyond(const Desk& desk, Draft& draft) {
  for (std::size_t i = 0; i < desk.question.words.size(); ++i)
    for (const std::string_view phrase : beyond_any_plan)
      if (!desk.question.shape.timed[i] && !desk.question.shape.used[i] &&
          phrase_at(desk.question.words, i, phrase) && !is_within_a_name(desk, draft, i, phrase))
        fail(desk, draft, i);
}

[[nodiscard]] bool is_money(const Draft& draft) {
  const Candidate& candidate = draft.candidate;
  const auto measure = measure_named(*candidate.entry, draft.plan.measures.front().name);
  return measure && measure->unit == "reporting";
}

// A form that was asked for stands in the plan, and fits what is counted.
void require_forms(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const QueryPlan& plan = draft.plan;
  const auto measure = measure_named(*draft.candidate.entry, plan.measures.front().name);
  const bool sums = measure && plan.measures.size() == 1 && adds_over_groups(*measure) &&
                    plan.derivation == Derivation::none && plan.frame != Frame::share;
  if (shape.transform_word && (plan.transform != shape.transform || plan.frame != Frame::trend ||
                               (plan.transform == Transform::running_total && !sums)))
    fail(desk, draft, *shape.transform_word);
  if (shape.weekday_word && !sums) fail(desk, draft, *shape.weekday_word);
  if (plan.rest && !sums && shape.superlative_word) fail(desk, draft, *shape.superlative_word);
  if (shape.rest && !plan.rest && shape.superlative_word)
    fail(desk, draft, *shape.superlative_word);
  if (shape.percent_word && shape.percent_change && plan.change != Change::percent)
    fail(desk, draft, *shape.percent_word);
  if (shape.contribution_word && plan.change != Change::absolute)
    fail(desk, draft, *shape.contribution_word);
  const bool converted = shape.currency_word && shape.currency != desk.context.currency;
  if (converted && (!is_money(draft) || plan.frame == Frame::list))
    fail(desk, draft, *shape.currency_word);
}

[[nodiscard]] bool is_negative(FilterOp op) {
  switch (op) {
    case FilterOp::ne:
    case FilterOp::not_in:
    case FilterOp::is_null:
    case FilterOp::is_not_null:
    case FilterOp::lte:
    case FilterOp::lt: return true;
    case FilterOp::eq:
    case FilterOp::in:
    case FilterOp::gt:
    case FilterOp::gte:
    case FilterOp::contains: return false;
  }
  return false;
}

void require_negations(const Desk& desk, Draft& draft) {
  const QueryPlan& plan = draft.plan;
  const bool negative =
      std::any_of(plan.filters.begin(), plan.filters.end(),
                  [](const Filter& filter) {
                    const bool no = filter.values.size() == 1 && filter.values.front() == false;
                    return is_negative(filter.op) || (no && filter.op == FilterOp::eq);
                  }) ||
      std::any_of(plan.part.begin(), plan.part.end(),
                  [](const Filter& filter) { return is_negative(filter.op); });
  for (const auto* places : {&desk.question.shape.negations, &desk.question.shape.absences})
    for (const std::size_t at : *places)
      if (!negative && !is_named(desk, draft, at)) fail(desk, draft, at);
}

// Each bound became a filter, a bound on a group, or the age of the rows.
void require_bounds(const Desk& desk, Draft& draft) {
  const auto bounds = [](const std::vector<Filter>& filters) {
    return std::count_if(filters.begin(), filters.end(), [](const Filter& filter) {
      return filter.op == FilterOp::gt || filter.op == FilterOp::gte || filter.op == FilterOp::lt ||
             filter.op == FilterOp::lte;
    });
  };
  const QueryPlan& plan = draft.plan;
  const std::size_t placed =
      static_cast<std::size_t>(bounds(plan.filters) + bounds(plan.part)) + plan.having.size();
  std::size_t asked = 0;
  for (const Bound& bound : desk.question.shape.bounds) {
    if (is_said(draft, bound.first)) continue;
    if (++asked > placed) fail(desk, draft, bound.first);
  }
}

// "by account owner": one of the noun's words is in the plan.
[[nodiscard]] bool is_noun_covered(const Desk& desk, const Draft& draft, std::size_t at) {
  const auto& words = desk.question.words;
  constexpr std::size_t noun_words_max = 3;
  for (std::size_t i = at; i < words.size() && i < at + noun_words_max; ++i) {
    if (i > at && (words[i].stop || words[i].sign || desk.question.shape.timed[i])) break;
    if (draft.covered[i] || desk.question.shape.used[i]) return true;
  }
  return false;
}

// "per rep", "by priority": a split that was asked for is there.
void require_splits(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  for (const std::size_t at : shape.groups)
    if (!is_noun_covered(desk, draft, at)) fail(desk, draft, at);
  const bool bucketed =
      std::any_of(draft.plan.dimensions.begin(), draft.plan.dimensions.end(),
                  [](const Dimension& dimension) { return dimension.grain.has_value(); });
  const bool natural =
      draft.candidate.measure != nullptr && !draft.candidate.measure->natural_grain.empty();
  if (shape.grain && shape.trend && !bucketed && !natural && draft.plan.frame != Frame::list) {
    for (std::size_t i = 0; i < desk.question.words.size(); ++i)
      if (grain_word(desk.question.words[i].text) && !shape.timed[i] && !draft.covered[i])
        return fail(desk, draft, i);
  }
}

[[nodiscard]] bool makes_percent(const Draft& draft) {
  const QueryPlan& plan = draft.plan;
  const catalog::Measure* measure = draft.candidate.measure;
  return plan.frame == Frame::share || plan.change == Change::percent ||
         plan.derivation == Derivation::percent ||
         (measure != nullptr && measure->unit == "percent");
}

void require_ratios(const Desk& desk, Draft& draft) {
  const auto& words = desk.question.words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_said(draft, i) || desk.question.shape.timed[i]) continue;
    const bool percent = word_is(words, i, {"percent", "percentage", "percentages", "pct", "%"}) ||
                         phrase_at(words, i, "per cent");
    const bool bound = i > 0 && words[i - 1].number;
    if (percent && !bound && !makes_percent(draft)) fail(desk, draft, i);
    const bool ratio = word_is(words, i, {"ratio"}) || phrase_at(words, i, "divided by");
    if (ratio && draft.plan.derivation == Derivation::none && !is_named(desk, draft, i))
      fail(desk, draft, i);
    const bool difference = phrase_at(words, i, "difference between");
    if (difference && draft.plan.derivation == Derivation::none &&
        draft.plan.comparison == Comparison::none)
      fail(desk, draft, i);
  }
}

// "how many and how much" asks for two numbers; "average" for a mean, whatever the catalog sums up.
void require_aggregates(const Desk& desk, Draft& draft) {
  using catalog::Aggregation;
  const QuestionShape& shape = desk.question.shape;
  const auto& words = desk.question.words;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (shape.count && phrase_at(words, i, "how much") && draft.plan.measures.size() < 2 &&
        draft.plan.frame != Frame::list)
      fail(desk, draft, i);
  const bool mean = shape.aggregate == AdHocAggregate::average ||
                    shape.aggregate == AdHocAggregate::median ||
                    shape.aggregate == AdHocAggregate::percentile;
  if (!mean || !shape.aggregate_word) return;
  // A mean divided by a number again is the mean of nothing.
  if (draft.plan.derivation != Derivation::none) fail(desk, draft, *shape.aggregate_word);
  if (is_said(draft, *shape.aggregate_word)) return;
  const catalog::Measure* measure = draft.candidate.measure;
  const std::string& name = draft.plan.measures.front().name;
  const bool by_name = name.starts_with("average:") || name.starts_with("median:") ||
                       name.starts_with("percentile_");
  const bool percentile = shape.aggregate == AdHocAggregate::percentile;
  const bool is_mean =
      measure != nullptr && !percentile &&
      (measure->aggregation == Aggregation::average ||
       measure->aggregation == Aggregation::median || measure->aggregation == Aggregation::formula);
  // The mean of a series: Frame::total over a dimension in time.
  const bool of_buckets = draft.plan.frame == Frame::total && !draft.plan.dimensions.empty();
  if (!by_name && !is_mean && !of_buckets) fail(desk, draft, *shape.aggregate_word);
}

// A word of the question outside of times that the plan has not accounted for.
[[nodiscard]] std::optional<std::size_t> find_word(const Desk& desk,
                                                   std::initializer_list<std::string_view> any) {
  for (std::size_t i = 0; i < desk.question.words.size(); ++i)
    if (!desk.question.shape.timed[i] && word_is(desk.question.words, i, any)) return i;
  return std::nullopt;
}

// "How many deals did we win with companies": a number of companies is another answer.
void require_counted_noun(const Desk& desk, Draft& draft) {
  using catalog::Aggregation;
  const catalog::Measure* measure = draft.candidate.measure;
  if (measure == nullptr || measure->aggregation != Aggregation::count_distinct) return;
  for (std::size_t i = 0; i + 2 < desk.question.words.size(); ++i) {
    const bool counted = phrase_at(desk.question.words, i, "how many") ||
                         phrase_at(desk.question.words, i, "number of");
    const bool entry = std::any_of(
        desk.question.matches.begin(), desk.question.matches.end(), [&](const Match& match) {
          return match.term->kind == Term::Kind::entry && match.first() == i + 2;
        });
    if (counted && entry && !is_said(draft, i + 2)) fail(desk, draft, i + 2);
  }
}

// Rows are listed, the most of something is ranked, and two shares are two questions.
void require_frame(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const QueryPlan& plan = draft.plan;
  if (shape.list && shape.groups.empty() && plan.frame != Frame::list && plan.frame != Frame::top &&
      !shape.trend) {
    if (const auto at = find_word(desk, {"list"})) fail(desk, draft, *at);
  }
  const auto& rank = shape.superlative_word;
  const bool extreme =
      shape.aggregate == AdHocAggregate::min || shape.aggregate == AdHocAggregate::max;
  if (rank && shape.subject && shape.superlative && !extreme && plan.frame != Frame::top &&
      plan.frame != Frame::list && !is_named(desk, draft, *rank) && !shape.restriction)
    fail(desk, draft, *rank);
  std::size_t shares = 0;
  for (std::size_t i = 0; i < desk.question.words.size(); ++i)
    if (word_is(desk.question.words, i, {"share", "percentage", "proportion"}) && ++shares > 1 &&
        plan.frame == Frame::share)
      fail(desk, draft, i);
  // "By priority, tickets closed in Q3": what is counted is no second group.
  if (plan.frame != Frame::breakdown || plan.dimensions.size() < 2) return;
  for (const Dimension& dimension : plan.dimensions) {
    const catalog::Field* field = find_field(*draft.candidate.entry, dimension.field.name);
    const bool own = dimension.field.entry == draft.candidate.entry->name && field != nullptr;
    if (own && (field->role == "key" || field->name == draft.candidate.entry->name_field) &&
        !shape.groups.empty())
      fail(desk, draft, shape.groups.front());
  }
}

}  // namespace

void require_operators(const Desk& desk, Draft& draft) {
  refuse_beyond(desk, draft);
  require_forms(desk, draft);
  require_negations(desk, draft);
  require_bounds(desk, draft);
  require_splits(desk, draft);
  require_ratios(desk, draft);
  require_aggregates(desk, draft);
  require_frame(desk, draft);
  require_counted_noun(desk, draft);
}

}  // namespace sluice::analytics
