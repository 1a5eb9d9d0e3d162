#include "analytics/meaning/row_facts.h"
#include "analytics/planner/draft.h"
#include "base/calendar.h"

#include <algorithm>

// The period, the field that it restricts, and the buckets of a series.
namespace sluice::analytics {
namespace {

using catalog::Aggregation;

[[nodiscard]] PeriodContext period_context(const Desk& desk) {
  return {desk.context.now, desk.context.timezone, desk.context.week_starts_on};
}

// "January and February": one stretch, when they touch.
[[nodiscard]] std::optional<FoundPeriod> asked_period(const QuestionShape& shape) {
  if (shape.periods.empty()) return std::nullopt;
  FoundPeriod whole = shape.periods.front();
  for (std::size_t i = 1; i < shape.periods.size(); ++i) {
    const FoundPeriod& next = shape.periods[i];
    if (next.start == whole.end) {
      whole.end = next.end;
      whole.full_end = next.full_end;
      whole.partial = next.partial;
      whole.text.clear();
    } else if (next.start >= whole.start && next.end <= whole.end) {
      whole = next;  // "in 2026, in September": the narrower one.
    }
  }
  return whole;
}

// "Signed up in 2024 and left in 2025": with one of the times left out, another question would be
// answered.
void refuse_left_out(const QuestionShape& shape, const FoundPeriod& asked, Draft& draft) {
  for (const FoundPeriod& period : shape.periods) {
    if (period.end > asked.start && period.start < asked.end) continue;
    draft.failed = true;
    draft.failure = period.text;
  }
}

[[nodiscard]] PeriodSpec spec_of(const Desk& desk, const FoundPeriod& found, bool snapshot) {
  PeriodSpec spec = to_spec(found, period_context(desk));
  if (found.text.empty()) spec.grain = found.grain;
  return snapshot ? edge_of(std::move(spec), found.edge, desk.context.timezone) : spec;
}

[[nodiscard]] PeriodSpec default_period(const Desk& desk, std::string_view text) {
  const auto found = resolve_period(text, period_context(desk));
  return to_spec(found.value_or(FoundPeriod()), period_context(desk));
}

// A sum of money over events ("revenue") is asked for a stretch; a count of records, an average
// or a state may be meant of all there is.
[[nodiscard]] bool wants_period(const Draft& draft) {
  const catalog::Measure* measure = draft.candidate.measure;
  if (measure == nullptr || measure->aggregation != Aggregation::sum) return false;
  if (measure->unit != "reporting" || time_field(draft.candidate).empty()) return false;
  return !is_stock_by_name(*measure);
}

// Another time field of the entry that the question names: "merged", "due", "closed".
void place_time_field(const Desk& desk, Draft& draft) {
  const std::string own = time_field(draft.candidate);
  const Match* named = nullptr;
  for (const Match& match : desk.question.matches) {
    const Term& term = *match.term;
    if (term.kind != Term::Kind::field || term.field->role != "time") continue;
    if (term.entry != draft.candidate.entry) continue;
    const bool by_measure = std::any_of(match.words.begin(), match.words.end(), [&](std::size_t w) {
      const auto& words = draft.candidate.words;
      return std::find(words.begin(), words.end(), w) != words.end();
    });
    if (by_measure) continue;
    // A word of a value may name the time as well: "merged" is a state and a moment.
    const bool of_value = is_covered(draft, match.words);
    if (of_value && draft.plan.filters.empty()) continue;
    if (named == nullptr || match.words.size() > named->words.size()) named = &match;
  }
  if (named == nullptr) return;
  cover(draft, named->words);
  // "Open deals created in October" are a part of today's; without "created" it would be a question
  // for October's stock.
  const bool stock = draft.candidate.measure != nullptr && draft.candidate.measure->known_only_now;
  if ((named->term->field->name == own && !stock) || counts_a_state(draft.candidate)) return;
  if (draft.candidate.measure != nullptr && !draft.candidate.measure->time.empty() &&
      draft.candidate.measure->time != draft.candidate.entry->default_time)
    return;  // The measure was made for its own moment.
  draft.plan.time =
      reference(desk, draft.candidate.vendor, *draft.candidate.entry, named->term->field->name);
  constexpr double other_time = 0.04;  // A measure made for that moment says it better.
  draft.penalty += other_time;
}

// A series of distinct users has no cut buckets: half a week's users are not comparable.
void keep_complete_buckets(const Desk& desk, const catalog::Measure& measure, Grain grain,
                           PeriodSpec& period) {
  const bool distinct = measure.aggregation == Aggregation::count_distinct ||
                        (!measure.natural_grain.empty() && !measure.additive);
  if (!distinct || grain == Grain::day) return;
  const TimeZone& zone = desk.context.timezone;
  const WeekStart week = desk.context.week_starts_on;
  LocalDay start = start_of(grain, zone.day_of(period.start), week);
  if (start < zone.day_of(period.start)) start = add(start, grain, 1);
  const LocalDay end = start_of(grain, zone.day_of(period.end), week);
  if (end <= start) return;
  period.start = zone.start_of(start);
  period.end = zone.start_of(end);
  period.partial = false;
}

// "How did MRR move over the last six months": month by month.
[[nodiscard]] bool is_course(const QuestionShape& shape, const QueryPlan& plan) {
  if (!shape.course || shape.comparison != Comparison::none || !plan.period) return false;
  const auto& grain = plan.period->grain;
  const auto length = plan.period->end - plan.period->start;
  constexpr auto several_days = std::chrono::hours(24 * 5);
  constexpr auto several_months = std::chrono::hours(24 * 40);
  if (grain == Grain::day) return length > several_days;
  return grain && *grain < Grain::quarter && length > several_months;
}

// The verb of "how did X move" carries nothing more.
void cover_course(const Desk& desk, Draft& draft) {
  const auto& words = desk.question.words;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (word_is(words, i,
                {"move", "moved", "go", "gone", "fare", "trend", "do", "perform", "performed",
                 "change", "changed", "evolve", "evolved", "progress"}))
      draft.covered[i] = true;
}

void add_time_dimension(const Desk& desk, Draft& draft, Grain grain) {
  std::string field = draft.plan.time ? draft.plan.time->name : time_field(draft.candidate);
  if (field.empty())
    for (const catalog::Field& candidate : draft.candidate.entry->fields)
      if (candidate.role == "time" && field.empty()) field = candidate.name;
  if (field.empty()) {
    draft.failed = true;
    draft.failure = "time";
    return;
  }
  draft.plan.dimensions.insert(
      draft.plan.dimensions.begin(),
      {reference(desk, draft.candidate.vendor, *draft.candidate.entry, field), grain});
}

// Days, to be gathered by their weekday.
void place_weekday(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  if (!shape.weekday_word) return;
  // "On which weekday do we win the most deals": the deals are counted, not ranked.
  if (shape.groups.empty()) draft.plan.dimensions.clear();
  if (!draft.plan.period) {
    draft.plan.period = default_period(desk, "last 12 months");
    assume_period(draft, draft.plan.period->text);
  }
  add_time_dimension(desk, draft, Grain::day);
  if (!draft.failed) draft.plan.dimensions.front().part = DatePart::weekday;
}

// What has one value a week is a series over a longer period, asked for or not.
[[nodiscard]] std::optional<Grain> natural_series(const Desk& desk, const Draft& draft) {
  const catalog::Measure* measure = draft.candidate.measure;
  const std::optional<PeriodSpec>& period = draft.plan.period;
  if (measure == nullptr || measure->natural_grain.empty() || !period) return std::nullopt;
  const auto natural = grain_word(measure->natural_grain);
  const TimeZone& zone = desk.context.timezone;
  const bool longer = natural && period->grain && *period->grain > *natural;
  const bool several = natural && period->grain == natural &&
                       zone.start_of(add(zone.day_of(period->start), *natural, 1)) < period->end;
  return longer || several ? natural : std::nullopt;
}

// The period that the asked one is compared with.
void place_comparison(const Desk& desk, Draft& draft, bool change) {
  const QuestionShape& shape = desk.question.shape;
  QueryPlan& plan = draft.plan;
  plan.comparison = shape.comparison;
  if (shape.other_period)
    plan.other_period = spec_of(desk, *shape.other_period, counts_a_state(draft.candidate));
  // "How did revenue change last quarter?": against the one before it.
  if (plan.comparison == Comparison::none && change && plan.measures.size() == 1)
    plan.comparison = Comparison::previous_period;
}

}  // namespace

void place_time(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  QueryPlan& plan = draft.plan;
  const catalog::Measure* measure = draft.candidate.measure;
  place_time_field(desk, draft);
  if (const auto period = asked_period(shape)) {
    plan.period = spec_of(desk, *period, counts_a_state(draft.candidate));
    refuse_left_out(shape, *period, draft);
  }
  const bool adverb = shape.adverb && !draft.covered[*shape.adverb] && !shape.share;
  if (adverb) draft.covered[*shape.adverb] = true;
  // A word of change inside of a name ("Growth", "MRR growth") asks for nothing.
  const bool change = shape.change && shape.change_word && !draft.covered[*shape.change_word];
  bool trend = shape.trend || adverb;
  std::optional<Grain> grain = shape.grain;
  if (const auto natural = trend ? std::nullopt : natural_series(desk, draft)) {
    trend = true;
    grain = natural;
  }
  if (change && !plan.period && plan.dimensions.empty()) trend = true;
  if (plan.period && is_course(shape, plan)) {
    trend = true;
    if (!grain) grain = plan.period->grain;
    cover_course(desk, draft);
  }
  if (trend && !plan.period && !shape.all_time) {
    plan.period = default_period(desk, usual_span(grain.value_or(Grain::month)));
    assume_period(draft, plan.period->text);
  }
  if (!plan.period && !shape.all_time && !shape.at_present && wants_period(draft)) {
    plan.period = default_period(desk, "last 30 days");
    assume_period(draft, plan.period->text);
  }
  if (trend) {
    if (!grain) grain = plan.period ? fitting_grain(*plan.period) : Grain::month;
    if (measure != nullptr && plan.period)
      keep_complete_buckets(desk, *measure, *grain, *plan.period);
    add_time_dimension(desk, draft, *grain);
  }
  place_weekday(desk, draft);
  if (shape.transform != Transform::none && trend) {
    plan.transform = shape.transform;
    plan.window = shape.window;
  }
  if (shape.superlative_grain) add_time_dimension(desk, draft, *shape.superlative_grain);
  if (plan.period && !trend && !shape.superlative_grain) place_comparison(desk, draft, change);
}

}  // namespace sluice::analytics
