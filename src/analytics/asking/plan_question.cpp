#include "analytics/asking/plan_question.h"

#include "analytics/asking/overview.h"
#include "analytics/asking/refusals.h"
#include "analytics/reading/suggestions.h"

#include <utility>

namespace sluice::analytics {
namespace {

// What a greeting or "what can you do" gets: what can be asked of what is connected, to be pressed.
[[nodiscard]] std::optional<Clarification> talk(const PlannerContext& context,
                                                const std::string& text) {
  const Grammar& grammar = Grammar::english();
  const bool greets = says_only(grammar, PhraseList::greetings, text);
  if (!greets && !says_only(grammar, PhraseList::help, text)) return std::nullopt;
  constexpr std::size_t examples = 4;
  Clarification asked;
  asked.examples = true;
  for (const std::string& question : suggest_questions(context, examples))
    asked.options.push_back({question, question});
  if (asked.options.empty()) return std::nullopt;
  std::string sources;
  for (std::size_t i = 0; i < context.connected.size(); ++i) {
    if (i > 0) sources += i + 1 == context.connected.size() ? " and " : ", ";
    sources += context.connected[i].vendor->name;
  }
  asked.text =
      (greets ? "Hello. Ask" : "Ask") + (" in plain words about what " + sources) +
      (context.connected.size() == 1 ? " holds" : " hold") +
      ": how much or how many, over time, by group, the largest, a comparison, a list. For "
      "example:";
  return asked;
}

}  // namespace

PlanOutcome plan_of(const PlannerContext& context, const Question& question) {
  if (auto talked = talk(context, question.text)) return *std::move(talked);
  if (auto refusal = refuse_unread(context, question)) return *std::move(refusal);
  auto outcome =
      plan_by_grammar(context, question.text, question.previous ? &*question.previous : nullptr);
  if (!outcome) return outcome_of_not_read(context, question, outcome.error());
  if (const auto* planned = std::get_if<PlannedQuestion>(&*outcome))
    if (auto refusal = refuse_plan(context, question, planned->plan)) return *std::move(refusal);
  return *std::move(outcome);
}

}  // namespace sluice::analytics
