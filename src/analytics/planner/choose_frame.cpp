#include "analytics/language/best_first.h"
#include "analytics/planner/draft.h"

#include <algorithm>
#include <utility>

// Which of the frames the placed parts make.
namespace sluice::analytics {
namespace {

[[nodiscard]] std::size_t default_limit(const Draft& draft) {
  constexpr std::size_t several = 5;
  return draft.ranked_subject_plural ? several : 1;
}

void rank(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  QueryPlan& plan = draft.plan;
  plan.frame = Frame::top;
  bool lowest = shape.lowest;
  // "best" churn rate is the lowest one.
  const auto& words = desk.question.words;
  const catalog::Measure* measure = draft.candidate.measure;
  const bool judged =
      shape.superlative_word && word_is(words, *shape.superlative_word, {"best", "worst"});
  if (judged && measure != nullptr && !measure->higher_is_better) lowest = !lowest;
  plan.order = OrderBy{true, !lowest};
  plan.limit = shape.limit.value_or(default_limit(draft));
  plan.rest = shape.rest;
}

}  // namespace

// "what share of payments failed": failed ones over all.
[[nodiscard]] static bool share_of_rows(const Desk& desk, Draft& draft) {
  const catalog::Measure* part = draft.candidate.measure;
  if (part == nullptr || part->filter.empty()) return false;
  for (const catalog::Measure& whole : draft.candidate.entry->measures) {
    if (whole.aggregation != part->aggregation || !whole.filter.empty()) continue;
    if (whole.expression != part->expression) continue;
    draft.plan.measures.push_back(
        reference(desk, draft.candidate.vendor, *draft.candidate.entry, whole.name));
    draft.plan.derivation = Derivation::percent;
    draft.plan.frame = Frame::total;
    return true;
  }
  return false;
}

// "funnel" is by step even where nobody says so.
static void add_default_dimensions(const Desk& desk, Draft& draft) {
  const Candidate& candidate = draft.candidate;
  const bool wanted = candidate.measure != nullptr && draft.plan.dimensions.empty() &&
                      !desk.question.shape.overall && draft.plan.measures.size() == 1;
  if (!wanted) return;
  for (const std::string& name : candidate.measure->default_dimensions) {
    const Reference field = reference(desk, candidate.vendor, *candidate.entry, name);
    const bool fixed = std::any_of(
        draft.plan.filters.begin(), draft.plan.filters.end(),
        [&](const Filter& filter) { return filter.field == field && filter.op == FilterOp::eq; });
    if (!fixed) draft.plan.dimensions.push_back({field, std::nullopt});
  }
}

// "average sign-ups per day in October": the mean of a series, unless the measure is a mean itself.
[[nodiscard]] static bool asks_for_mean(const Desk& desk, const Draft& draft) {
  using catalog::Aggregation;
  const QuestionShape& shape = desk.question.shape;
  const catalog::Measure* measure = draft.candidate.measure;
  const bool said = shape.aggregate == AdHocAggregate::average;
  const bool single = draft.plan.dimensions.size() == 1 && draft.plan.measures.size() == 1 &&
                      draft.plan.comparison == Comparison::none;
  if (!said || !single || measure == nullptr || shape.superlative) return false;
  if (measure->aggregation == Aggregation::average || measure->aggregation == Aggregation::median ||
      measure->aggregation == Aggregation::formula)
    return false;
  if (shape.adverb || !measure->natural_grain.empty()) return true;
  const auto& words = desk.question.words;
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (word_is(words, i, {"per", "a", "each", "every"}) && grain_word(words[i + 1].text))
      return true;
  return false;
}

// "How long do runs take" is no number of runs.
[[nodiscard]] static bool misses_a_duration(const Desk& desk, const Draft& draft) {
  const catalog::Measure* measure = draft.candidate.measure;
  const bool asked = phrase_at(desk.question.words, 0, "how long");
  if (!asked || measure == nullptr) return false;
  return measure->aggregation == catalog::Aggregation::count ||
         measure->aggregation == catalog::Aggregation::count_distinct ||
         measure->unit == "reporting";
}

// "Median hours to close an issue" is no number of closed issues.
[[nodiscard]] static std::optional<std::string> missed_average(const Desk& desk,
                                                               const Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const catalog::Measure* measure = draft.candidate.measure;
  const bool asked = shape.aggregate == AdHocAggregate::median ||
                     shape.aggregate == AdHocAggregate::percentile ||
                     (shape.aggregate == AdHocAggregate::average && !shape.grain && !shape.adverb);
  const std::optional<std::size_t>& word = shape.aggregate_word;
  if (!asked || !word || measure == nullptr) return std::nullopt;
  const auto& said = draft.candidate.words;
  const bool named = std::find(said.begin(), said.end(), *word) != said.end();
  const bool counts = measure->aggregation == catalog::Aggregation::count;
  if (named || !counts || !measure->natural_grain.empty()) return std::nullopt;
  return desk.question.words[*word].text;
}

static void fail(Draft& draft, std::string wish) {
  draft.failed = true;
  draft.failure = std::move(wish);
}

static void choose_share(const Desk& desk, Draft& draft, bool has_time) {
  QueryPlan& plan = draft.plan;
  plan.frame = Frame::share;
  const bool parts = !plan.filters.empty();
  // People of one step are no part of those of another.
  const catalog::Measure* measure = draft.candidate.measure;
  const bool additive = measure == nullptr || measure->additive;
  if (!parts && plan.dimensions.empty() && !additive) fail(draft, "share");
  if (!parts && plan.dimensions.empty() && share_of_rows(desk, draft)) return;
  if (!parts || !(plan.dimensions.empty() || has_time)) return;
  // The condition said last is the part: "what share of September's issues are bugs".
  plan.part.push_back(plan.filters.back());
  plan.filters.pop_back();
}

// Whether the word belongs to what the measure is called: "lowest price", "share of ...". The name
// goes before the rank or the share that the word would otherwise ask for.
[[nodiscard]] static bool is_in_name(const Draft& draft, const std::optional<std::size_t>& word) {
  const auto& words = draft.candidate.words;
  const catalog::Measure* measure = draft.candidate.measure;
  // "Biggest customers" is called so as well, and ranks them: only what is an extreme or a share
  // itself has the word in its name.
  const bool itself = measure != nullptr && (measure->aggregation == catalog::Aggregation::min ||
                                             measure->aggregation == catalog::Aggregation::max ||
                                             measure->unit == "percent");
  return word && itself && draft.candidate.exact &&
         std::find(words.begin(), words.end(), *word) != words.end();
}

// One number, which is not what "top 3 events" and "top customers" ask for.
static void choose_total(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  QueryPlan& plan = draft.plan;
  const bool rows = shape.count && plan.measures.front().name == "count";
  plan.frame = rows ? Frame::record_count : Frame::total;
  const std::optional<std::size_t>& rank = shape.superlative_word;
  if (!rank || is_in_name(draft, rank)) return;
  const auto& noun = draft.candidate.words;
  const catalog::Measure* measure = draft.candidate.measure;
  const bool beside = !noun.empty() && noun.front() == *rank + 1 && measure != nullptr &&
                      measure->aggregation == catalog::Aggregation::count;
  if (shape.limit || beside) fail(draft, desk.question.words[*rank].text);
}

// "On which weekday": the strongest of the seven; "by weekday": all of them.
static void choose_profile(const Desk& desk, Draft& draft) {
  if (desk.question.shape.superlative) {
    rank(desk, draft);
    draft.plan.limit = desk.question.shape.limit.value_or(1);
    return;
  }
  draft.plan.frame = Frame::breakdown;
}

// The change itself, where it is what was asked: in percent, or as what each group gave to it.
static void place_change(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  QueryPlan& plan = draft.plan;
  if (plan.comparison == Comparison::none) return;
  if (shape.percent_change && plan.measures.size() == 1) plan.change = Change::percent;
  if (shape.contribution_word && !plan.dimensions.empty() && plan.measures.size() == 1)
    plan.change = Change::absolute;
}

void choose_frame(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  if (auto word = missed_average(desk, draft)) fail(draft, *std::move(word));
  if (misses_a_duration(desk, draft)) fail(draft, "how long");
  QueryPlan& plan = draft.plan;
  plan.chart_hint = shape.chart;
  if (plan.frame == Frame::list) return;
  add_default_dimensions(desk, draft);
  const bool has_time = std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                                    [](const Dimension& d) { return d.grain.has_value(); });
  if (shape.share && !is_in_name(draft, shape.share_word))
    return choose_share(desk, draft, has_time);
  place_change(desk, draft);
  if (shape.weekday_word) return choose_profile(desk, draft);
  const bool superlative = shape.superlative && !is_in_name(draft, shape.superlative_word);
  const bool ranked = (superlative || shape.limit) && !plan.dimensions.empty() &&
                      (!has_time || shape.superlative_grain);
  if (ranked) {
    rank(desk, draft);
  } else if (has_time && asks_for_mean(desk, draft)) {
    plan.frame = Frame::total;
  } else if (has_time) {
    plan.frame = Frame::trend;
  } else if (shape.person && !plan.dimensions.empty()) {
    plan.frame = Frame::breakdown;
    plan.order = OrderBy{true, true};
  } else if (!plan.dimensions.empty()) {
    plan.frame = Frame::breakdown;
    plan.order = OrderBy{true, true};
  } else if (plan.comparison != Comparison::none) {
    plan.frame = Frame::comparison;
  } else {
    choose_total(desk, draft);
  }
}

