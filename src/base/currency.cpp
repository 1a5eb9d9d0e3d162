#include "base/currency.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace sluice {

// Of catalog/iso-4217.json: blank-separated codes by their digits, and those of funds and units of
// account; made by cmake/SluiceCurrencies.
extern const std::array<std::pair<int, std::string_view>, 4> currencies_by_digits;
extern const std::string_view fund_codes;
extern const std::string_view currency_names;  // "euro:eur euros:eur"

namespace {

// Every code takes four bytes, with its blank.
[[nodiscard]] bool holds(std::string_view codes, std::string_view code) {
  for (std::size_t at = 0; at + 3 <= codes.size(); at += 4)
    if (codes.substr(at, 3) == code) return true;
  return false;
}

}  // namespace

std::optional<int> currency_digits(std::string_view code) {
  if (code.size() != 3) return std::nullopt;
  const std::string wanted = lower(code);
  for (const auto& [digits, codes] : currencies_by_digits)
    if (holds(codes, wanted)) return digits;
  return std::nullopt;
}

bool is_currency_code(std::string_view code) {
  const bool small = std::ranges::all_of(code, is_lower);
  return small && currency_digits(code).has_value() && !holds(fund_codes, code);
}

std::string currency_text(std::string_view code) {
  return upper(code);
}

std::optional<std::string_view> currency_named(std::string_view word) {
  std::string_view rest = currency_names;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t colon = pair.find(':');
    if (pair.substr(0, colon) == word) return pair.substr(colon + 1);
  }
  return std::nullopt;
}

}  // namespace sluice
