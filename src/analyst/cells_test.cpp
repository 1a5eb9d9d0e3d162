#include "analyst/cells.h"

#include <gtest/gtest.h>

namespace sluice::analyst {
namespace {

constexpr Decimal one = 10'000'000'000;

RawCell text(std::string_view value) {
  return {.kind = Node::Kind::text, .text = value};
}

std::optional<Decimal> money(std::string_view amount, std::string_view unit,
                             std::string_view currency, const CurrencyRates& rates) {
  return read_money(amount, {.unit = unit, .currency = currency}, rates);
}

TEST(Cells, decimals_are_exact) {
  EXPECT_EQ(read_decimal("0.1"), one / 10);
  EXPECT_EQ(read_decimal("1,234.50"), one * 12345 / 10);
  EXPECT_EQ(read_decimal("$12"), one * 12);
  EXPECT_EQ(read_decimal("97.5%"), one * 975 / 10);
  EXPECT_EQ(read_decimal("-1.5e3"), one * -1500);
  EXPECT_EQ(read_decimal("0.00000000005"), Decimal{1});  // Half of the last digit goes up.
  for (const char* wrong : {"", "abc", "1.2.3", "12,34", "--1", "1e999"}) {
    EXPECT_FALSE(read_decimal(wrong)) << wrong;
  }
}

TEST(Cells, integers_do_not_pass_through_a_double) {
  EXPECT_EQ(read_integer("9007199254740993"), 9007199254740993);
  EXPECT_EQ(read_integer("12.0"), 12);
  EXPECT_FALSE(read_integer("12.5"));
  EXPECT_FALSE(read_integer("99999999999999999999"));
}

TEST(Cells, timestamps_come_in_four_kinds) {
  constexpr std::int64_t second = 1'000'000;
  EXPECT_EQ(read_timestamp(text("1767225600"), "epoch_s"), 1767225600 * second);
  EXPECT_EQ(read_timestamp(text("1767225600500"), "epoch_ms"), 1767225600 * second + 500'000);
  EXPECT_EQ(read_timestamp(text("2026-01-01T02:00:00.25+02:00"), "iso"),
            1767225600 * second + 250'000);
  EXPECT_EQ(read_timestamp(text("2026-01-01T00:00:00Z"), "iso"), 1767225600 * second);
  EXPECT_EQ(read_timestamp(text("2025-12-31T19:00:00.000-0500"), "iso"), 1767225600 * second);
  EXPECT_EQ(read_timestamp(text("2026-01-01 00:00:00"), "local"), 1767225600 * second);
  EXPECT_FALSE(read_timestamp(text("yesterday"), "iso"));
  EXPECT_FALSE(read_timestamp(text("2026-02-30T00:00:00Z"), "iso"));
}

TEST(Cells, dates_are_never_shifted) {
  EXPECT_EQ(read_date(text("2026-01-01"), ""), 20454);
  EXPECT_EQ(read_date(text("2026-01-01T23:59:00-11:00"), ""), 20454);
  EXPECT_EQ(read_date(text("20260101"), ""), 20454);
  EXPECT_EQ(read_date(text("2026-01"), ""), 20454);
  EXPECT_EQ(read_date(text("1767225600"), "epoch_s"), 20454);
  EXPECT_FALSE(read_date(text("2026-13-01"), ""));
}

TEST(Cells, money_is_converted_unrounded) {
  const CurrencyRates rates{.reporting = "usd", .to_reporting = {{"eur", 1.08}, {"jpy", 0.0067}}};
  EXPECT_EQ(money("1999", "minor", "USD", rates), one * 1999 / 100);
  EXPECT_EQ(money("1", "minor", "eur", rates), one * 108 / 10000);
  EXPECT_EQ(money("1000", "minor", "jpy", rates), one * 67 / 10);  // No minor unit.
  EXPECT_EQ(money("2500000", "micro", "usd", rates), one * 25 / 10);
  EXPECT_EQ(money("19.99", "major", "eur", rates), one * 215892 / 10000);
  EXPECT_FALSE(money("5", "major", "chf", rates));  // A guess would be wrong money.
}

TEST(Cells, minor_units_are_those_of_iso_4217_unless_the_vendor_has_others) {
  const CurrencyRates rates{
      .reporting = "usd",
      .to_reporting = {{"isk", 1}, {"kwd", 1}, {"jpy", 1}, {"mga", 1}, {"clf", 1}}};
  const auto amount_of = [&rates](std::string_view currency,
                                  std::span<const std::pair<std::string, int>> own = {}) {
    return read_money("500", {.unit = "minor", .currency = currency, .minor_digits = own}, rates);
  };
  EXPECT_EQ(amount_of("jpy"), one * 500);
  EXPECT_EQ(amount_of("KWD"), one / 2);
  EXPECT_EQ(amount_of("clf"), one * 500 / 10000);
  EXPECT_EQ(amount_of("isk"), one * 500);
  EXPECT_EQ(amount_of("mga"), one * 5);
  const std::vector<std::pair<std::string, int>> own = {{"isk", 2}, {"mga", 0}};
  EXPECT_EQ(amount_of("isk", own), one * 5);
  EXPECT_EQ(amount_of("MGA", own), one * 500);
}

TEST(Cells, decimals_read_back_from_their_text) {
  for (const char* text : {"0", "-12.5", "0.0000000001", "123456789012345678"})
    EXPECT_EQ(read_decimal(decimal_text(*read_decimal(text))), read_decimal(text)) << text;
  EXPECT_EQ(decimal_text(one * 5 / 2), "2.5000000000");
}

}  // namespace
}  // namespace sluice::analyst
