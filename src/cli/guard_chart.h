#pragma once
#include "cli/guard.h"

namespace sluice::cli {

// `sluice check chart`: a line {"spec": {...}}. Allows what a page may draw: a mark of the closed
// set, rows that stand in the specification, plain field names and flags. Refuses anything that
// loads, links, computes or reaches out of the chart: unknown_mark, remote_data, link, expression,
// unknown_member, wrong_type, too_large.
[[nodiscard]] Guard make_chart_guard();

}  // namespace sluice::cli
