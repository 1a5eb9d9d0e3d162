#include "analytics/planner/follow_up.h"

#include "base/calendar.h"

#include <algorithm>
#include <array>

namespace sluice::analytics {
namespace {

[[nodiscard]] PeriodContext period_context(const Desk& desk) {
  return {desk.context.now, desk.context.timezone, desk.context.week_starts_on};
}

[[nodiscard]] std::optional<Candidate> candidate_of(const Desk& desk, const QueryPlan& previous) {
  if (previous.measures.empty() && previous.columns.empty()) return std::nullopt;
  const Reference& of =
      previous.measures.empty() ? previous.columns.front() : previous.measures.front();
  for (std::size_t v = 0; v < desk.lexicon.vendors().size(); ++v) {
    if (desk.lexicon.vendors()[v].vendor->slug != of.vendor) continue;
    const catalog::Entry* entry = find_entry(desk.lexicon.vendors()[v], of.entry);
    if (entry == nullptr) return std::nullopt;
    Candidate candidate;
    candidate.vendor = v;
    candidate.entry = entry;
    candidate.name = previous.measures.empty() ? "count" : of.name;
    candidate.measure = find_measure(*entry, candidate.name);
    return candidate;
  }
  return std::nullopt;
}

[[nodiscard]] bool counts(const catalog::Measure& measure) {
  return measure.aggregation == catalog::Aggregation::count;
}

// "How many is that", "and by value": the number of the same rows where their money was shown, and
// the reverse. The words that said so are covered.
void change_kind(const Desk& desk, Draft& draft) {
  const auto& words = desk.question.words;
  const catalog::Measure* shown = draft.candidate.measure;
  if (shown == nullptr || draft.plan.measures.size() != 1) return;
  const auto money_word = [&](std::size_t at) {
    return word_is(words, at, {"value", "amount", "amounts", "dollars", "usd", "money"});
  };
  bool money = desk.question.shape.amount;
  for (std::size_t i = 0; i < words.size(); ++i)
    money = money || money_word(i);
  const bool number = desk.question.shape.count && !money;
  if (!(money && counts(*shown)) && !(number && shown->unit == "reporting")) return;
  for (const catalog::Measure& other : draft.candidate.entry->measures) {
    const bool kind =
        money ? other.aggregation == catalog::Aggregation::sum && other.unit == "reporting"
              : counts(other);
    if (!kind || other.filter != shown->filter) continue;
    draft.candidate.measure = &other;
    draft.candidate.name = other.name;
    draft.plan.measures = {
        reference(desk, draft.candidate.vendor, *draft.candidate.entry, other.name)};
    for (std::size_t i = 0; i < words.size(); ++i)
      if (money_word(i)) draft.covered[i] = true;
    return;
  }
}

// The rows' own noun, and the words that lean on the question before.
void cover_what_says_nothing(const Desk& desk, Draft& draft) {
  for (const Match& match : desk.question.matches)
    if (match.term->kind == Term::Kind::entry && match.term->entry == draft.candidate.entry)
      cover(draft, match.words);
  for (std::size_t i = 0; i < desk.question.words.size(); ++i)
    if (word_is(desk.question.words, i, {"instead", "again", "same"})) draft.covered[i] = true;
}

// "and the average?": another aggregate of what was measured.
void change_aggregate(const Desk& desk, Draft& draft) {
  const AdHocAggregate asked = desk.question.shape.aggregate;
  const std::string_view prefix = asked == AdHocAggregate::average  ? "average:"
                                  : asked == AdHocAggregate::median ? "median:"
                                  : asked == AdHocAggregate::min    ? "min:"
                                  : asked == AdHocAggregate::max    ? "max:"
                                                                    : "";
  if (prefix.empty()) return;
  const Candidate& candidate = draft.candidate;
  std::string field;
  if (candidate.measure != nullptr) field = candidate.measure->expression;
  const std::size_t colon = candidate.name.find(':');
  if (colon != std::string::npos) field = candidate.name.substr(colon + 1);
  if (find_field(*candidate.entry, field) == nullptr) return;
  draft.plan.measures = {
      reference(desk, candidate.vendor, *candidate.entry, std::string(prefix) + field)};
  draft.plan.derivation = Derivation::none;
}

// "and last year?" behind a question about a quarter means that quarter a year earlier.
[[nodiscard]] PeriodSpec moved_period(const Desk& desk, const FoundPeriod& found,
                                      const QueryPlan& previous) {
  const PeriodContext context = period_context(desk);
  const bool year_before = found.grain == Grain::year && !found.partial && previous.period &&
                           previous.period->grain && *previous.period->grain != Grain::year &&
                           found.text.find("year") != std::string::npos;
  if (year_before) return comparison_period(*previous.period, Comparison::previous_year, context);
  return to_spec(found, context);
}

void place_period(const Desk& desk, Draft& draft, const QueryPlan& previous) {
  const QuestionShape& shape = desk.question.shape;
  const PeriodContext context = period_context(desk);
  if (!shape.periods.empty()) {
    draft.plan.period = moved_period(desk, shape.periods.front(), previous);
    if (previous.comparison != Comparison::none) draft.plan.comparison = previous.comparison;
  }
  if (shape.comparison == Comparison::none || !draft.plan.period) {
    if (shape.all_time) draft.plan.period.reset();
    return;
  }
  if (shape.versus || shape.change) {
    draft.plan.comparison = shape.comparison;
    draft.plan.other_period.reset();
    if (shape.other_period) draft.plan.other_period = to_spec(*shape.other_period, context);
  } else if (shape.periods.empty()) {
    draft.plan.period = comparison_period(*previous.period, shape.comparison, context);
  }
}

// "And per month?" behind "March against July": from the one to the other.
void span_both_periods(QueryPlan& plan) {
  if (!plan.period || !plan.other_period) return;
  plan.period->start = plan.other_period->start;
  plan.period->text.clear();
  plan.period->grain.reset();
  plan.comparison = Comparison::none;
  plan.other_period.reset();
}

void place_grain(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const bool adverb = shape.adverb && !draft.covered[*shape.adverb];
  if (!shape.grain || !(shape.trend || adverb)) return;
  if (adverb) draft.covered[*shape.adverb] = true;
  span_both_periods(draft.plan);
  std::erase_if(draft.plan.dimensions, [](const Dimension& d) { return d.grain.has_value(); });
  std::string field = draft.plan.time ? draft.plan.time->name : time_field(draft.candidate);
  if (field.empty()) field = draft.candidate.entry->default_time;
  if (shape.groups.empty()) draft.plan.dimensions.clear();
  draft.plan.dimensions.insert(
      draft.plan.dimensions.begin(),
      {reference(desk, draft.candidate.vendor, *draft.candidate.entry, field), *shape.grain});
  draft.plan.limit.reset();
  if (!draft.plan.period) {
    const auto year = resolve_period("last 12 months", period_context(desk));
    if (year) {
      draft.plan.period = to_spec(*year, period_context(desk));
      assume_period(draft, year->text);
    }
  }
}

[[nodiscard]] bool drops_groups(const QuestionShape& shape) {
  return (shape.overall || shape.count) && shape.groups.empty();
}

[[nodiscard]] Frame frame_of(const QueryPlan& plan) {
  const bool has_time = std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                                    [](const Dimension& d) { return d.grain.has_value(); });
  if (has_time) return plan.limit ? Frame::top : Frame::trend;
  if (!plan.dimensions.empty()) return plan.limit ? Frame::top : Frame::breakdown;
  return plan.comparison == Comparison::none ? Frame::total : Frame::comparison;
}

constexpr std::array<std::string_view, 17> leading{{
    "and",
    "now",
    "what about",
    "how about",
    "but",
    "or",
    "by",
    "per",
    "excluding",
    "without",
    "as a",
    "for",
    "overall",
    "only",
    "just",
    "total for",
    "same",
}};

}  // namespace

