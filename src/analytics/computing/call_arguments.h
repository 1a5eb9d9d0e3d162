#pragma once
#include "analytics/computing/workbook.h"
#include "analytics/plan/query_plan.h"
#include "base/json.h"
#include "base/time_zone.h"

namespace sluice::analytics {

// What the tool of a table is asked with for one stretch of time: the arguments of the entry and of
// its measure, the placeholders filled in, the groups that the question wants, and the conditions
// that the vendor can apply itself. Not the pages and not what a fan-out fills in. A search without
// words is a fault of the workbook.
[[nodiscard]] Json call_arguments(Workbook& book, const TableNeed& need, const QueryPlan& plan,
                                  const FetchRange& range, const TimeZone& zone);

}  // namespace sluice::analytics
