#pragma once
#include "analytics/asking/ask.h"
#include "analytics/planner/planner.h"

namespace sluice::analytics {

// The plan of a question by the engine that it names.
[[nodiscard]] PlanOutcome plan_of(const PlannerContext& context, const Question& question);

}  // namespace sluice::analytics
