#include "base/calendar.h"

#include "base/text.h"

#include <algorithm>

namespace sluice {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

constexpr int months_per_quarter = 3;
constexpr int months_per_year = 12;
constexpr int days_per_week = 7;

[[nodiscard]] year_month_day civil(LocalDay day) {
  return year_month_day(day);
}

}  // namespace

LocalDay first_of_month(int year, int month) {
  const int months = year * months_per_year + (month - 1);
  // Months before the year 0 count down, and division of integers rounds towards zero.
  const int whole_years =
      months >= 0 ? months / months_per_year : -((months_per_year - 1 - months) / months_per_year);
  const auto rest = static_cast<unsigned>(months - whole_years * months_per_year);
  return LocalDay(year_month_day(std::chrono::year(whole_years), std::chrono::month(rest + 1),
                                 std::chrono::day(1)));
}

LocalDay start_of(Grain grain, LocalDay day, WeekStart week) {
  const auto date = civil(day);
  const int year = static_cast<int>(date.year());
  const int month = static_cast<int>(static_cast<unsigned>(date.month()));
  switch (grain) {
    case Grain::day: return day;
    case Grain::week: {
      const int since = week == WeekStart::monday ? weekday_of(day) : weekday_of(day) + 1;
      return day - days(since % days_per_week);
    }
    case Grain::month: return first_of_month(year, month);
    case Grain::quarter:
      return first_of_month(year, (month - 1) / months_per_quarter * months_per_quarter + 1);
    case Grain::year: return first_of_month(year, 1);
  }
  return day;
}

LocalDay next_weekday(LocalDay from, int weekday) {
  return from + days((weekday - weekday_of(from) + days_per_week) % days_per_week);
}

LocalDay add(LocalDay day, Grain grain, int count) {
  if (grain == Grain::day) return day + days(count);
  if (grain == Grain::week) return day + days(count * days_per_week);
  const int months = grain == Grain::month     ? count
                     : grain == Grain::quarter ? count * months_per_quarter
                                               : count * months_per_year;
  const auto date = civil(day);
  const auto month = date.year() / date.month() + std::chrono::months(months);
  // A month after 31 January is the last of February, and not a day of March.
  const auto last = std::chrono::year_month_day_last(month / std::chrono::last).day();
  return LocalDay(month / std::min(date.day(), last));
}

std::optional<LocalDay> day_of(int year, int month, int day) {
  if (month < 1 || month > months_per_year || day < 1) return std::nullopt;
  const year_month_day date(std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return LocalDay(date);
}

std::optional<LocalDay> iso_week(int year, int week) {
  // ISO 8601: week 1 holds 4 January.
  const LocalDay first =
      start_of(Grain::week, first_of_month(year, 1) + days(3), WeekStart::monday);
  const LocalDay monday = add(first, Grain::week, week - 1);
  // A week belongs to the year of its Thursday, which is how a year can have no week 53.
  const LocalDay thursday = monday + days(3);
  if (week < 1 || year_of(thursday) != year) return std::nullopt;
  return monday;
}

int year_of(LocalDay day) {
  return static_cast<int>(civil(day).year());
}

int month_of(LocalDay day) {
  return static_cast<int>(static_cast<unsigned>(civil(day).month()));
}

int day_of_month(LocalDay day) {
  return static_cast<int>(static_cast<unsigned>(civil(day).day()));
}

int weekday_of(LocalDay day) {
  return static_cast<int>(std::chrono::weekday(day).iso_encoding()) - 1;
}

std::string day_text(LocalDay day) {
  const auto padded = [](int value, std::size_t digits) {
    std::string text = std::to_string(value);
    if (text.size() < digits) text.insert(0, digits - text.size(), '0');
    return text;
  };
  return padded(year_of(day), 4) + "-" + padded(month_of(day), 2) + "-" +
         padded(day_of_month(day), 2);
}

std::optional<LocalDay> parse_day(std::string_view text) {
  constexpr std::string_view form = "0000-00-00";
  if (text.size() != form.size()) return std::nullopt;
  const auto number = [text](std::size_t at, std::size_t digits) {
    int value = 0;
    for (const char c : text.substr(at, digits))
      value = value * 10 + (c - '0');
    return value;
  };
  for (std::size_t at = 0; at < form.size(); ++at)
    if (form[at] == '-' ? text[at] != '-' : !is_digit(text[at])) return std::nullopt;
  return day_of(number(0, 4), number(5, 2), number(8, 2));
}

}  // namespace sluice
