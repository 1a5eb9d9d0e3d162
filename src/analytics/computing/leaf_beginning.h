#pragma once
#include "analytics/computing/leaf.h"

#include <string>

namespace sluice::analytics {

// Since when the vendor has rows that the leaf is computed from, as SELECT of one column `begins`:
// null when there are none. What lies before it is no data, not zero. Of days and weeks, where a
// quiet beginning is ordinary, and of rows that the vendor was asked to leave out, nothing is said.
[[nodiscard]] std::string beginning_sql(Workbook& book, const Leaf& leaf, const LeafFrame& frame);

}  // namespace sluice::analytics
