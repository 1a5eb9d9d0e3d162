#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// What a number over several accounts of a vendor has to admit: a tool that counts by itself does
// so within each account, and what does not add up over days does not over accounts either. Nothing
// where the plan tells the accounts apart or reads one of them.
[[nodiscard]] std::vector<std::string> caveats_of_accounts(const QueryPlan& plan,
                                                           const Meaning& meaning);

}  // namespace sluice::analytics
