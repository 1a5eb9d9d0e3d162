#include "analytics/computing/known_now.h"

#include "analytics/computing/statement.h"
#include "analytics/meaning/labels.h"
#include "catalog/expression.h"

namespace sluice::analytics {
namespace {

constexpr int formula_depth_max = 4;

// The measure itself, or the first one of a formula, that the vendor keeps no history of.
// NOLINTNEXTLINE(misc-no-recursion): formula_depth_max.
[[nodiscard]] std::optional<catalog::Measure> stock_in(const catalog::Vendor& vendor,
                                                       const catalog::Measure& measure, int depth) {
  if (measure.known_only_now) return measure;
  if (measure.aggregation != catalog::Aggregation::formula || depth > formula_depth_max)
    return std::nullopt;
  const auto formula = catalog::parse_expression(measure.expression);
  if (!formula) return std::nullopt;
  for (const std::string& name : catalog::names_in(*formula))
    for (const catalog::Entry& entry : vendor.entries)
      for (const catalog::Measure& part : entry.measures) {
        if (part.name != name) continue;
        if (auto stock = stock_in(vendor, part, depth + 1)) return stock;
      }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> known_only_now(const QueryPlan& plan, const Meaning& meaning,
                                          Instant now) {
  // "Open deals created in October" names the day it means: that is a part of today's stock.
  const bool past = (plan.period && plan.period->end < now) || time_dimension(plan) != nullptr ||
                    plan.comparison != Comparison::none;
  if (!past || plan.time) return std::nullopt;
  for (const Reference& reference : plan.measures) {
    const catalog::Entry* entry = meaning.entry(reference);
    const VendorMeaning* vendor = meaning.vendor(reference.vendor);
    const auto measure = entry == nullptr ? std::nullopt : measure_named(*entry, reference.name);
    const auto stock = measure ? stock_in(*vendor->vendor, *measure, 0) : std::nullopt;
    if (!stock) continue;
    return vendor->vendor->name + " only says what \"" + inside_sentence(label_of(*stock)) +
           "\" is now and keeps no history of it, so an earlier value is not known. Ask what it is "
           "now.";
  }
  return std::nullopt;
}

}  // namespace sluice::analytics
