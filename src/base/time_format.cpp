#include "base/time_format.h"

#include "base/calendar.h"
#include "base/text.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace sluice {
namespace {

// Exactly `digits` decimal digits at `at`, then moves on; nothing when there are none.
[[nodiscard]] std::optional<int> take_number(std::string_view text, std::size_t& at,
                                             std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = text[at + i];
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  at += digits;
  return value;
}

[[nodiscard]] bool take(std::string_view text, std::size_t& at, std::string_view one_of) {
  if (at >= text.size() || !one_of.contains(text[at])) return false;
  ++at;
  return true;
}

[[nodiscard]] std::optional<std::chrono::sys_days> take_date(std::string_view text,
                                                             std::size_t& at) {
  const auto year = take_number(text, at, 4);
  if (!year || !take(text, at, "-")) return std::nullopt;
  const auto month = take_number(text, at, 2);
  if (!month || !take(text, at, "-")) return std::nullopt;
  const auto day = take_number(text, at, 2);
  if (!day) return std::nullopt;
  const auto date = day_of(*year, *month, *day);
  if (!date) return std::nullopt;
  return std::chrono::sys_days(date->time_since_epoch());
}

[[nodiscard]] std::optional<std::chrono::milliseconds> take_time(std::string_view text,
                                                                 std::size_t& at) {
  const auto hour = take_number(text, at, 2);
  if (!hour || *hour > 23 || !take(text, at, ":")) return std::nullopt;
  const auto minute = take_number(text, at, 2);
  if (!minute || *minute > 59 || !take(text, at, ":")) return std::nullopt;
  const auto second = take_number(text, at, 2);
  if (!second || *second > 60) return std::nullopt;
  int millisecond = 0;
  if (take(text, at, ".")) {
    int weight = 100;
    const std::size_t start = at;
    while (at < text.size() && is_digit(text[at])) {
      millisecond += (text[at++] - '0') * weight;
      weight /= 10;
    }
    if (at == start) return std::nullopt;
  }
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second) +
         std::chrono::milliseconds(millisecond);
}

[[nodiscard]] std::optional<std::chrono::minutes> take_offset(std::string_view text,
                                                              std::size_t& at) {
  if (take(text, at, "Zz")) return std::chrono::minutes(0);
  const bool negative = at < text.size() && text[at] == '-';
  if (!take(text, at, "+-")) return std::nullopt;
  const auto hour = take_number(text, at, 2);
  if (!hour || *hour > 23 || !take(text, at, ":")) return std::nullopt;
  const auto minute = take_number(text, at, 2);
  if (!minute || *minute > 59) return std::nullopt;
  const auto offset = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
  return negative ? -offset : offset;
}

}  // namespace

std::string to_rfc3339(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  std::array<char, 40> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
      static_cast<int>(time.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  std::size_t at = 0;
  const auto date = take_date(text, at);
  if (!date || !take(text, at, "Tt ")) return std::nullopt;
  const auto time = take_time(text, at);
  if (!time) return std::nullopt;
  const auto offset = take_offset(text, at);
  if (!offset || at != text.size()) return std::nullopt;
  return Instant(*date) + *time - *offset;
}

}  // namespace sluice
