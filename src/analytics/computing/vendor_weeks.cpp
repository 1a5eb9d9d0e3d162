#include "analytics/computing/vendor_weeks.h"

#include "analytics/computing/statement.h"
#include "analytics/language/period.h"

namespace sluice::analytics {
namespace {

// Whether the vendor is asked for buckets of the answer's own size, because days do not add up.
[[nodiscard]] bool asks_for_buckets(const catalog::Entry& entry, const catalog::Measure& measure) {
  return !measure.additive && to_wire(entry.arguments).find("${grain}") != std::string::npos;
}

[[nodiscard]] bool counts_weeks_itself(const QueryPlan& plan, const catalog::Entry& entry,
                                       const catalog::Measure& measure) {
  if (measure.natural_grain == "week") return true;
  const Dimension* time = time_dimension(plan);
  return time != nullptr && time->grain == Grain::week && asks_for_buckets(entry, measure);
}

}  // namespace

std::optional<std::string> go_by_vendors_weeks(QueryPlan& plan, const Meaning& meaning,
                                               Instant now) {
  if (plan.week_starts_on == WeekStart::monday) return std::nullopt;
  for (const Reference& reference : plan.measures) {
    const catalog::Entry* entry = meaning.entry(reference);
    if (entry == nullptr) continue;
    const auto measure = measure_named(*entry, reference.name);
    if (!measure || !counts_weeks_itself(plan, *entry, *measure)) continue;
    plan.week_starts_on = WeekStart::monday;
    if (const auto zone = TimeZone::find(plan.timezone)) {
      const PeriodContext context{now, *zone, plan.week_starts_on};
      if (plan.period) plan.period = as_of_now(*plan.period, context);
      if (plan.other_period) plan.other_period = as_of_now(*plan.other_period, context);
    }
    const VendorMeaning* vendor = meaning.vendor(reference.vendor);
    return "Weeks begin on Monday here, as " +
           (vendor == nullptr ? reference.vendor : vendor->vendor->name) + " counts them.";
  }
  return std::nullopt;
}

}  // namespace sluice::analytics
