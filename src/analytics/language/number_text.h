#pragma once
#include "analytics/plan/query_plan.h"
#include "base/json.h"
#include "base/time_zone.h"

#include <string>
#include <string_view>

namespace sluice::analytics {

// Numbers and days as people write them in en-US.

// 1234.5 in usd: "$1,234.50"; count: "1,234"; percent: "4.1%"; hours: "56.8 hours".
[[nodiscard]] std::string number_text(const Json& value, std::string_view unit);
// 4.13 -> "4.1%"
[[nodiscard]] std::string percent_text(double percent);
// "July 1, 2026"
[[nodiscard]] std::string long_day_text(LocalDay day);
// "October 1 to 21, 2026", "August 23 to November 20, 2026"
[[nodiscard]] std::string day_range_text(LocalDay first, LocalDay last);
// A bucket's label in words: "2026-Q3" -> "Q3 2026", "2026-07" -> "July 2026".
[[nodiscard]] std::string bucket_text(LocalDay day, Grain grain, WeekStart week);
[[nodiscard]] bool is_currency(std::string_view unit);

}  // namespace sluice::analytics
