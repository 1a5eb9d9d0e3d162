#pragma once
#include "analytics/computing/row_scope.h"

namespace sluice::analytics {

// Holds for rows of the scope that have, or lack, a row of another entry; mistakes are left in the
// workbook: what cannot be joined is no condition that may be left out. `counted` is what is made
// of the scope's rows.
[[nodiscard]] std::string related_condition(RowScope& rows, const Related& related,
                                            const catalog::Measure& counted, const QueryPlan& plan);

}  // namespace sluice::analytics
