#include "analytics/meaning/history.h"

#include "analytics/language/number_text.h"
#include "analytics/meaning/labels.h"
#include "base/time_format.h"

#include <chrono>
#include <utility>

namespace sluice::analytics {

std::optional<History> history_of(const std::string& vendor_name, const catalog::Entry& entry) {
  if (entry.history_from.empty()) return std::nullopt;
  const auto midnight = parse_rfc3339(entry.history_from + "T00:00:00Z");
  if (!midnight) return std::nullopt;
  const LocalDay day{std::chrono::floor<std::chrono::days>(*midnight).time_since_epoch()};
  return History{day, vendor_name + " has no " + inside_sentence(entry.label) + " before " +
                          long_day_text(day) + "."};
}

std::optional<History> history_of(const Meaning& meaning, const QueryPlan& plan) {
  std::optional<History> latest;
  const auto consider = [&](const Reference& reference) {
    const catalog::Entry* entry = meaning.entry(reference);
    const VendorMeaning* vendor = meaning.vendor(reference.vendor);
    if (entry == nullptr || vendor == nullptr) return;
    auto history = history_of(vendor->vendor->name, *entry);
    if (history && (!latest || history->first_day > latest->first_day)) latest = std::move(history);
  };
  for (const Reference& measure : plan.measures)
    consider(measure);
  if (plan.measures.empty() && !plan.columns.empty()) consider(plan.columns.front());
  return latest;
}

}  // namespace sluice::analytics
