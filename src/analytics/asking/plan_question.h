#pragma once
#include "analytics/asking/ask.h"
#include "analytics/reading/plan_outcome.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// The plan of a question, the question back, or why it is not answered.
[[nodiscard]] PlanOutcome plan_of(const PlannerContext& context, const Question& question);

// Where a condition or a group found nothing: the question without conditions, and without groups
// of other sources, if it can be said and is read as what is meant.
[[nodiscard]] std::vector<std::string> suggestions_without_conditions(const PlannerContext& context,
                                                                      QueryPlan plan);

// Up to four questions that may come next: variations of the plan, and one of another source. Each
// was read, and computed as far as that needs no rows, as what it is meant to be.
[[nodiscard]] std::vector<std::string> suggestions_after(const PlannerContext& context,
                                                         const QueryPlan& plan);

}  // namespace sluice::analytics
