#include "base/currency.h"

#include <gtest/gtest.h>

#include <utility>

namespace sluice {
namespace {

TEST(Currency, has_the_digits_of_iso_4217) {
  const std::pair<const char*, int> digits[] = {{"usd", 2}, {"JPY", 0}, {"kwd", 3}, {"isk", 0},
                                                {"mga", 2}, {"clf", 4}, {"huf", 2}, {"zwg", 2},
                                                {"aed", 2}, {"xpf", 0}, {"tnd", 3}};
  for (const auto& [code, wanted] : digits)
    EXPECT_EQ(currency_digits(code), wanted) << code;
  for (const char* code : {"", "gb", "day", "xau", "usdx", "s b", "ed "})
    EXPECT_FALSE(currency_digits(code)) << code;
}

TEST(Currency, is_known_by_what_people_call_it_and_by_no_english_word) {
  EXPECT_EQ(currency_named("euros"), "eur");
  EXPECT_EQ(currency_named("nzd"), "nzd");  // The last of the list.
  for (const char* word : {"", "euro:eur", "all", "try", "top", "cup", "eu"})
    EXPECT_FALSE(currency_named(word)) << word;
}

TEST(Currency, every_name_leads_to_a_currency) {
  for (const char* word : {"dollars", "pounds", "francs", "yen", "rupees", "zloty", "koruna"})
    EXPECT_TRUE(is_currency_code(currency_named(word).value_or(""))) << word;
}

}  // namespace
}  // namespace sluice