bool leans_on_previous(const ReadQuestion& question) {
  const auto& words = question.words;
  for (const std::string_view lead : leading)
    if (phrase_at(words, 0, lead)) return true;
  return std::any_of(words.begin(), words.end(), [](const TextWord& word) {
    return word.text == "those" || word.text == "they" || word.text == "them" ||
           word.text == "these" || word.text == "then" || word.text == "same" ||
           word.text == "instead" || word.text == "also" || word.text == "it" ||
           word.text == "their" || word.text == "its" || word.text == "only";
  });
}

std::optional<Draft> refine_previous(const Desk& desk, const QueryPlan& previous) {
  const auto candidate = candidate_of(desk, previous);
  if (!candidate) return std::nullopt;
  const QuestionShape& shape = desk.question.shape;
  Draft draft;
  draft.candidate = *candidate;
  draft.covered.assign(desk.question.words.size(), false);
  draft.plan = previous;
  draft.plan.timezone = desk.context.timezone.name();
  draft.plan.week_starts_on = desk.context.week_starts_on;
  draft.plan.unused_words.clear();
  if (!shape.periods.empty() || shape.all_time)
    std::erase_if(draft.plan.assumptions, [](const Assumption& a) { return a.about == "period"; });
  if (previous.frame == Frame::list && (shape.count || !shape.groups.empty())) {
    draft.plan.columns.clear();
    if (draft.plan.measures.empty())
      draft.plan.measures.push_back(
          reference(desk, candidate->vendor, *candidate->entry, candidate->name));
  }
  const Reach reach(desk.lexicon.vendors(), candidate->vendor, *candidate->entry);
  const bool regroups = !shape.groups.empty() || shape.subject || shape.person;
  const std::vector<Dimension> before = draft.plan.dimensions;
  const std::string measured = draft.candidate.name;
  change_kind(desk, draft);
  const bool same_measure = draft.candidate.name == measured;
  if (regroups || (drops_groups(shape) && same_measure)) {
    draft.plan.dimensions.clear();
    draft.plan.limit.reset();
    draft.plan.having.clear();
  }
  place_restriction(desk, draft, reach);
  place_groups(desk, draft, reach);
  place_subject(desk, draft, reach);
  if (regroups && draft.plan.dimensions.empty()) draft.plan.dimensions = before;
  place_values(desk, draft, reach);
  place_bounds(desk, draft, reach);
  place_names(desk, draft, reach);
  place_period(desk, draft, previous);
  place_grain(desk, draft);
  const bool only_aggregate = shape.aggregate_word && !shape.overall;
  if (only_aggregate) {
    change_aggregate(desk, draft);
    draft.covered[*shape.aggregate_word] = true;
  }
  cover_what_says_nothing(desk, draft);
  if (shape.limit || (shape.superlative && !draft.plan.dimensions.empty())) {
    draft.plan.limit = shape.limit;
    draft.plan.order = OrderBy{true, !shape.lowest};
  }
  if (!shape.chart.empty()) draft.plan.chart_hint = shape.chart;
  if (draft.plan.frame != Frame::list || !draft.plan.measures.empty())
    if (draft.plan.columns.empty()) draft.plan.frame = frame_of(draft.plan);
  score_draft(desk, draft);
  // "How many customers on each" is no money, and nothing here counts them.
  const catalog::Measure* shown = draft.candidate.measure;
  if (shape.count && shown != nullptr && shown->unit == "reporting") {
    draft.failed = true;
    draft.failure = "how many";
  }
  return draft;
}

