#include "analyst/cells.h"

#include "base/calendar.h"
#include "base/currency.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace sluice::analyst {
namespace {

constexpr Decimal decimal_one = 10'000'000'000;
constexpr Decimal decimal_max = decimal_one * 1'000'000'000'000'000'000 * 1'000'000'000;

// Takes what people put around numbers away: blanks, a currency sign, a percent sign, commas
// between groups of three.
[[nodiscard]] std::string plain_number(std::string_view text) {
  constexpr std::array marks = {"$", "€", "£", "%", " ", "\u00A0"};
  std::string plain(text);
  for (const std::string_view mark : marks) {
    for (auto at = plain.find(mark); at != std::string::npos; at = plain.find(mark, at)) {
      plain.erase(at, mark.size());
    }
  }
  const auto comma = plain.find(',');
  if (comma == std::string::npos) return plain;
  const auto end = std::min(plain.find('.'), plain.size());
  for (auto at = comma; at < end; at += 4) {
    // "1,5" is a decimal comma to half the world and not 15: only commas in threes are taken away.
    if (plain[at] != ',' || at + 4 > end) return {};
  }
  std::erase(plain, ',');
  return plain;
}

struct NumberParts {
  bool negative = false;
  std::string digits;  // Without the point.
  int exponent = 0;    // digits * 10^exponent
};

[[nodiscard]] std::optional<NumberParts> number_parts(std::string_view text) {
  NumberParts parts;
  if (text.starts_with('-') || text.starts_with('+')) {
    parts.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  const auto e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    std::string_view power = text.substr(e + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    const auto [stop, code] =
        std::from_chars(power.data(), power.data() + power.size(), parts.exponent);
    if (code != std::errc() || stop != power.data() + power.size()) return std::nullopt;
    text = text.substr(0, e);
  }
  const auto point = text.find('.');
  parts.digits = std::string(text.substr(0, point));
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    parts.digits += fraction;
    parts.exponent -= static_cast<int>(fraction.size());
  }
  if (parts.digits.empty() || !std::all_of(parts.digits.begin(), parts.digits.end(), is_digit)) {
    return std::nullopt;
  }
  return parts;
}

// The number times 10^scale, rounded half away from zero.
[[nodiscard]] std::optional<Decimal> scaled(const NumberParts& parts, int scale) {
  // Digits are appended for the exponent, so "1e999999999" must not make as many.
  constexpr int exponent_max = 64;
  const int shift = parts.exponent + scale;
  if (shift > exponent_max) return parts.digits == "0" ? std::optional<Decimal>(0) : std::nullopt;
  std::string digits = parts.digits;
  bool round_up = false;
  if (shift >= 0) {
    digits.append(static_cast<std::size_t>(shift), '0');
  } else {
    const auto cut = static_cast<std::size_t>(-shift);
    round_up = cut <= digits.size() && digits[digits.size() - cut] >= '5';
    digits.resize(cut >= digits.size() ? 0 : digits.size() - cut);
  }
  Decimal value = 0;
  for (const char digit : digits) {
    value = value * 10 + (digit - '0');
    if (value > decimal_max) return std::nullopt;
  }
  if (round_up) ++value;
  return parts.negative ? -value : value;
}

[[nodiscard]] std::optional<NumberParts> parts_of(std::string_view text) {
  if (auto parts = number_parts(text)) return parts;
  return number_parts(plain_number(text));
}

// A vendor may count minor units otherwise than ISO 4217 (Stripe's ISK and UGX have two digits).
[[nodiscard]] int minor_digits(const std::string& currency, const MoneyForm& form) {
  for (const auto& [known, digits] : form.minor_digits)
    if (known == currency) return digits;
  constexpr int most_have = 2;
  return currency_digits(currency).value_or(most_have);
}

[[nodiscard]] std::optional<int> digits_at(std::string_view text, std::size_t at,
                                           std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

[[nodiscard]] std::optional<std::int32_t> day_number(std::optional<int> year,
                                                     std::optional<int> month,
                                                     std::optional<int> day) {
  if (!year || !month || !day) return std::nullopt;
  const auto date = day_of(*year, *month, *day);
  if (!date) return std::nullopt;
  return static_cast<std::int32_t>(date->time_since_epoch().count());
}

[[nodiscard]] std::optional<std::int32_t> written_day(std::string_view text) {
  const bool compact = text.size() == 8 && std::all_of(text.begin(), text.end(), is_digit);
  if (compact)
    return day_number(digits_at(text, 0, 4), digits_at(text, 4, 2), digits_at(text, 6, 2));
  if (text.size() < 7 || text[4] != '-') return std::nullopt;
  if (text.size() == 7) return day_number(digits_at(text, 0, 4), digits_at(text, 5, 2), 1);
  if (text[7] != '-') return std::nullopt;
  return day_number(digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2));
}

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t micros_per_day = 86'400 * micros_per_second;

// Microseconds of ".123456" at the front of the text.
[[nodiscard]] std::int64_t written_fraction(std::string_view text) {
  if (!text.starts_with('.')) return 0;
  std::int64_t micros = 0;
  std::int64_t unit = micros_per_second / 10;
  for (std::size_t at = 1; at < text.size() && is_digit(text[at]); ++at, unit /= 10) {
    micros += (text[at] - '0') * unit;
  }
  return micros;
}

// "2026-07-01T09:30:00.123", "2026-07-01 09:30": the wall clock's reading, whatever zone follows.
[[nodiscard]] std::optional<std::int64_t> written_wall_clock(std::string_view text) {
  const auto day = written_day(text.substr(0, std::min<std::size_t>(text.size(), 10)));
  if (!day) return std::nullopt;
  std::int64_t micros = std::int64_t{*day} * micros_per_day;
  if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ')) return micros;
  const auto hour = digits_at(text, 11, 2);
  const auto minute = digits_at(text, 14, 2);
  if (!hour || !minute || *hour > 24 || *minute > 59) return std::nullopt;
  micros += std::int64_t{*hour * 60 + *minute} * 60 * micros_per_second;
  if (text.size() < 19 || text[16] != ':') return micros;
  micros += digits_at(text, 17, 2).value_or(0) * micros_per_second;
  return micros + written_fraction(text.substr(19));
}

// Minutes of a trailing "+02:00", "-0400" or "+02"; 0 without one.
// Looked for from the seconds on: the hyphens of the date are no signs.
[[nodiscard]] std::optional<int> written_offset(std::string_view text) {
  if (text.size() < 17) return 0;
  const auto sign = text.find_first_of("+-", 16);
  if (sign == std::string_view::npos) return 0;
  const std::string_view rest = text.substr(sign + 1);
  const auto hours = digits_at(rest, 0, 2);
  if (!hours) return std::nullopt;
  const auto minutes = digits_at(rest, rest.size() > 2 && rest[2] == ':' ? 3 : 2, 2);
  const int total = *hours * 60 + minutes.value_or(0);
  return text[sign] == '-' ? -total : total;
}

}  // namespace

