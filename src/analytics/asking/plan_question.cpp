#include "analytics/asking/plan_question.h"

#include "analytics/reading/read.h"

#include <utility>

namespace sluice::analytics {
namespace {

[[nodiscard]] PlanOutcome by_rules(const PlannerContext& context, const Question& question) {
  return plan_question(context, question.text, question.previous ? &*question.previous : nullptr);
}

// The grammar's own reading; without one, the refusal of the rules, and never their plan.
[[nodiscard]] PlanOutcome by_grammar(const PlannerContext& context, const Question& question) {
  PlanOutcome rules = by_rules(context, question);
  if (question.previous) return rules;
  if (const auto* refusal = std::get_if<Refusal>(&rules)) {
    // Reasons that do not depend on how the words are read.
    switch (refusal->reason) {
      case RefusalReason::forecast:
      case RefusalReason::write_request:
      case RefusalReason::outside_data_range: return rules;
      case RefusalReason::no_data_source:
      case RefusalReason::vendor_lacks_data:
      case RefusalReason::not_understood: break;
    }
  }
  if (Grammar::english().commands(split_words(question.text))) {
    Refusal refusal;
    refusal.reason = RefusalReason::write_request;
    refusal.text = "Sluice only reads: it cannot change anything at a vendor.";
    return refusal;
  }
  if (auto outcome = plan_by_grammar(context, question.text)) return *std::move(outcome);
  if (!std::holds_alternative<PlannedQuestion>(rules)) return rules;
  Refusal refusal;
  refusal.text = "I did not understand every word of this question, so I do not answer it.";
  return refusal;
}

}  // namespace

PlanOutcome plan_of(const PlannerContext& context, const Question& question) {
  switch (question.engine) {
    case PlannerEngine::rules: return by_rules(context, question);
    case PlannerEngine::grammar:
    case PlannerEngine::both: return by_grammar(context, question);
  }
  return by_rules(context, question);
}

}  // namespace sluice::analytics
