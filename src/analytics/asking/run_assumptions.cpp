#include "analytics/asking/run_assumptions.h"

#include "analytics/meaning/join_path.h"
#include "analytics/meaning/labels.h"
#include "base/currency.h"

#include <algorithm>
#include <set>
#include <string>

namespace sluice::analytics {
namespace {

[[nodiscard]] Place place_of(const Meaning& meaning, const Reference& reference) {
  return {meaning.vendor(reference.vendor), meaning.entry(reference)};
}

// Everything of the plan that is looked at beside its first measure.
[[nodiscard]] std::vector<Reference> others_of(const QueryPlan& plan) {
  std::vector<Reference> others(plan.measures);
  others.insert(others.end(), plan.columns.begin(), plan.columns.end());
  for (const Dimension& dimension : plan.dimensions)
    others.push_back(dimension.field);
  for (const Filter& filter : plan.filters)
    others.push_back(filter.field);
  for (const Filter& filter : plan.part)
    others.push_back(filter.field);
  if (plan.restriction)
    others.insert(others.end(), {plan.restriction->key, plan.restriction->measure});
  for (const Related& related : plan.related)
    others.push_back(related.rows);
  return others;
}

// "HubSpot and Stripe are joined by domain".
void note_joins(const QueryPlan& plan, const Meaning& meaning, std::set<std::string>& joins) {
  const std::vector<Reference> others = others_of(plan);
  if (others.empty()) return;
  const Place from = place_of(meaning, others.front());
  if (from.entry == nullptr) return;
  for (const Reference& other : others) {
    const Place to = place_of(meaning, other);
    if (to.entry == nullptr || to.vendor == from.vendor) continue;
    const auto path = join_path(meaning, from, to);
    if (!path) continue;
    Place before = from;
    for (const Hop& hop : *path) {
      const catalog::Field* field = field_named(*hop.to.entry, hop.to_field);
      if (hop.by_meaning && field != nullptr)
        joins.insert(before.vendor->vendor->name + " and " + hop.to.vendor->vendor->name +
                     " are joined by " + inside_sentence(label_of(*field)));
      before = hop.to;
    }
  }
}

// Whether amounts of the entry say their own currency: then some may be of another.
[[nodiscard]] bool has_own_currencies(const catalog::Entry& entry) {
  return std::any_of(entry.fields.begin(), entry.fields.end(), [](const catalog::Field& field) {
    return field.type == "money" && !field.currency.empty() && !field.currency.starts_with('=');
  });
}

}  // namespace

std::vector<Assumption> assumed_while_running(const QueryPlan& plan, const Meaning& meaning,
                                              const analyst::CurrencyRates& rates) {
  std::vector<Assumption> assumptions;
  std::set<std::string> joins;
  note_joins(plan, meaning, joins);
  for (const std::string& join : joins)
    assumptions.push_back({"join", join});
  const bool converts =
      std::any_of(plan.measures.begin(), plan.measures.end(), [&](const auto& reference) {
        const catalog::Entry* entry = meaning.entry(reference);
        const auto measure = entry ? measure_named(*entry, reference.name) : std::nullopt;
        return measure && measure->unit == "reporting" && has_own_currencies(*entry);
      });
  // The reporting currency itself is among the rates.
  if (converts && rates.to_reporting.size() > 1) {
    assumptions.push_back({"currency", "amounts of other currencies count in " +
                                           currency_text(rates.reporting) +
                                           " at the rates of the organization's settings"});
  }
  return assumptions;
}

}  // namespace sluice::analytics
