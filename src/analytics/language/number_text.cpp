#include "analytics/language/number_text.h"

#include "analytics/language/spans.h"
#include "base/calendar.h"
#include "base/currency.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string grouped(std::string digits) {
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

// With so many decimals, rounded half away from zero.
[[nodiscard]] std::string fixed(double value, int decimals) {
  const double power = std::pow(10.0, decimals);
  const double scaled = std::round(std::abs(value) * power);
  if (!(scaled < 9e18)) return "a very large number";
  std::string digits = std::to_string(static_cast<long long>(scaled));
  const auto width = static_cast<std::size_t>(decimals);
  if (digits.size() <= width) digits.insert(0, width + 1 - digits.size(), '0');
  std::string text = grouped(digits.substr(0, digits.size() - width));
  if (decimals > 0) text += "." + digits.substr(digits.size() - width);
  return (value < 0 && scaled > 0 ? "-" : "") + text;
}

[[nodiscard]] std::string without_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

[[nodiscard]] std::string money_text(double value, std::string_view currency) {
  const std::string amount = fixed(std::abs(value), currency_digits(currency).value_or(2));
  const std::string sign = value < 0 ? "-" : "";
  if (currency == "usd") return sign + "$" + amount;
  if (currency == "eur") return sign + "€" + amount;
  if (currency == "gbp") return sign + "£" + amount;
  return currency_text(currency) + " " + sign + amount;
}

constexpr std::array month_names = {"January",   "February", "March",    "April",
                                    "May",       "June",     "July",     "August",
                                    "September", "October",  "November", "December"};

[[nodiscard]] std::string month_name(LocalDay day) {
  return month_names[static_cast<std::size_t>(month_of(day) - 1)];
}

}  // namespace

bool is_currency(std::string_view unit) {
  return currency_digits(unit).has_value();
}

std::string percent_text(double percent) {
  return without_zeros(fixed(percent, 1)) + "%";
}

std::string number_text(const Json& value, std::string_view unit) {
  if (!value.is_number()) return value.is_string() ? value.get<std::string>() : "nothing";
  const auto number = value.get<double>();
  if (is_currency(unit)) return money_text(number, unit);
  if (unit == "percent") return without_zeros(fixed(number, 2)) + "%";
  const std::string text = without_zeros(fixed(number, value.is_number_integer() ? 0 : 2));
  if (unit.empty() || unit == "count" || unit == "ratio") return text;
  if (unit == "gb" || unit == "mb") return text + (unit == "gb" ? " GB" : " MB");
  std::string word(unit);
  if (text == "1" && word.ends_with('s')) word.pop_back();
  return text + " " + word;
}

std::string long_day_text(LocalDay day) {
  return month_name(day) + " " + std::to_string(day_of_month(day)) + ", " +
         std::to_string(year_of(day));
}

std::string day_range_text(LocalDay first, LocalDay last) {
  if (last <= first) return long_day_text(first);
  if (year_of(first) != year_of(last)) return long_day_text(first) + " to " + long_day_text(last);
  const std::string from = month_name(first) + " " + std::to_string(day_of_month(first)) + " to ";
  if (month_of(first) != month_of(last)) return from + long_day_text(last);
  return from + std::to_string(day_of_month(last)) + ", " + std::to_string(year_of(last));
}

std::string bucket_text(LocalDay day, Grain grain, WeekStart week) {
  const LocalDay start = start_of(grain, day, week);
  const std::string year = std::to_string(year_of(start));
  switch (grain) {
    case Grain::day: return long_day_text(start);
    case Grain::week: return "the week of " + long_day_text(start);
    case Grain::month: return month_name(start) + " " + year;
    case Grain::quarter: return "Q" + std::to_string((month_of(start) - 1) / 3 + 1) + " " + year;
    case Grain::year: return year;
  }
  return year;
}

}  // namespace sluice::analytics
