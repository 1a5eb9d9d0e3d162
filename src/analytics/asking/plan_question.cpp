#include "analytics/asking/plan_question.h"

#include "analytics/planner/planner_text.h"
#include "analytics/planner/refuse.h"
#include "analytics/reading/read.h"

#include <utility>

namespace sluice::analytics {
namespace {

[[nodiscard]] PlanOutcome by_rules(const PlannerContext& context, const Question& question) {
  return plan_question(context, question.text, question.previous ? &*question.previous : nullptr);
}

// Reasons that do not depend on how the words are read: the rules judge them for both engines.
[[nodiscard]] bool is_final(const Refusal& refusal) {
  switch (refusal.reason) {
    case RefusalReason::forecast:
    case RefusalReason::write_request:
    case RefusalReason::outside_data_range: return true;
    case RefusalReason::no_data_source:
    case RefusalReason::vendor_lacks_data:
    case RefusalReason::not_understood: return false;
  }
  return false;
}

[[nodiscard]] std::string quoted(const std::vector<std::string>& words) {
  constexpr std::size_t shown_max = 4;
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < shown_max; ++i)
    text += (i == 0 ? "\"" : ", \"") + words[i] + "\"";
  return text;
}

// What was in the way, in the person's own words: a number that leaves a word out would answer
// another question.
[[nodiscard]] PlanOutcome not_read(const PlannerContext& context, const Question& question,
                                   const NotRead& reason) {
  if (!reason.near.empty()) {
    Clarification asked;
    asked.text = "I did not understand " + quoted(reason.unknown) + ". Do you mean one of these?";
    asked.options = reason.near;
    return asked;
  }
  std::string text = "I did not understand this question. Try one of these.";
  if (!reason.unknown.empty())
    text = "I did not understand " + quoted(reason.unknown) +
           ", and without it I would answer another question. Say it in other words.";
  else if (!reason.impossible.empty())
    text = "I cannot work out \"" + reason.impossible + "\" for what this asks.";
  return refuse(context, split_words(question.text), RefusalReason::not_understood, text);
}

[[nodiscard]] PlanOutcome by_grammar(const PlannerContext& context, const Question& question) {
  PlanOutcome rules = by_rules(context, question);
  const auto* refusal = std::get_if<Refusal>(&rules);
  if (refusal != nullptr && is_final(*refusal)) return rules;
  if (Grammar::english().commands(split_words(question.text)))
    return refuse(context, split_words(question.text), RefusalReason::write_request,
                  "Sluice only reads: it cannot change anything at a vendor.");
  auto outcome =
      plan_by_grammar(context, question.text, question.previous ? &*question.previous : nullptr);
  if (outcome) return *std::move(outcome);
  if (std::holds_alternative<PlannedQuestion>(rules) ||
      std::holds_alternative<Clarification>(rules) || !outcome.error().near.empty())
    return not_read(context, question, outcome.error());
  return rules;
}

}  // namespace

PlanOutcome plan_of(const PlannerContext& context, const Question& question) {
  switch (question.engine) {
    case PlannerEngine::rules: return by_rules(context, question);
    case PlannerEngine::grammar: return by_grammar(context, question);
  }
  return by_rules(context, question);
}

}  // namespace sluice::analytics
