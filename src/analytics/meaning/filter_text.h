#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"
#include "base/time_zone.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice::analytics {

// A condition in words: "country FR or DE", "country not US", "amount over 10,000", "created before
// November 7, 2026", "no assignee", "draft".
[[nodiscard]] std::string filter_text(const Meaning& meaning, const Filter& filter,
                                      const TimeZone& zone);
// "Open tickets over 3", of a measure after grouping.
[[nodiscard]] std::string having_text(const Meaning& meaning, const Having& having);
[[nodiscard]] std::string having_text(const Meaning& meaning, const std::vector<Having>& having);

// Weekdays from 1 for Monday, as people write them: "Saturdays and Sundays", "Mondays to Fridays".
[[nodiscard]] std::string weekdays_text(const std::vector<Json>& days);
// Hours that follow each other, over midnight too: the first, and the one in which they are over,
// 0 to 23. Nothing where they leave hours out between them, or none out at all.
struct HourStretch {
  int from = 0;
  int until = 0;
};
[[nodiscard]] std::optional<HourStretch> stretch_of(const std::vector<Json>& hours);

// Several of them, with commas; empty for none.
[[nodiscard]] std::string filter_text(const Meaning& meaning, const std::vector<Filter>& filters,
                                      const TimeZone& zone);

// "10 largest customers by MRR".
[[nodiscard]] std::string restriction_text(const Meaning& meaning, const Restriction& restriction);

// "without disputes", "with open tickets from July 1 to September 30, 2026".
[[nodiscard]] std::string related_text(const Meaning& meaning, const Related& related,
                                       const TimeZone& zone);

}  // namespace sluice::analytics
