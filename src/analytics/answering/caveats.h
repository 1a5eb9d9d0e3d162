#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"
#include "sources/fetch.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// Sentences for the person about what a fetch could not bring: rows beyond a limit, money without
// an exchange rate. Empty when nothing is missing.
[[nodiscard]] std::vector<std::string> caveats_of(const sources::Fetched& fetched,
                                                  std::string_view vendor_name);

// The names in the plan's conditions that no row may have: what the question calls something is
// looked for as it stands, and the vendor may spell it in another way. Without values of the
// catalog's own: "0 refunds in GBP" is a number.
[[nodiscard]] std::vector<std::string> unknown_names(const QueryPlan& plan, const Meaning& meaning);

}  // namespace sluice::analytics
