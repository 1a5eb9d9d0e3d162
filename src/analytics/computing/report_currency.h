#pragma once
#include "analyst/analyst.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// Makes `currency` (ISO 4217, lower case) the one that amounts are reported in, at the rates that
// are there, and gives the sentence that says so. Nothing, and the rates as they were, where there
// is no rate for it.
[[nodiscard]] std::optional<std::string> report_in(analyst::CurrencyRates& rates,
                                                   const std::string& currency);

}  // namespace sluice::analytics
