#include "analytics/meaning/history.h"

#include "analytics/language/number_text.h"
#include "analytics/meaning/labels.h"
#include "analytics/meaning/reach.h"
#include "base/time_format.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sluice::analytics {

namespace {

// "90 days", "36 hours": as the row has it.
[[nodiscard]] std::string length_text(std::int64_t hours) {
  constexpr std::int64_t hours_per_day = 24;
  const bool days = hours % hours_per_day == 0;
  const std::int64_t count = days ? hours / hours_per_day : hours;
  return std::to_string(count) + (days ? " day" : " hour") + (count == 1 ? "" : "s");
}

// For how many hours the vendor keeps what is counted: as the measure says, or its tool.
[[nodiscard]] std::int64_t hours_kept(const catalog::Vendor& vendor, const catalog::Entry& entry,
                                      const catalog::Measure* measure) {
  const catalog::Tool* tool = vendor.find_tool(entry.tool);
  const std::int64_t rows = tool == nullptr ? 0 : tool->limits.reaches_back_hours;
  const std::int64_t own = measure == nullptr ? 0 : measure->reaches_back_hours;
  return rows == 0 || own == 0 ? std::max(rows, own) : std::min(rows, own);
}

[[nodiscard]] std::optional<History> kept_by(const catalog::Vendor& vendor,
                                             const catalog::Entry& entry,
                                             const catalog::Measure* measure,
                                             const AskedAt& asked) {
  const std::chrono::hours kept(hours_kept(vendor, entry, measure));
  if (kept.count() == 0) return std::nullopt;
  const LocalDay day = asked.zone.day_of(asked.now - kept);
  return History{day,
                 vendor.name + " gives " +
                     inside_sentence(measure == nullptr ? entry.label : label_of(*measure)) +
                     " of the last " + length_text(kept.count()) + " only, so nothing before " +
                     long_day_text(day) + " can be told.",
                 true};
}

[[nodiscard]] std::optional<History> recorded_in(const catalog::Vendor& vendor,
                                                 const catalog::Entry& entry) {
  if (entry.history_from.empty()) return std::nullopt;
  const auto midnight = parse_rfc3339(entry.history_from + "T00:00:00Z");
  if (!midnight) return std::nullopt;
  const LocalDay day{std::chrono::floor<std::chrono::days>(*midnight).time_since_epoch()};
  return History{day, vendor.name + " has no " + inside_sentence(entry.label) + " before " +
                          long_day_text(day) + "."};
}

}  // namespace

std::optional<History> history_of(const catalog::Vendor& vendor, const catalog::Entry& entry,
                                  const catalog::Measure* measure, const AskedAt& asked) {
  auto kept = kept_by(vendor, entry, measure, asked);
  auto recorded = recorded_in(vendor, entry);
  if (kept && recorded) return kept->first_day > recorded->first_day ? kept : recorded;
  return kept ? kept : recorded;
}

std::optional<History> history_of(const Meaning& meaning, const QueryPlan& plan,
                                  const AskedAt& asked) {
  std::optional<History> latest;
  const auto consider = [&](const Reference& reference) {
    const catalog::Entry* entry = meaning.entry(reference);
    const VendorMeaning* vendor = meaning.vendor(reference.vendor);
    if (entry == nullptr || vendor == nullptr) return;
    auto history = history_of(*vendor->vendor, *entry, find_measure(*entry, reference.name), asked);
    if (history && (!latest || history->first_day > latest->first_day)) latest = std::move(history);
  };
  for (const Reference& measure : plan.measures)
    consider(measure);
  if (plan.measures.empty() && !plan.columns.empty()) consider(plan.columns.front());
  return latest;
}

}  // namespace sluice::analytics
