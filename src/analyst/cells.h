#pragma once
#include "analyst/analyst.h"
#include "analyst/document.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace sluice::analyst {

// A cell as the vendor sent it, before it has a type.
struct RawCell {
  Node::Kind kind = Node::Kind::null;
  std::string_view text{};
};

// Whole numbers of 10^-10, as DECIMAL(38,10) holds them.
using Decimal = __int128;
inline constexpr int decimal_scale = 10;
inline constexpr std::size_t cell_bytes_max = std::size_t{64} * 1024;

// Exact: "1234.5", "1,234.50", "$12", "97.5%", "-1e3"; nothing when it is no number or too large.
[[nodiscard]] std::optional<Decimal> read_decimal(std::string_view text);
// Written as for read_decimal; "12.0" is 12, "12.5" is nothing.
[[nodiscard]] std::optional<std::int64_t> read_integer(std::string_view text);
// true, 1, yes, y, t and their opposites, in any case of letters; nothing for another word.
[[nodiscard]] std::optional<bool> read_boolean(const RawCell& cell);

// Microseconds since 1970 in UTC. Units: epoch_s, epoch_ms, iso (without a zone: UTC), local
// (the wall clock's reading as if it were UTC).
[[nodiscard]] std::optional<std::int64_t> read_timestamp(const RawCell& cell,
                                                         std::string_view unit);
// Days since 1970: "2026-07-01" (or longer), "20260701", "2026-07"; epoch units: the UTC day.
[[nodiscard]] std::optional<std::int32_t> read_date(const RawCell& cell, std::string_view unit);

// How many units of the reporting currency one of this is worth; 0 when nobody said.
[[nodiscard]] double rate_of(std::string_view currency, const CurrencyRates& rates);
// How money is written: units are major, minor and micro. What a minor unit is, the vendor defines;
// `minor_digits` holds where it differs from ISO 4217.
struct MoneyForm {
  std::string_view unit;
  std::string_view currency;
  std::span<const std::pair<std::string, int>> minor_digits{};
};
// Money in the reporting currency, unrounded. Nothing when there is no rate.
[[nodiscard]] std::optional<Decimal> read_money(std::string_view text, const MoneyForm& form,
                                                const CurrencyRates& rates);
// "1234.5": a whole number of 10^-10 as text that reads back exactly.
[[nodiscard]] std::string decimal_text(Decimal value);

}  // namespace sluice::analyst
