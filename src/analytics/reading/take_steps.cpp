#include "analytics/language/period.h"
#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"
#include "base/calendar.h"
#include "catalog/expression.h"
#include "catalog/expression_tree.h"

#include <algorithm>

// What a vendor tells once a month has no value of a week: its rows carry the first of the month.
namespace sluice::analytics {
namespace {

constexpr int nested_max = 8;  // Formulas over formulas; deeper ones are a mistake of a row.

// The longest step of all that the measure is made of. Nothing for what the vendor counts anew for
// any stretch (people who were active): it is asked for the stretch itself.
[[nodiscard]] std::optional<Grain> step_of(const catalog::Entry& entry,
                                           const catalog::Measure& measure, int depth = 0) {
  if (depth > nested_max) return std::nullopt;
  if (measure.aggregation != catalog::Aggregation::formula) {
    const bool told = measure.additive || is_state(entry, measure);
    return told ? grain_word(measure.natural_grain) : std::nullopt;
  }
  std::optional<Grain> longest;
  const auto formula = catalog::parse_expression(measure.expression);
  if (!formula) return longest;
  for (const std::string& name : catalog::names_in(*formula))
    if (const auto part = measure_named(entry, name))
      if (const auto step = step_of(entry, *part, depth + 1)) longest = std::max(longest, step);
  return longest;
}

// Where a step begins, or now: the running step is told as far as it has come.
[[nodiscard]] bool is_edge(const Parts& parts, Instant at, Grain step) {
  const TimeZone& zone = parts.scene.context.timezone;
  const LocalDay day = zone.day_of(at);
  return at >= parts.scene.context.now ||
         zone.start_of(start_of(step, day, parts.scene.context.week_starts_on)) == at;
}

}  // namespace

void take_steps(Parts& parts) {
  std::optional<Grain> step;
  for (const Reference& reference : parts.plan.measures)
    if (const auto measure = measure_named(*parts.what.entry, reference.name);
        measure && reference.entry == parts.what.entry->name)
      step = std::max(step, step_of(*parts.what.entry, *measure));
  if (!step || *step == Grain::day) return;
  for (const Dimension& dimension : parts.plan.dimensions)
    if (dimension.part || (dimension.grain && *dimension.grain < *step))
      return parts.buckets.empty() ? parts.fail("series") : parts.fail(*parts.buckets.front().at);
  const auto& period = parts.plan.period;
  if (!period) return;
  // A state is looked at where the stretch ends.
  const bool whole =
      is_edge(parts, period->end, *step) &&
      (parts.is_state() || period->open_start || is_edge(parts, period->start, *step));
  if (whole) return;
  return parts.periods.empty() ? parts.fail("period") : parts.fail(*parts.periods.front().at);
}

}  // namespace sluice::analytics
