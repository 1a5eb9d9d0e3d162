#include "analytics/computing/report_currency.h"

#include "analytics/language/number_text.h"
#include "base/currency.h"
#include "base/json.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
std::optional<std::string> report_in(analyst::CurrencyRates& rates, const std::string& currency) {
  const auto found = std::find_if(rates.to_reporting.begin(), rates.to_reporting.end(),
                                  [&currency](const auto& rate) { return rate.first == currency; });
  if (found == rates.to_reporting.end() || found->second <= 0) return std::nullopt;
  const double one = found->second;
  // The old currency becomes one of the others: without a rate its amounts would count as nothing.
  std::erase_if(rates.to_reporting,
                [&rates](const auto& rate) { return rate.first == rates.reporting; });
  rates.to_reporting.emplace_back(rates.reporting, 1.0);
  for (auto& rate : rates.to_reporting)
    rate.second /= one;
  const std::string home = currency_text(std::exchange(rates.reporting, currency));
  return "Amounts are in " + currency_text(currency) + ", at your organization's rate of " +
         number_text(Json(one), "") + " " + home + " for one " + currency_text(currency) + ".";
}

}  // namespace sluice::analytics
