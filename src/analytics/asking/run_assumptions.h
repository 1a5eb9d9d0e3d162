#pragma once
#include "analyst/analyst.h"
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"

#include <vector>

namespace sluice::analytics {

// What running a plan takes for granted beside what the plan says: by what rows of two vendors are
// held to be the same thing, and that amounts of several currencies are counted in one.
[[nodiscard]] std::vector<Assumption> assumed_while_running(const QueryPlan& plan,
                                                            const Meaning& meaning,
                                                            const analyst::CurrencyRates& rates);

}  // namespace sluice::analytics
