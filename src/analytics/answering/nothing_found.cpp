#include "analytics/answering/nothing_found.h"

#include "analytics/answering/caveats.h"
#include "analytics/meaning/labels.h"

#include <algorithm>
#include <string_view>

namespace sluice::analytics {
namespace {

[[nodiscard]] bool is_counted_elsewhere(const QueryPlan& plan, std::string_view vendor) {
  return std::ranges::none_of(plan.measures,
                              [&](const Reference& each) { return each.vendor == vendor; });
}

[[nodiscard]] std::string called(const Reference& field, const Meaning& meaning) {
  const catalog::Field* known = meaning.field(field);
  const VendorMeaning* vendor = meaning.vendor(field.vendor);
  return (known == nullptr ? field.name : label_of(*known)) + " in " +
         (vendor == nullptr ? field.vendor : vendor->vendor->name);
}

}  // namespace

std::optional<std::string> doubt_of_nothing(const QueryPlan& plan, const Meaning& meaning,
                                            bool partial) {
  if (const auto names = unknown_names(plan, meaning); !names.empty())
    return "Nothing was found under the name \"" + names.front() +
           "\", so no number is given. It may be spelled in another way there.";
  if (partial)
    return "Nothing was found in the rows that could be read, and not all could. Ask for a shorter "
           "period.";
  for (const Filter& filter : plan.filters) {
    if (is_counted_elsewhere(plan, filter.field.vendor))
      return "Nothing that is counted here goes with " + called(filter.field, meaning) +
             ", so no number is given. Ask without it, or say it in other words.";
    if (filter.op == FilterOp::is_null)
      return "No row is without " + called(filter.field, meaning) +
             ". Ask without this, or say it in other words.";
  }
  for (const Dimension& each : plan.dimensions)
    if (is_counted_elsewhere(plan, each.field.vendor))
      return "Nothing that is counted here goes with " + called(each.field, meaning) +
             ", so there is nothing to group. Ask without it, or group by something else.";
  return std::nullopt;
}

}  // namespace sluice::analytics
