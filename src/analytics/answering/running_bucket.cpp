#include "analytics/answering/running_bucket.h"

#include <algorithm>

namespace sluice::analytics {

void leave_out_running(const QueryPlan& plan, CompiledPlan& compiled,
                       std::vector<analyst::Table>& tables) {
  constexpr std::size_t several = 2;
  const bool series = plan.frame == Frame::trend && plan.dimensions.size() == 1 &&
                      tables.size() == 1 && compiled.spans.size() == 1;
  if (!series) return;
  auto& spans = compiled.spans.front();
  auto& rows = tables.front().rows;
  if (rows.size() < several || rows.size() != spans.size() || !spans.back().partial) return;
  const auto& last = rows.back();
  if (!std::all_of(last.begin() + 1, last.end(), [](const Json& cell) { return cell.is_null(); }))
    return;
  rows.pop_back();
  spans.pop_back();
}

}  // namespace sluice::analytics
