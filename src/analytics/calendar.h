#pragma once
#include "analytics/query_plan.h"
#include "base/time_zone.h"

#include <optional>

namespace sluice::analytics {

// Calendar arithmetic on local days: the fiscal year is the calendar year; weeks start where the
// organization lets them start.

// The first day of the day's week, month, quarter or year.
[[nodiscard]] LocalDay start_of(Grain grain, LocalDay day, WeekStart week);
// The first day from this one on that is such a weekday (0 = Monday).
[[nodiscard]] LocalDay next_weekday(LocalDay from, int weekday);
// The same day `count` units later; a day that the month lacks becomes its last one.
[[nodiscard]] LocalDay add(LocalDay day, Grain grain, int count);
// The first of a month; months below 1 or over 12 roll into other years.
[[nodiscard]] LocalDay first_of_month(int year, int month);
// Nothing when there is no such day (31 April, 29 February 2025).
[[nodiscard]] std::optional<LocalDay> day_of(int year, int month, int day);
// The Monday of a week by ISO 8601; nothing when the year has no week of that number.
[[nodiscard]] std::optional<LocalDay> iso_week(int year, int week);

[[nodiscard]] int year_of(LocalDay day);
[[nodiscard]] int month_of(LocalDay day);    // 1 to 12
[[nodiscard]] int weekday_of(LocalDay day);  // 0 = Monday to 6 = Sunday
[[nodiscard]] int day_of_month(LocalDay day);

}  // namespace sluice::analytics
