#pragma once
#include "analytics/asking/ask.h"
#include "analytics/reading/plan_outcome.h"

namespace sluice::analytics {

// The plan of a question, the question back, or why it is not answered.
[[nodiscard]] PlanOutcome plan_of(const PlannerContext& context, const Question& question);

}  // namespace sluice::analytics
