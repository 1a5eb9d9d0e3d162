#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"
#include "base/time_zone.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// A condition in words: "country FR or DE", "country not US", "amount over 10,000", "created before
// November 7, 2026", "no assignee", "draft".
[[nodiscard]] std::string filter_text(const Meaning& meaning, const Filter& filter,
                                      const TimeZone& zone);
// Several of them, with commas; empty for none.
[[nodiscard]] std::string filter_text(const Meaning& meaning, const std::vector<Filter>& filters,
                                      const TimeZone& zone);

// "10 largest customers by MRR".
[[nodiscard]] std::string restriction_text(const Meaning& meaning, const Restriction& restriction);

// "without disputes", "with open tickets from July 1 to September 30, 2026".
[[nodiscard]] std::string related_text(const Meaning& meaning, const Related& related,
                                       const TimeZone& zone);

}  // namespace sluice::analytics