// Vendors that the question names, and the plan uses or leaves out.
static void weigh_vendors(const Desk& desk, Draft& draft) {
  for (const Match& match : desk.question.matches) {
    if (match.term->kind != Term::Kind::vendor) continue;
    const std::string& slug = desk.lexicon.vendors()[match.term->vendor].vendor->slug;
    const bool used = std::any_of(draft.plan.measures.begin(), draft.plan.measures.end(),
                                  [&](const Reference& measure) { return measure.vendor == slug; });
    const bool by_filter =
        std::any_of(draft.plan.filters.begin(), draft.plan.filters.end(),
                    [&](const Filter& filter) { return filter.field.vendor == slug; });
    if (used || by_filter) cover(draft, match.words);
    if (!used && !by_filter && match.term->vendor != draft.candidate.vendor) draft.penalty += 0.2;
  }
}

// Amounts in another currency: only where amounts are what is counted.
static void place_currency(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  if (!shape.currency_word || shape.currency == desk.context.currency) return;
  draft.plan.currency = shape.currency;
}

Draft make_draft(const Desk& desk, const Candidate& candidate) {
  Draft draft;
  draft.candidate = candidate;
  draft.covered.assign(desk.question.words.size(), false);
  draft.plan.timezone = desk.context.timezone.name();
  draft.plan.week_starts_on = desk.context.week_starts_on;
  draft.plan.measures.push_back(
      reference(desk, candidate.vendor, *candidate.entry, candidate.name));
  cover(draft, candidate.words);
  const Reach reach(desk.lexicon.vendors(), candidate.vendor, *candidate.entry);
  // The vendor's name, where it is said, belongs to the plan or speaks against it.
  for (const Match& match : desk.question.matches)
    if (match.term->kind == Term::Kind::vendor && match.term->vendor == candidate.vendor)
      cover(draft, match.words);
  place_restriction(desk, draft, reach);
  place_groups(desk, draft, reach);
  place_subject(desk, draft, reach);
  place_second_measure(desk, draft, reach);
  place_values(desk, draft, reach);
  place_bounds(desk, draft, reach);
  place_names(desk, draft, reach);
  place_time(desk, draft);
  // What is left over may be the rows' own noun or the name of a field already used.
  for (const Match& match : desk.question.matches) {
    const bool own = match.term->entry == candidate.entry && match.term->kind == Term::Kind::entry;
    if (own) cover(draft, match.words);
  }
  place_leftover_group(desk, draft, reach);
  place_open_event(desk, draft);
  place_currency(desk, draft);
  place_list(desk, draft, reach);
  choose_frame(desk, draft);
  weigh_vendors(desk, draft);
  const std::optional<std::size_t>& aggregate = desk.question.shape.aggregate_word;
  require_operators(desk, draft);
  if (aggregate) draft.covered[*aggregate] = true;
  score_draft(desk, draft);
  return draft;
}

std::vector<bool> masked_words(const ReadQuestion& question) {
  const QuestionShape& shape = question.shape;
  std::vector<bool> masked(shape.timed);
  for (std::size_t i = 0; i < masked.size(); ++i)
    masked[i] =
        masked[i] || (shape.used[i] && !word_is(question.words, i, {"per", "by", "without"}));
  return masked;
}

std::vector<Draft> make_drafts(const Desk& desk) {
  std::vector<Draft> drafts;
  for (const Candidate& candidate : find_candidates(desk))
    drafts.push_back(make_draft(desk, candidate));
  return best_first(std::move(drafts), [](const Draft& draft) { return draft.score; });
}

}  // namespace sluice::analytics
