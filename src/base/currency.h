#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

// How many digits the minor unit of a currency has (ISO 4217; catalog/iso-4217.json, which the
// pages read as well): 2 for "usd", 0 for "jpy", 3 for "KWD". Nothing for what is no currency.
[[nodiscard]] std::optional<int> currency_digits(std::string_view code);
// Whether a lower-case code is a currency of ISO 4217 (list one, 2026; without the codes for
// metals, funds and tests).
[[nodiscard]] bool is_currency_code(std::string_view code);

// As a person reads it: "EUR" for "eur".
[[nodiscard]] std::string currency_text(std::string_view code);
// The code of what people call a currency: "eur" for "euros". Lower case both ways. Codes count
// only where people write them as words; "all" and "try" are codes too.
[[nodiscard]] std::optional<std::string_view> currency_named(std::string_view word);

}  // namespace sluice
