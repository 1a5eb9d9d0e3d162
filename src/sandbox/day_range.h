#pragma once
#include "base/calendar.h"
#include "base/time_zone.h"
#include "sandbox/arguments.h"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::sandbox {

using Day = LocalDay;  // The zone was applied before.

// "2026-10-05", "20261005", "2026-10" (its first day) or a date-time that starts so.
[[nodiscard]] std::optional<Day> day_in(std::string_view text);
// "day", "DAILY", "w", "MONTHLY", ...
[[nodiscard]] std::optional<Grain> grain_named(std::string_view name);

// Both ends belong to the range; an absent end is open.
struct DayRange {
  std::optional<Day> first;
  std::optional<Day> last;
  [[nodiscard]] bool holds(Day day) const {
    return (!first || *first <= day) && (!last || day <= *last);
  }
};

// What a tool's "range" member and the arguments say. Its "max_days" is the longest period that the
// vendor answers; a longer one is refused with a sentence. Understands written dates and the
// vendors' words: -7d, mStart, -1mEnd, yStart, today, 7daysAgo, last_30_days, this_month,
// last_month, 30d.
[[nodiscard]] std::expected<DayRange, std::string> range_of(const Value& form,
                                                            const Arguments& arguments, Day today);

}  // namespace sluice::sandbox
