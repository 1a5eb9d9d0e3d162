#include "analytics/reading/edit_plan.h"
#include "analytics/reading/take_period.h"

#include <algorithm>
#include <utility>

// Of a follow-up: its time, its buckets, and what is compared.
namespace sluice::analytics {
namespace {

[[nodiscard]] bool is_series(const QueryPlan& plan) {
  return std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                     [](const Dimension& dimension) { return dimension.grain.has_value(); });
}

void forget_period(QueryPlan& plan) {
  std::erase_if(plan.assumptions,
                [](const Assumption& assumption) { return assumption.about == "period"; });
}

// Another measure has another moment: buckets and periods are of its own.
void turn_to_own_moment(Parts& parts) {
  if (!names_measure(parts)) return;
  QueryPlan& plan = parts.plan;
  plan.time.reset();
  for (Dimension& dimension : plan.dimensions) {
    if (!dimension.grain) continue;
    const std::string field = parts.time_field();
    if (field.empty()) return parts.fail("by " + dimension.field.name);
    dimension.field = parts.own(field);
  }
}

// "And last year?" behind a question about a quarter means that quarter a year earlier.
[[nodiscard]] bool is_year_of_stretch(const FoundPeriod& found, const PeriodSpec& of) {
  return found.grain == Grain::year && !found.partial && of.grain && *of.grain != Grain::year &&
         found.text.find("year") != std::string::npos;
}

void take_same_stretch(Parts& parts) {
  if (parts.periods.size() != 1 || parts.before->comparison != Comparison::none) return;
  const FoundPeriod& found = parts.periods.front().piece->period;
  const std::optional<PeriodSpec>& of = parts.before->period;
  if (!of || !is_year_of_stretch(found, *of)) return;
  parts.plan.period = comparison_period(*of, Comparison::previous_year, parts.period_context());
  parts.assume("period", "the same stretch a year earlier, because \"" + found.text +
                             "\" followed a shorter one");
  parts.periods.clear();
}

[[nodiscard]] bool sets_against(const Parts& parts, const Placed& at) {
  for (std::size_t word = at.first; word < at.end; ++word)
    if (parts.scene.grammar.is(WordList::sets_against, parts.scene.words[word].text)) return true;
  return at.first > 0 &&
         parts.scene.grammar.is(WordList::sets_against, parts.scene.words[at.first - 1].text);
}

// "And the month before?": that month itself, unless something says that the two are compared.
void shift_period(Parts& parts) {
  if (!parts.changes.empty() || parts.asks(AskedFor::versus) || !parts.plan.period) return;
  std::erase_if(parts.comparisons, [&](const Said<ComparedWith>& said) {
    if (said.piece->period || sets_against(parts, *said.at)) return false;
    forget_period(parts.plan);
    parts.plan.period =
        comparison_period(*parts.plan.period, said.piece->how, parts.period_context());
    return true;
  });
}

// "Compare with March": the plan's own period is the other side.
void compare_with_named(Parts& parts) {
  if (parts.comparisons.empty() || !parts.periods.empty()) return;
  const Said<ComparedWith> said = parts.comparisons.front();
  const std::optional<FoundPeriod>& other = said.piece->period;
  QueryPlan& plan = parts.plan;
  if (!other) return;
  if (!plan.period || parts.comparisons.size() > 1) return parts.fail(*said.at);
  parts.comparisons.clear();
  const PeriodSpec spec = spec_of(parts, *other);
  const auto is_of = [&](Comparison how) {
    return comparison_period(*plan.period, how, parts.period_context()).start == spec.start;
  };
  if (is_year_of_stretch(*other, *plan.period) || is_of(Comparison::previous_year)) {
    plan.comparison = Comparison::previous_year;
  } else if (is_of(Comparison::previous_period)) {
    plan.comparison = Comparison::previous_period;
  } else if (spec.end <= plan.period->start) {
    plan.comparison = Comparison::named_period;
    plan.other_period = spec;
  } else if (plan.period->end <= spec.start) {
    plan.comparison = Comparison::named_period;
    plan.other_period = std::exchange(plan.period, spec);
  } else {
    parts.fail(*said.at);
  }
}

// "And per month?" behind "March against July": from the one to the other.
void span_both_periods(Parts& parts) {
  QueryPlan& plan = parts.plan;
  if (!plan.period || plan.comparison == Comparison::none) return;
  const PeriodSpec other =
      plan.other_period ? *plan.other_period
                        : comparison_period(*plan.period, plan.comparison, parts.period_context());
  plan.period->start = std::min(plan.period->start, other.start);
  plan.period->text.clear();
  plan.period->grain.reset();
  plan.comparison = Comparison::none;
  plan.other_period.reset();
  plan.change = Change::none;
}

// Buckets take the place of those before, and of the groups, where no group is said beside them.
void make_room_for_buckets(Parts& parts) {
  if (parts.buckets.empty() && parts.weekdays.empty()) return;
  QueryPlan& plan = parts.plan;
  if (parts.periods.empty()) span_both_periods(parts);
  std::erase_if(plan.dimensions,
                [](const Dimension& dimension) { return dimension.grain || dimension.part; });
  if (parts.groups.empty() && !follows(parts, FollowUp::add)) {
    if (!plan.having.empty()) return parts.fail("with " + plan.having.front().measure.name);
    plan.dimensions.clear();
  }
  plan.limit.reset();
  // "By month" behind a question about July asks for more than July.
  const std::optional<Grain> grain =
      parts.buckets.empty() ? std::nullopt : parts.buckets.front().piece->grain;
  const bool one_bucket = grain && parts.periods.empty() && plan.period && plan.period->grain &&
                          *plan.period->grain <= *grain;
  if (!one_bucket) return;
  forget_period(plan);
  plan.period =
      to_spec(resolve_period(usual_span(*grain), parts.period_context()).value_or(FoundPeriod()),
              parts.period_context());
  parts.assume("period", "the " + std::string(usual_span(*grain)) +
                             ", because the period before is only one step of them");
}

}  // namespace

void edit_time(Parts& parts) {
  QueryPlan& plan = parts.plan;
  turn_to_own_moment(parts);
  const Comparison compared = plan.comparison;
  if (!parts.comparisons.empty() || parts.asks(AskedFor::all_time)) {
    plan.comparison = Comparison::none;
    plan.other_period.reset();
  }
  if (parts.asks(AskedFor::all_time)) plan.period.reset();
  shift_period(parts);
  // The month before the one that was compared is compared alike.
  if (parts.comparisons.empty() && compared != Comparison::named_period &&
      !parts.asks(AskedFor::all_time))
    plan.comparison = compared;
  compare_with_named(parts);
  take_same_stretch(parts);
  make_room_for_buckets(parts);
  if (parts.impossible) return;
  take_time(parts);
  if (!parts.impossible) take_parts_of_time(parts);
  // A series beside another one is no plan yet.
  const bool both = is_series(plan) && plan.comparison != Comparison::none;
  if (!parts.impossible && both) parts.fail("compare");
}

}  // namespace sluice::analytics
