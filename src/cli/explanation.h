#pragma once
#include "analytics/reading/plan_outcome.h"
#include "catalog/catalog.h"
#include "cli/question_line.h"

namespace sluice::cli {

// What `sluice explain` prints: the plan with its resolved period, the tools that would be called,
// the words that were not used and the confidence; or why there is no plan.
[[nodiscard]] OrderedJson explanation_json(const QuestionLine& line,
                                           const analytics::PlanOutcome& outcome,
                                           const catalog::Catalog& catalog);

}  // namespace sluice::cli
