#include "analytics/meaning/meaning.h"
#include "analytics/meaning/row_facts.h"
#include "analytics/reading/take_period.h"
#include "base/calendar.h"

#include <algorithm>
#include <array>

// The moment that the period is about, the buckets of a series, and what is compared.
namespace sluice::analytics {
namespace {

using catalog::Aggregation;

[[nodiscard]] PeriodSpec default_period(const Parts& parts, std::string_view text) {
  const auto found = resolve_period(text, parts.period_context());
  return to_spec(found.value_or(FoundPeriod()), parts.period_context());
}

// "How many days had sign-ups": a number of days, and no number of each.
[[nodiscard]] bool counts_steps(const Parts& parts, const Placed& bucket) {
  return std::ranges::any_of(parts.asked, [&](const Said<Asked>& said) {
    return said.piece->what == AskedFor::count && said.at->end == bucket.first;
  });
}

// Told to the person, who can say another one.
void assume_period(Parts& parts, std::string_view period) {
  parts.plan.period = default_period(parts, period);
  parts.assume("period", "the " + std::string(period) + ", because no period was named");
}

// "Issues created and completed": the count of the same rows at their other moment.
[[nodiscard]] bool take_other_moment(Parts& parts, const Said<TimeOf>& said) {
  const auto& words = parts.scene.words;
  const auto links = [&](std::size_t at) {
    return parts.scene.grammar.is(WordList::links, words, at);
  };
  const catalog::Measure* counted = parts.what.measure;
  if (counted == nullptr) return false;
  // "Created vs completed issues": or in front of the name of those.
  const bool before = links(said.at->end) && parts.view.is_taken(said.at->end + 1) &&
                      counted->time != said.piece->field.field->name && parts.counts_rows();
  const bool linked = (said.at->first > 0 && links(said.at->first - 1)) || before;
  if (!linked) return false;
  for (const catalog::Measure& measure : parts.what.entry->measures) {
    if (measure.aggregation != parts.what.measure->aggregation ||
        measure.time != said.piece->field.field->name)
      continue;
    const Reference other = parts.own(measure.name);
    auto& measures = parts.plan.measures;
    if (std::find(measures.begin(), measures.end(), other) == measures.end())
      measures.push_back(other);
    return true;
  }
  parts.fail(*said.at);
  return true;
}

// "Completed issues" have a count of their own, which is named by what it counts.
[[nodiscard]] bool take_measure_at(Parts& parts, const std::string& moment) {
  const bool plain = parts.counts_rows() && parts.what.measure != nullptr &&
                     parts.what.measure->filter.empty() && parts.plan.measures.size() == 1 &&
                     parts.plan.measures.front() == parts.own(parts.what.measure->name);
  if (!plain) return false;
  for (const catalog::Measure& own : parts.what.entry->measures) {
    if (own.aggregation != Aggregation::count || own.time != moment || own.unnamed ||
        own.filter != moment + " is not null")
      continue;
    for (Having& having : parts.plan.having)
      if (having.measure == parts.plan.measures.front()) having.measure.name = own.name;
    parts.what.measure = &own;
    parts.what.name = own.name;
    parts.plan.measures.front() = parts.own(own.name);
    return true;
  }
  return false;
}

// The moment of the rows that the question names: "merged", "due".
void take_moment(Parts& parts) {
  const Said<TimeOf>* chosen = nullptr;
  for (const Said<TimeOf>& said : parts.moments)
    if (!take_other_moment(parts, said))
      if (chosen == nullptr || said.at->end - said.at->first > chosen->at->end - chosen->at->first)
        chosen = &said;
  if (chosen == nullptr) return;
  const std::string& name = chosen->piece->field.field->name;
  // "Created in Q3: how many started, how many done": with one of two moments left out, another
  // question would be answered. The steps of a funnel are taken later.
  for (const Said<TimeOf>& said : parts.moments) {
    const std::string& other = said.piece->field.field->name;
    const bool apart = said.at->first >= chosen->at->end || chosen->at->first >= said.at->end;
    if (apart && other != name && parts.funnels.empty()) return parts.fail(*said.at);
  }
  const catalog::Measure* measure = parts.what.measure;
  // "Open deals created in October" are a part of today's stock.
  const bool stock = measure != nullptr && measure->known_only_now;
  if (name == parts.time_field() && !stock) return;
  // "Customers on a yearly plan, up for renewal in December": a state has no such time.
  if (parts.is_state()) {
    if (!parts.periods.empty()) parts.fail(*chosen->at);
    return;
  }
  if (measure != nullptr && !measure->time.empty() &&
      measure->time != parts.what.entry->default_time) {
    // The measure was made for its own moment, and another one is named.
    constexpr double other_moment = 0.3;
    parts.cost += other_moment;
    return;
  }
  constexpr double bent = 0.1;
  parts.cost += bent;
  if (take_measure_at(parts, name)) return;
  // "Companies we closed deals with": without a time or a rank by it, the deed says which rows.
  const bool timed = !parts.periods.empty() || !parts.buckets.empty() || !parts.weekdays.empty() ||
                     !parts.hours.empty() || !parts.time_ranks.empty() || !parts.ages.empty() ||
                     !parts.comparisons.empty() || !parts.funnels.empty() ||
                     !parts.lengths.empty() || parts.before != nullptr ||
                     parts.asks(AskedFor::moment);
  if (!timed) return parts.fail(*chosen->at);
  parts.plan.time = parts.own(name);
}

// In front of the groups, where take_weekday() finds it.
void add_time_dimension(Parts& parts, Grain grain, std::string_view wish) {
  std::string field = parts.plan.time ? parts.plan.time->name : parts.time_field();
  if (field.empty())
    for (const catalog::Field& candidate : parts.what.entry->fields)
      if (candidate.role == "time" && field.empty()) field = candidate.name;
  if (field.empty()) return parts.fail(std::string(wish));
  parts.plan.dimensions.insert(parts.plan.dimensions.begin(), {parts.own(field), grain, {}});
}

// A series of distinct users has no cut buckets: half a week's users are not comparable.
void keep_complete_buckets(Parts& parts, Grain grain) {
  const catalog::Measure* measure = parts.what.measure;
  if (measure == nullptr || !parts.plan.period || grain == Grain::day) return;
  const bool distinct = measure->aggregation == Aggregation::count_distinct ||
                        (!measure->natural_grain.empty() && !measure->additive &&
                         !is_state(*parts.what.entry, *measure));
  if (!distinct) return;
  const TimeZone& zone = parts.scene.context.timezone;
  const WeekStart week = parts.scene.context.week_starts_on;
  PeriodSpec& period = *parts.plan.period;
  LocalDay start = start_of(grain, zone.day_of(period.start), week);
  if (start < zone.day_of(period.start)) start = add(start, grain, 1);
  const LocalDay end = start_of(grain, zone.day_of(period.end), week);
  if (end <= start) return;
  period.start = zone.start_of(start);
  period.end = zone.start_of(end);
  period.partial = false;
}

// "How did MRR move over the last six months": month by month.
[[nodiscard]] bool is_course(const Parts& parts) {
  const QueryPlan& plan = parts.plan;
  if (!parts.asks(AskedFor::course) || plan.comparison != Comparison::none || !plan.period)
    return false;
  constexpr auto several_days = std::chrono::hours(24 * 5);
  constexpr auto several_months = std::chrono::hours(24 * 40);
  const auto length = plan.period->end - plan.period->start;
  if (plan.period->grain == Grain::day) return length > several_days;
  return plan.period->grain && *plan.period->grain < Grain::quarter && length > several_months;
}

// What has one value a week is a series over a longer period, asked for or not.
[[nodiscard]] std::optional<Grain> natural_series(const Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  const auto& period = parts.plan.period;
  if (measure == nullptr || measure->natural_grain.empty() || !period) return std::nullopt;
  const auto natural = grain_word(measure->natural_grain);
  const TimeZone& zone = parts.scene.context.timezone;
  const bool longer = natural && period->grain && *period->grain > *natural;
  const bool several = natural && period->grain == natural &&
                       zone.start_of(add(zone.day_of(period->start), *natural, 1)) < period->end;
  return longer || several ? natural : std::nullopt;
}

// A sum of money over events is asked for a stretch; a count, a mean or a state may be meant of all
// there is.
[[nodiscard]] bool wants_period(const Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  if (measure == nullptr || measure->aggregation != Aggregation::sum) return false;
  if (measure->unit != "reporting" || parts.time_field().empty()) return false;
  if (measure->known_only_now) return false;
  // What is open or owed is a stock by another name: all of it is meant.
  return !is_stock(*measure);
}

// What the words want of a series; without a grain, the period decides.
struct Series {
  bool wanted = false;
  std::optional<Grain> grain;
  std::string wish;
};

[[nodiscard]] bool is_series(const QueryPlan& plan) {
  return std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                     [](const Dimension& each) { return each.grain.has_value(); });
}

[[nodiscard]] Series asked_series(Parts& parts) {
  Series series;
  for (const Said<Bucketed>& said : parts.buckets) {
    series.wanted = true;
    if (series.wish.empty()) series.wish = parts.words_of(*said.at);
    // "Annual vs monthly": a value where another of its kind is said.
    if (said.piece->adverb && !parts.view.values(said.at->first).empty() &&
        parts.asks(AskedFor::versus))
      parts.fail(*said.at);
    if (said.piece->of_period && !series.grain && parts.periods.size() == 1) {
      const Placed& said_period = *parts.periods.front().at;
      for (std::size_t at = said_period.first; at < said_period.end; ++at)
        if (const auto grain = grain_word(parts.scene.words[at].text)) series.grain = grain;
    }
    if (!said.piece->grain) continue;
    if (series.grain && series.grain != said.piece->grain) parts.fail(*said.at);
    // "On a yearly plan in December": years within a month are none.
    if (parts.plan.period && parts.plan.period->grain && said.piece->adverb &&
        *said.piece->grain > *parts.plan.period->grain)
      parts.fail(*said.at);
    series.grain = said.piece->grain;
  }
  for (const Said<FirstWithin>& said : parts.first_within) {
    const Grain step = said.piece->grain.value_or(series.grain.value_or(Grain::month));
    if (series.grain.value_or(step) != step) parts.fail(*said.at);
    series = {true, step, parts.words_of(*said.at)};
  }
  for (const Said<Transformed>& said : parts.transforms) {
    // A follow-up may keep the buckets of the plan before.
    series.wanted = !is_series(parts.plan);
    series.wish = parts.words_of(*said.at);
    if (said.piece->grain && !series.grain) series.grain = said.piece->grain;
  }
  if (!series.wanted && !is_series(parts.plan)) {
    const bool whole = parts.before == nullptr;
    if (const auto natural = natural_series(parts)) {
      series = {true, natural, "series"};
    } else if (const auto& period = parts.plan.period; whole && period && is_course(parts)) {
      series = {true, period->grain, "how"};
    } else if (whole && !parts.changes.empty() && !parts.plan.period &&
               parts.plan.dimensions.empty() && !parts.changes.front().piece->percent) {
      series = {true, std::nullopt, "change"};
    }
  }
  return series;
}

// A weekday shows nothing of a single week: without a period, a year.
void take_weekday(Parts& parts) {
  if (parts.weekdays.empty()) return;
  // "On which weekday, the count of each day": the day is one of the week.
  std::erase_if(parts.plan.dimensions,
                [](const Dimension& each) { return each.grain == Grain::day && !each.part; });
  if (!parts.plan.period) assume_period(parts, "last 12 months");
  add_time_dimension(parts, Grain::day, parts.words_of(*parts.weekdays.front().at));
  if (!parts.impossible) parts.plan.dimensions.front().part = DatePart::weekday;
}

// "From the end of last year until now".
[[nodiscard]] bool says_two_ends(const Parts& parts, const Placed& at) {
  for (std::size_t word = at.first; word < at.end; ++word)
    if (parts.scene.grammar.is(WordList::stretch_ends, parts.scene.words, word)) return true;
  return false;
}

// By the clock of the organization. Rows that only know their day have no hour.
void take_hour(Parts& parts) {
  if (parts.hours.empty()) return;
  const Placed& at = *parts.hours.front().at;
  if (!parts.weekdays.empty() || parts.is_state()) return parts.fail(at);
  const std::string name = parts.plan.time ? parts.plan.time->name : parts.time_field();
  const catalog::Field* time = find_field(*parts.what.entry, name);
  if (time == nullptr || time->type != "timestamp") return parts.fail(at);
  if (!parts.plan.period && !parts.asks(AskedFor::all_time)) assume_period(parts, "last 12 months");
  parts.plan.dimensions.insert(parts.plan.dimensions.begin(),
                               {parts.own(name), std::nullopt, DatePart::hour});
}

void take_comparison(Parts& parts, const Series& series) {
  QueryPlan& plan = parts.plan;
  for (const Said<ComparedWith>& said : parts.comparisons) {
    if (said.piece->period) continue;
    // "Month over month" without a period is a series, which another reading makes of it.
    if (!plan.period || series.wanted) return parts.fail(*said.at);
    if (plan.comparison != Comparison::none && plan.comparison != said.piece->how)
      return parts.fail(*said.at);
    plan.comparison = said.piece->how;
  }
  for (const Said<ChangeAsked>& said : parts.changes)
    // "Platform vs Growth", "Growth vs Platform" name two teams.
    if ((said.at->first > 0 &&
         parts.scene.grammar.is(WordList::versus, parts.scene.words, said.at->first - 1)) ||
        parts.scene.grammar.is(WordList::versus, parts.scene.words, said.at->end) ||
        is_linked_to_value(parts, *said.at))
      parts.fail(*said.at);
  // "Why did MRR drop": the month that is over, against the one before it.
  if (parts.explains_change() && !plan.period && plan.comparison == Comparison::none)
    assume_period(parts, "last month");
  // "How did revenue change last quarter": against the one before it.
  const bool moves = std::any_of(
      parts.changes.begin(), parts.changes.end(),
      [](const Said<ChangeAsked>& said) { return !said.piece->compares && !said.piece->shown; });
  const bool change = moves || parts.explains_change();
  if (plan.comparison == Comparison::none && change && plan.period && !series.wanted &&
      plan.measures.size() == 1)
    plan.comparison = Comparison::previous_period;
  // What a state was at two ends of a stretch is another question than what it was before.
  const bool whole = parts.periods.empty() || (parts.periods.front().piece->period.grain &&
                                               !says_two_ends(parts, *parts.periods.front().at));
  const bool stretch = plan.period && !(plan.period->grain && whole) && parts.is_state();
  if (plan.comparison == Comparison::previous_period && stretch && parts.comparisons.empty())
    parts.fail("change");
  if (plan.comparison != Comparison::none && series.wanted)
    parts.fail(parts.comparisons.empty() ? "change"
                                         : parts.words_of(*parts.comparisons.front().at));
}

// "On a trial right now" is no number of trials that were started, and nobody knows what will be
// won.
void check_stock(Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  const bool flow =
      measure != nullptr && !parts.what.rows && !measure->known_only_now && !parts.is_state() &&
      !measure->time.empty() && parts.moments.empty() &&
      (measure->aggregation == Aggregation::count || measure->aggregation == Aggregation::sum);
  if (!flow) return;
  if (parts.asks(AskedFor::at_present) && parts.periods.empty()) parts.fail("now");
  for (const Said<During>& said : parts.periods)
    if (said.piece->period.future && !measure->filter.empty()) parts.fail(*said.at);
}

}  // namespace

