#include "analytics/answering/caveats.h"

#include "analytics/language/number_text.h"
#include "base/currency.h"

#include <algorithm>

namespace sluice::analytics {

namespace {

// The vendor has more rows than it gave.
[[nodiscard]] std::string given_less(const sources::Fetched& fetched, const std::string& vendor) {
  const auto rows = static_cast<std::int64_t>(fetched.provenance.rows);
  const std::string came = number_text(Json(rows), "count");
  if (fetched.total > rows)
    return "This is incomplete: " + vendor + " gave " + came + " of the " +
           number_text(Json(fetched.total), "count") + " rows that it says there are.";
  return "This is incomplete: " + vendor + " gave " + came + (rows == 1 ? " row" : " rows") +
         " and no way to the rest.";
}

}  // namespace

std::vector<std::string> caveats_of(const sources::Fetched& fetched, std::string_view vendor_name) {
  std::vector<std::string> caveats;
  const std::string vendor(vendor_name);
  switch (fetched.shortfall) {
    case sources::Shortfall::none: break;
    case sources::Shortfall::limits:
      caveats.push_back("This is incomplete: not all rows of " + vendor +
                        " fit into the limits of one question; ask for a shorter period.");
      break;
    case sources::Shortfall::vendor: caveats.push_back(given_less(fetched, vendor)); break;
  }
  if (fetched.unconverted_cells == 0) return caveats;
  const std::string currency = currency_text(fetched.unconverted_currency);
  const bool one = fetched.unconverted_cells == 1;
  caveats.push_back(number_text(Json(fetched.unconverted_cells), "count") +
                    (one ? " amount in " : " amounts in ") +
                    (currency.empty() ? "an unknown currency" : currency) +
                    (one ? " has" : " have") + " no exchange rate and " + (one ? "is" : "are") +
                    " left out.");
  return caveats;
}

std::vector<std::string> unknown_names(const QueryPlan& plan, const Meaning& meaning) {
  std::vector<std::string> names;
  for (const Filter& filter : plan.filters) {
    const catalog::Field* field = meaning.field(filter.field);
    const bool wanted =
        filter.op == FilterOp::eq || filter.op == FilterOp::in || filter.op == FilterOp::contains;
    if (field == nullptr || field->type != "text" || !wanted) continue;
    for (const Json& value : filter.values) {
      if (!value.is_string()) continue;
      const bool known = std::ranges::find(field->values, value.get<std::string>(),
                                           &catalog::FieldValue::value) != field->values.end();
      if (!known) names.push_back(value.get<std::string>());
    }
  }
  return names;
}

}  // namespace sluice::analytics
