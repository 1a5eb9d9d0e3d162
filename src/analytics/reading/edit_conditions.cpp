#include "analytics/reading/edit_plan.h"

#include <algorithm>
#include <utility>

// Of a follow-up: which rows count, beside or instead of those before.
namespace sluice::analytics {
namespace {

// The same field in the same sense, which the later condition then decides.
[[nodiscard]] bool is_equality(const Filter& filter) {
  return filter.op == FilterOp::eq || filter.op == FilterOp::in;
}
[[nodiscard]] bool is_inequality(const Filter& filter) {
  return filter.op == FilterOp::ne || filter.op == FilterOp::not_in;
}
[[nodiscard]] bool is_lower_bound(const Filter& filter) {
  return filter.op == FilterOp::gt || filter.op == FilterOp::gte;
}
[[nodiscard]] bool is_upper_bound(const Filter& filter) {
  return filter.op == FilterOp::lt || filter.op == FilterOp::lte;
}
[[nodiscard]] bool is_presence(const Filter& filter) {
  return filter.op == FilterOp::is_null || filter.op == FilterOp::is_not_null;
}

[[nodiscard]] bool holds_all(const Filter& filter, const std::vector<Json>& values) {
  return std::all_of(values.begin(), values.end(), [&](const Json& value) {
    return std::find(filter.values.begin(), filter.values.end(), value) != filter.values.end();
  });
}

// "In France" behind "in Germany" is another place; "without bugs" behind "without features" leaves
// out both.
[[nodiscard]] bool replaces(const Filter& later, const Filter& earlier) {
  if (later.field != earlier.field || later.part != earlier.part) return false;
  if (is_equality(later)) return true;
  if (is_presence(later)) return true;
  if (is_inequality(later))
    return (is_equality(earlier) && holds_all(later, earlier.values)) || is_presence(earlier);
  return (is_lower_bound(later) && is_lower_bound(earlier)) ||
         (is_upper_bound(later) && is_upper_bound(earlier));
}

// "Also in France": either place.
[[nodiscard]] bool joins(Filter& earlier, const Filter& later) {
  if (later.field != earlier.field || later.part != earlier.part || !is_equality(earlier) ||
      !is_equality(later))
    return false;
  for (const Json& value : later.values)
    if (std::find(earlier.values.begin(), earlier.values.end(), value) == earlier.values.end())
      earlier.values.push_back(value);
  if (earlier.values.size() > 1) earlier.op = FilterOp::in;
  return true;
}

void merge(std::vector<Filter>& kept, std::vector<Filter> said, bool adds) {
  for (Filter& later : said) {
    if (adds && std::any_of(kept.begin(), kept.end(),
                            [&](Filter& earlier) { return joins(earlier, later); }))
      continue;
    std::erase_if(kept, [&](const Filter& earlier) { return replaces(later, earlier); });
    kept.push_back(std::move(later));
  }
}

// "Only lost ones" behind "won deals": the measure that counts the same of the other value.
void take_counterparts(Parts& parts) {
  if (names_measure(parts) || parts.plan.measures.size() != 1) return;
  std::erase_if(parts.conditions, [&](const Said<Where>& said) {
    if (said.piece->op != FilterOp::eq || !measure_contradicts(parts, *said.piece)) return false;
    const catalog::Measure* other = counterpart_of(parts, *said.piece);
    if (other == nullptr) return false;
    parts.what.measure = other;
    parts.what.name = other->name;
    parts.plan.measures = {parts.own(other->name)};
    return true;
  });
}

// What the newly named measure says itself of a kept condition's field: it goes before.
void drop_what_measure_says(Parts& parts, std::vector<Filter>& kept) {
  if (!names_measure(parts)) return;
  std::erase_if(kept, [&](const Filter& filter) {
    const auto sense = sense_of(parts, filter.field);
    if (!sense || filter.op != FilterOp::eq) return false;
    const Where where{*sense, filter.op, filter.values, false};
    return measure_implies(parts, where) || measure_contradicts(parts, where);
  });
}

}  // namespace

void edit_conditions(Parts& parts) {
  QueryPlan& plan = parts.plan;
  take_counterparts(parts);
  std::vector<Filter> kept = std::exchange(plan.filters, {});
  drop_what_measure_says(parts, kept);
  take_conditions(parts);
  if (!parts.impossible) take_bounds(parts);
  if (parts.impossible) return;
  std::vector<Filter> said = std::exchange(plan.filters, {});
  const bool adds = follows(parts, FollowUp::add);
  // "What share are bugs", "and features?": the part is what changes.
  std::vector<Filter> of_part;
  std::vector<Filter> of_rows;
  for (Filter& filter : said) {
    const bool part = std::any_of(plan.part.begin(), plan.part.end(),
                                  [&](const Filter& one) { return one.field == filter.field; });
    (part ? of_part : of_rows).push_back(std::move(filter));
  }
  merge(plan.part, std::move(of_part), adds);
  merge(kept, std::move(of_rows), adds);
  plan.filters = std::move(kept);
}

}  // namespace sluice::analytics
