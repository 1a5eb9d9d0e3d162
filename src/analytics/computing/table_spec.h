#pragma once
#include "analyst/analyst.h"
#include "analytics/computing/workbook.h"

namespace sluice::analytics {

// How the rows of an entry's tool are read into the table that is needed of them.
[[nodiscard]] analyst::TableSpec table_spec(const TableNeed& need, const catalog::Tool& tool);

}  // namespace sluice::analytics
