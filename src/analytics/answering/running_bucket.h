#pragma once
#include "analyst/analyst.h"
#include "analytics/computing/compile.h"
#include "analytics/plan/query_plan.h"

#include <vector>

namespace sluice::analytics {

// A series of means and the like has no value in a step of time that has just begun and has no rows
// yet: it ends with the last step that has one. Takes the running step out of the table and of the
// spans, where it has no number at all; counts and sums say 0 there, which is one.
void leave_out_running(const QueryPlan& plan, CompiledPlan& compiled,
                       std::vector<analyst::Table>& tables);

}  // namespace sluice::analytics
