#pragma once
#include <string_view>

namespace sluice {

// Whether a lower-case code is a currency of ISO 4217 (list one, 2026; without the codes for
// metals, funds and tests).
[[nodiscard]] bool is_currency_code(std::string_view code);

}  // namespace sluice
