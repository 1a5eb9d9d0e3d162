#pragma once
#include "analyst/table.h"
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"

#include <vector>

namespace sluice::analytics {

// Gives columns of one name a name each: a field of another entry than the counted or listed one
// gets the noun of its rows ("company" beside the deal's own "name"), a measure of another vendor
// that vendor in front ("linear.issues_closed"). A chart and a file tell columns apart by nothing
// else.
void tell_columns_apart(const Meaning& meaning, const QueryPlan& plan,
                        std::vector<analyst::Column>& columns);

}  // namespace sluice::analytics
