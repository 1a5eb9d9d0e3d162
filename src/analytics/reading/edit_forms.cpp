#include "analytics/reading/edit_forms.h"

#include "analytics/meaning/related_path.h"
#include "analytics/reading/edit_plan.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

[[nodiscard]] bool has_hours(const QueryPlan& plan) {
  return std::ranges::any_of(plan.dimensions,
                             [](const Dimension& each) { return each.part == DatePart::hour; });
}

// The first step of time within a bound.
[[nodiscard]] bool is_first_within(const QueryPlan& plan) {
  return plan.frame == Frame::top && plan.order && !plan.order->by_measure;
}

// The first piece that would make another form of the plan; null: none.
[[nodiscard]] const Placed* reshaping(const Parts& parts) {
  const Placed* found = nullptr;
  const auto look = [&](const auto& said) {
    if (found == nullptr && !said.empty()) found = said.front().at;
  };
  look(parts.groups);
  look(parts.buckets);
  look(parts.weekdays);
  look(parts.aggregates);
  look(parts.bounds);
  look(parts.comparisons);
  look(parts.changes);
  look(parts.ranks);
  look(parts.time_ranks);
  look(parts.rests);
  look(parts.restrictions);
  look(parts.shares);
  look(parts.ratios);
  look(parts.transforms);
  look(parts.besides);
  look(parts.lists);
  look(parts.columns);
  look(parts.follows);
  return found;
}

// The first piece of a form that only a whole question has; null: none.
[[nodiscard]] const Placed* form_said(const Parts& parts) {
  const Placed* found = nullptr;
  const auto look = [&](const auto& said) {
    if (found == nullptr && !said.empty()) found = said.front().at;
  };
  look(parts.begins);
  look(parts.ends);
  look(parts.lengths);
  look(parts.bands);
  look(parts.banded);
  look(parts.distributed);
  look(parts.hours);
  look(parts.first_within);
  for (const Said<Bucketed>& said : parts.buckets)
    if (found == nullptr && said.piece->counted) found = said.at;
  look(parts.related);
  look(parts.funnels);
  look(parts.steps);
  return found;
}

}  // namespace

bool has_fixed_form(const QueryPlan& plan) {
  return plan.bands || !plan.steps.empty() || plan.limit_within || plan.each_dimension ||
         plan.count_groups || is_first_within(plan) || has_hours(plan);
}

void check_fixed_form(Parts& parts) {
  if (const Placed* said = form_said(parts)) return parts.fail(*said);
  if (!has_fixed_form(*parts.before)) return;
  if (const Placed* said = reshaping(parts)) return parts.fail(*said);
  if (names_measure(parts)) parts.fail(parts.before->measures.front().name);
}

void restore_form(Parts& parts) {
  const QueryPlan& before = *parts.before;
  if (!has_fixed_form(before)) return;
  QueryPlan& plan = parts.plan;
  plan.frame = before.frame;
  plan.measures = before.measures;
  plan.dimensions = before.dimensions;
  plan.order = before.order;
  plan.limit = before.limit;
  plan.change = before.change;
  // Bands that were chosen for other rows would not fit these.
  const bool chosen = std::ranges::any_of(plan.assumptions, [](const Assumption& assumption) {
    return assumption.text.starts_with("bands in round numbers");
  });
  if (plan.bands && chosen) plan.bands->edges.clear();
}

void check_related(Parts& parts) {
  const Meaning meaning(parts.scene.lexicon.vendors());
  const Lexicon& lexicon = parts.scene.lexicon;
  const catalog::Measure counted =
      parts.what.measure == nullptr ? catalog::Measure() : *parts.what.measure;
  for (const Related& related : parts.plan.related) {
    const catalog::Entry* to = meaning.entry(related.rows);
    if (to == nullptr ||
        !related_path(lexicon.vendors(), lexicon.joins(), *parts.what.entry, counted, *to))
      parts.fail((related.present ? "with " : "without ") + related.rows.entry);
  }
}

}  // namespace sluice::analytics