void inherit_slots(const Desk& desk, Draft& draft, const QueryPlan& previous) {
  const QuestionShape& shape = desk.question.shape;
  QueryPlan& plan = draft.plan;
  const bool own_period = !shape.periods.empty();
  // "By month" behind a question about July asks for more than July.
  const bool one_bucket =
      previous.period && previous.period->grain &&
      std::any_of(plan.dimensions.begin(), plan.dimensions.end(), [&](const Dimension& dimension) {
        return dimension.grain && *dimension.grain >= *previous.period->grain;
      });
  if (!own_period && !one_bucket && shape.comparison == Comparison::none)
    plan.period = previous.period;
  if (!own_period && previous.period)  // Said or assumed before: that holds on.
    std::erase_if(plan.assumptions, [](const Assumption& a) { return a.about == "period"; });
  if (!own_period && shape.comparison != Comparison::none && previous.period)
    plan.period = comparison_period(*previous.period, shape.comparison, period_context(desk));
  const std::string& vendor =
      previous.measures.empty() ? std::string() : previous.measures.front().vendor;
  const bool same_vendor = !plan.measures.empty() && plan.measures.front().vendor == vendor;
  if (!same_vendor) return;
  const Reach reach(desk.lexicon.vendors(), draft.candidate.vendor, *draft.candidate.entry);
  const auto reachable = [&](const Reference& field) {
    for (const VendorMeaning& known : desk.lexicon.vendors()) {
      if (known.vendor->slug != field.vendor) continue;
      const catalog::Entry* entry = find_entry(known, field.entry);
      return entry != nullptr && reach.distance(entry).has_value();
    }
    return false;
  };
  if (plan.filters.empty())
    for (const Filter& filter : previous.filters)
      if (reachable(filter.field)) plan.filters.push_back(filter);
  if (!plan.dimensions.empty() || shape.overall || plan.frame == Frame::list) return;
  for (Dimension dimension : previous.dimensions) {
    if (dimension.grain) {
      const std::string field = time_field(draft.candidate);
      if (!field.empty())
        dimension.field = reference(desk, draft.candidate.vendor, *draft.candidate.entry, field);
    }
    if (reachable(dimension.field)) plan.dimensions.push_back(std::move(dimension));
  }
  if (plan.dimensions.empty()) return;
  plan.limit = shape.limit;
  if (!plan.limit && previous.frame == Frame::top) plan.limit = previous.limit;
  plan.order = OrderBy{true, !shape.lowest};
  plan.frame = frame_of(plan);
}

}  // namespace sluice::analytics
