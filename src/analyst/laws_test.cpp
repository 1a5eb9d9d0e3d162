#include "analyst/cells.h"
#include "base/currency.h"
#include "base/test_laws.h"

namespace sluice::analyst {
namespace {

using sluice::testing::expect_law;

TEST(MoneyLaw, an_exact_number_that_is_written_is_read_as_the_same) {
  expect_law([] {
    const Decimal value = static_cast<Decimal>(*rc::gen::arbitrary<std::int64_t>()) *
                          *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
    RC_ASSERT((read_decimal(decimal_text(value)) == value));
  });
}

TEST(MoneyLaw, minor_units_are_as_many_as_the_currency_has) {
  const CurrencyRates rates{.reporting = "usd",
                            .to_reporting = {{"usd", 1.0}, {"jpy", 1.0}, {"kwd", 1.0}}};
  expect_law([&rates] {
    const auto currency = *rc::gen::element<std::string>("usd", "jpy", "kwd");
    const auto amount = *rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000);
    Decimal minor_of_major = 1;
    for (int digit = 0; digit < currency_digits(currency).value_or(0); ++digit)
      minor_of_major *= 10;
    const auto minor =
        read_money(std::to_string(amount), {.unit = "minor", .currency = currency}, rates);
    const auto major =
        read_money(std::to_string(amount), {.unit = "major", .currency = currency}, rates);
    RC_ASSERT((minor.has_value() && major.has_value()));
    RC_ASSERT((*minor * minor_of_major == *major));
  });
}

TEST(MoneyLaw, commas_between_groups_change_no_number) {
  expect_law([] {
    const auto number = *rc::gen::inRange<std::int64_t>(0, 999'999'999'999);
    std::string grouped = std::to_string(number);
    for (std::size_t at = grouped.size(); at > 3; at -= 3)
      grouped.insert(at - 3, 1, ',');
    RC_ASSERT((read_decimal(grouped) == read_decimal(std::to_string(number))));
    RC_ASSERT((read_integer(std::to_string(number)) == number));
  });
}

}  // namespace
}  // namespace sluice::analyst