std::optional<Decimal> read_decimal(std::string_view text) {
  const auto parts = parts_of(text);
  return parts ? scaled(*parts, decimal_scale) : std::nullopt;
}

std::optional<std::int64_t> read_integer(std::string_view text) {
  const auto parts = parts_of(text);
  const auto value = parts ? scaled(*parts, 0) : std::nullopt;
  if (!value || *value > INT64_MAX || *value < INT64_MIN) return std::nullopt;
  // "12.5" is no whole number; "12.0" is.
  const auto exact = scaled(*parts, decimal_scale);
  if (exact && *exact != *value * decimal_one) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

std::optional<bool> read_boolean(const RawCell& cell) {
  const std::string word = lower(cell.text);
  if (word == "true" || word == "1" || word == "yes" || word == "y" || word == "t") return true;
  if (word == "false" || word == "0" || word == "no" || word == "n" || word == "f") return false;
  return std::nullopt;
}

std::optional<std::int64_t> read_timestamp(const RawCell& cell, std::string_view unit) {
  if (unit == "epoch_s" || unit == "epoch_ms") {
    const auto parts = parts_of(cell.text);
    const auto micros = parts ? scaled(*parts, unit == "epoch_s" ? 6 : 3) : std::nullopt;
    // Such a number is of another unit, or no time at all.
    // Such a number is of another unit, or no time at all.
    constexpr Decimal far = Decimal{100'000} * 366 * micros_per_day;
    if (!micros || *micros > far || *micros < -far) return std::nullopt;
    return static_cast<std::int64_t>(*micros);
  }
  const auto wall = written_wall_clock(cell.text);
  if (!wall || unit == "local") return wall;
  const auto offset = written_offset(cell.text);
  if (!offset) return std::nullopt;
  return *wall - std::int64_t{*offset} * 60 * micros_per_second;
}

std::optional<std::int32_t> read_date(const RawCell& cell, std::string_view unit) {
  if (unit != "epoch_s" && unit != "epoch_ms") return written_day(cell.text);
  const auto micros = read_timestamp(cell, unit);
  if (!micros) return std::nullopt;
  const auto days = std::chrono::floor<std::chrono::days>(std::chrono::microseconds(*micros));
  return static_cast<std::int32_t>(days.count());
}

double rate_of(std::string_view currency, const CurrencyRates& rates) {
  const std::string code = lower(currency);
  double rate = code == lower(rates.reporting) ? 1.0 : 0.0;
  for (const auto& [known, value] : rates.to_reporting) {
    if (lower(known) == code) rate = value;
  }
  return rate;
}

std::optional<Decimal> read_money(std::string_view text, const MoneyForm& form,
                                  const CurrencyRates& rates) {
  const std::string code = lower(form.currency);
  const double rate = rate_of(form.currency, rates);
  const auto parts = parts_of(text);
  if (!parts || !(rate > 0)) return std::nullopt;
  int scale = decimal_scale;
  if (form.unit == "minor") scale -= minor_digits(code, form);
  if (form.unit == "micro") scale -= 6;
  const auto amount = scaled(*parts, scale);
  if (!amount || rate == 1.0) return amount;
  // Rates are taken with nine decimals; the product is exact up to the last digit kept.
  constexpr Decimal rate_one = 1'000'000'000;
  const auto rate_scaled = static_cast<Decimal>(std::llround(rate * 1e9));
  if (*amount > decimal_max / (rate_scaled + 1) || *amount < -decimal_max / (rate_scaled + 1)) {
    return std::nullopt;
  }
  return *amount * rate_scaled / rate_one;
}

std::string decimal_text(Decimal value) {
  std::string digits;
  for (Decimal rest = value < 0 ? -value : value; rest > 0; rest /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
  constexpr auto scale = static_cast<std::size_t>(decimal_scale);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  digits.insert(digits.size() - scale, 1, '.');
  return value < 0 ? "-" + digits : digits;
}

}  // namespace sluice::analyst