void take_time(Parts& parts) {
  for (const Said<Bucketed>& bucket : parts.buckets)
    if (counts_steps(parts, *bucket.at) && !bucket.piece->counted) return parts.fail(*bucket.at);
  look_ahead(parts);
  check_stock(parts);
  take_moment(parts);
  take_period(parts);
  if (parts.impossible) return;
  Series series = asked_series(parts);
  // What happened first is looked for in all that is known.
  const bool all_time = parts.asks(AskedFor::all_time) || !parts.first_within.empty();
  const bool present = parts.asks(AskedFor::at_present);
  if (series.wanted && !parts.plan.period && !all_time)
    assume_period(parts, usual_span(series.grain.value_or(Grain::month)));
  // Without a period before it, what was asked first was meant so.
  const bool open = parts.before == nullptr || !parts.view.anchor().words.empty();
  const bool profile = !parts.weekdays.empty() || !parts.hours.empty();
  if (open && !parts.plan.period && !all_time && !present && !profile && wants_period(parts))
    assume_period(parts, "last 30 days");
  take_comparison(parts, series);
  if (series.wanted && !parts.impossible) {
    const Grain grain =
        series.grain.value_or(parts.plan.period ? fitting_grain(*parts.plan.period) : Grain::month);
    keep_complete_buckets(parts, grain);
    add_time_dimension(parts, grain, series.wish);
  }
  take_weekday(parts);
  take_hour(parts);
  for (const Said<Transformed>& said : parts.transforms) {
    parts.plan.transform = said.piece->how;
    parts.plan.window = said.piece->window;
  }
}

}  // namespace sluice::analytics
