#include "analytics/asking/plan_question.h"

#include "analytics/asking/refusals.h"

#include <utility>

namespace sluice::analytics {

PlanOutcome plan_of(const PlannerContext& context, const Question& question) {
  if (auto refusal = refuse_unread(context, question)) return *std::move(refusal);
  auto outcome =
      plan_by_grammar(context, question.text, question.previous ? &*question.previous : nullptr);
  if (!outcome) return outcome_of_not_read(context, question, outcome.error());
  if (const auto* planned = std::get_if<PlannedQuestion>(&*outcome))
    if (auto refusal = refuse_plan(context, question, planned->plan)) return *std::move(refusal);
  return *std::move(outcome);
}

}  // namespace sluice::analytics
