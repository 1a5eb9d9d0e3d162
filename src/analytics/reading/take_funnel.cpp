#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// How many rows came from one of their moments to the next.
namespace sluice::analytics {
namespace {

// In the order in which they were said; where the rows' own beginning was said as their noun
// ("issues created"), it is the first.
[[nodiscard]] std::vector<Reference> steps_of(const Parts& parts) {
  std::vector<Reference> steps;
  const auto add = [&](const Reference& step) {
    if (std::ranges::find(steps, step) == steps.end()) steps.push_back(step);
  };
  const catalog::Measure* measure = parts.what.measure;
  if (measure != nullptr && !measure->time.empty()) add(parts.own(measure->time));
  for (const Said<Steps>& said : parts.steps)
    for (const FieldSense& moment : said.piece->moments)
      add(parts.reference(moment));
  if (parts.steps.empty())
    for (const Said<TimeOf>& said : parts.moments)
      add(parts.reference(said.piece->field));
  return steps;
}

}  // namespace

void take_funnel(Parts& parts) {
  if (parts.funnels.empty()) {
    if (!parts.steps.empty()) parts.fail(*parts.steps.front().at);
    return;
  }
  const Placed& at = *parts.funnels.front().at;
  QueryPlan& plan = parts.plan;
  const catalog::Measure* measure = parts.what.measure;
  const bool all_rows = parts.counts_rows() && (measure == nullptr || measure->filter.empty());
  const bool plain = plan.dimensions.empty() && parts.ranks.empty() && parts.shares.empty() &&
                     plan.comparison == Comparison::none && plan.having.empty() && !plan.bands &&
                     parts.at_parts.empty() && plan.frame != Frame::list &&
                     parts.transforms.empty();
  std::vector<Reference> steps = steps_of(parts);
  if (!all_rows || !plain || steps.size() < 2) return parts.fail(at);
  plan.frame = Frame::funnel;
  plan.measures.resize(1);
  plan.time = steps.front();
  plan.steps = std::move(steps);
}

}  // namespace sluice::analytics
