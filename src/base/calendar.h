#pragma once
#include "base/time_zone.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

// The one calendar: proleptic Gregorian arithmetic on days without a zone. The fiscal year is the
// calendar year; weeks start where the organization lets them start. Which day an instant falls on
// is a zone's business (time_zone.h).

enum class Grain { day, week, month, quarter, year };
// The day on which the organization's weeks begin.
enum class WeekStart { monday, sunday };

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

// "2026-11-21", the full-date of RFC 3339 section 5.6: years 0000 to 9999, always ten bytes.
[[nodiscard]] std::string day_text(LocalDay day);
// The way back; nothing on any other form and on days that do not exist.
[[nodiscard]] std::optional<LocalDay> parse_day(std::string_view text);

}  // namespace sluice
