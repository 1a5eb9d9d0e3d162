#include "analytics/language/spans.h"
#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"
#include "catalog/expression.h"
#include "catalog/expression_tree.h"

#include <algorithm>
#include <set>
#include <utility>

// Rows of some weekdays or hours only: "on Saturdays", "before 9 in the morning".
namespace sluice::analytics {
namespace {

constexpr int nested_max = 8;  // Formulas over formulas; deeper ones are a mistake of a row.

// What the vendor counts in steps of time and does not add up over days may come in weeks: these
// have no day.
[[nodiscard]] bool comes_in_steps(const catalog::Entry& entry, const catalog::Measure& measure) {
  const std::string asked = to_wire(entry.arguments) + to_wire(measure.arguments);
  const auto in_steps = [](const catalog::Measure& each) {
    return !each.natural_grain.empty() && each.natural_grain != to_text(Grain::day);
  };
  // A number of such rows comes in the steps of those that the catalog makes of them.
  if (in_steps(measure) || std::ranges::any_of(entry.measures, in_steps)) return true;
  return !measure.additive && asked.find("${grain") != std::string::npos;
}

// The moments that a measure's rows are counted by, of all that a formula is made of. False: a
// state, which has a moment of looking and no moment of its rows.
[[nodiscard]] bool add_moments(const catalog::Entry& entry, const catalog::Measure& measure,
                               std::set<std::string>& moments, int depth = 0) {
  if (depth > nested_max) return false;
  if (measure.aggregation == catalog::Aggregation::formula) {
    const auto formula = catalog::parse_expression(measure.expression);
    if (!formula) return false;
    for (const std::string& name : catalog::names_in(*formula)) {
      const auto part = measure_named(entry, name);
      if (!part || !add_moments(entry, *part, moments, depth + 1)) return false;
    }
    return true;
  }
  if (is_state(entry, measure) || comes_in_steps(entry, measure)) return false;
  moments.insert(measure.time.empty() ? entry.default_time : measure.time);
  return true;
}

// The one moment of the rows that all measures are counted by; null: there is none, and "on
// Saturdays" would be of this moment for one and of that for another.
[[nodiscard]] const catalog::Field* moment_of_rows(const Parts& parts) {
  const catalog::Entry& entry = *parts.what.entry;
  const std::string& vendor = parts.scene.lexicon.vendors()[parts.what.vendor].vendor->slug;
  std::set<std::string> moments;
  for (const Reference& reference : parts.plan.measures) {
    const auto measure = measure_named(entry, reference.name);
    const bool own = reference.vendor == vendor && reference.entry == entry.name && measure;
    // What is known only now has no moment, unless one is said ("open issues created on Mondays").
    if (!own || (measure->known_only_now && !parts.plan.time)) return nullptr;
    if (!parts.plan.time && !add_moments(entry, *measure, moments)) return nullptr;
  }
  if (parts.plan.time) moments = {parts.plan.time->name};
  return moments.size() == 1 ? find_field(entry, *moments.begin()) : nullptr;
}

// "Average revenue on Mondays": of each invoice, or of each Monday?
[[nodiscard]] bool is_mean_of_either(const Parts& parts) {
  return std::ranges::any_of(parts.plan.measures, [](const Reference& measure) {
    return measure.name.starts_with("average:");
  });
}

// Days left out would be zeros of a series of days, and count in a mean of them.
[[nodiscard]] bool splits_by(const QueryPlan& plan, DatePart part) {
  return std::ranges::any_of(plan.dimensions, [&](const Dimension& each) {
    const bool days = part == DatePart::weekday && each.grain == Grain::day;
    return days || each.part == part;
  });
}

[[nodiscard]] bool has_part(const catalog::Field& field, DatePart part) {
  return field.type == "timestamp" || (field.type == "date" && part == DatePart::weekday);
}

// Several days that are said apart ("on Saturdays and on Sundays") are either of them. Two
// stretches of hours may mean what is in both or in either.
[[nodiscard]] std::optional<Filter> united(Parts& parts, const std::vector<Said<AtParts>>& said,
                                           const Reference& field) {
  const AtParts& first = *said.front().piece;
  std::set<int> values;
  for (const Said<AtParts>& each : said) {
    const bool alike = each.piece->negated == first.negated && each.piece->part == first.part;
    if (!alike || (&each != &said.front() && first.part == DatePart::hour)) {
      parts.fail(*each.at);
      return std::nullopt;
    }
    values.insert(each.piece->values.begin(), each.piece->values.end());
  }
  constexpr std::size_t days_per_week = 7;
  // All days or none: then it is no condition, and something else was meant.
  if (first.part == DatePart::weekday && values.size() == days_per_week) {
    parts.fail(*said.front().at);
    return std::nullopt;
  }
  Filter filter{field, first.negated ? FilterOp::not_in : FilterOp::in, {}, first.part};
  filter.values.assign(values.begin(), values.end());
  return filter;
}

// "What share of refunds on Sundays are partial": what is said last is the part, and a share takes
// the last condition for it.
[[nodiscard]] bool is_said_before_conditions(const Parts& parts, const Placed& at) {
  const auto behind = [&](const auto& list) {
    return std::ranges::any_of(list, [&](const auto& said) { return said.at->first > at.first; });
  };
  return behind(parts.conditions) || behind(parts.bounds) || behind(parts.lacks_person);
}

void add(Parts& parts, Filter filter, const Placed& at) {
  auto& filters = parts.plan.filters;
  const DatePart part = filter.part.value_or(DatePart::weekday);
  for (auto* list : {&filters, &parts.plan.part})
    std::erase_if(*list, [&](const Filter& kept) { return kept.part == part; });
  const bool first = !parts.shares.empty() && is_said_before_conditions(parts, at);
  filters.insert(first ? filters.begin() : filters.end(), std::move(filter));
}

// A plan that is edited may count by another moment now.
void move_to(Parts& parts, const catalog::Field* moment) {
  for (auto* list : {&parts.plan.filters, &parts.plan.part})
    for (Filter& filter : *list) {
      if (!filter.part) continue;
      if (moment == nullptr || !has_part(*moment, *filter.part)) return parts.fail("on");
      filter.field = parts.own(moment->name);
    }
}

}  // namespace

void take_parts_of_time(Parts& parts) {
  const catalog::Field* moment = moment_of_rows(parts);
  move_to(parts, moment);
  for (const DatePart part : {DatePart::weekday, DatePart::hour}) {
    std::vector<Said<AtParts>> said;
    std::ranges::copy_if(parts.at_parts, std::back_inserter(said),
                         [&](const Said<AtParts>& each) { return each.piece->part == part; });
    if (said.empty() || parts.impossible) continue;
    const Placed& at = *said.front().at;
    // "On Saturdays against Sundays" are two numbers; the largest by all days are others, and of a
    // ratio the days may be those of one side.
    const bool apart = parts.asks(AskedFor::versus) || parts.plan.restriction ||
                       parts.plan.measures.empty() || parts.explains_change() ||
                       parts.plan.derivation != Derivation::none || is_mean_of_either(parts);
    if (apart || moment == nullptr || !has_part(*moment, part) || splits_by(parts.plan, part))
      return parts.fail(at);
    if (auto filter = united(parts, said, parts.own(moment->name)))
      add(parts, *std::move(filter), at);
  }
}

}  // namespace sluice::analytics
