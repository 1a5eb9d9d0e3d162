#pragma once
#include "base/json.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// Why a chart is not drawn: unknown_mark, remote_data, link, expression, unknown_member,
// wrong_type, too_large; and a few words.
struct ChartFault {
  std::string reason;
  std::string detail;
};

// Whether a description holds nothing but what a page may draw: a mark of the closed set, rows
// that stand in it, plain field names and flags. Nothing that loads, links, computes or reaches out
// of the chart. Asked of every stored answer before a page gets it, and by `sluice check chart`.
[[nodiscard]] std::optional<ChartFault> chart_fault(const Json& spec);

}  // namespace sluice::analytics
