#include "analytics/asking/plan_question.h"

#include "analytics/asking/overview.h"
#include "analytics/asking/refusals.h"
#include "analytics/reading/offers.h"
#include "analytics/reading/say.h"
#include "analytics/reading/suggestions.h"

#include <algorithm>
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

// Whether the question is read, by itself or as an edit of the plan, as what it is meant to be.
[[nodiscard]] bool is_read_as_meant(const PlannerContext& context, const QueryPlan& plan,
                                    const NextQuestion& next) {
  Question question{.id = {}, .text = next.text, .previous = {}};
  if (next.follows) question.previous = plan;
  const PlanOutcome outcome = plan_of(context, question);
  const auto* planned = std::get_if<PlannedQuestion>(&outcome);
  return planned != nullptr && !means_the_same(planned->plan, plan) && next.means(planned->plan);
}

}  // namespace

std::vector<std::string> suggestions_after(const PlannerContext& context, const QueryPlan& plan) {
  // Each is read as a whole, so not many are tried.
  constexpr std::size_t variations_max = 3;
  constexpr std::size_t variations_read_max = 6;
  constexpr std::size_t elsewhere_read_max = 3;
  std::vector<std::string> next;
  std::size_t read = 0;
  for (const NextQuestion& each : next_questions(context, plan)) {
    if (next.size() == variations_max || ++read > variations_read_max) break;
    if (is_read_as_meant(context, plan, each)) next.push_back(each.text);
  }
  read = 0;
  for (const NextQuestion& each : elsewhere_questions(context, plan)) {
    if (++read > elsewhere_read_max) break;
    if (!is_read_as_meant(context, plan, each)) continue;
    next.push_back(each.text);
    break;
  }
  return next;
}

std::vector<std::string> suggestions_without_conditions(const PlannerContext& context,
                                                        QueryPlan plan) {
  plan.filters.clear();
  std::erase_if(plan.dimensions, [&](const Dimension& each) {
    return std::ranges::none_of(plan.measures, [&](const Reference& measure) {
      return measure.vendor == each.field.vendor;
    });
  });
  if (plan.dimensions.empty() && plan.frame == Frame::breakdown) plan.frame = Frame::total;
  const Lexicon lexicon(context.connected, context.lexicon, context.own);
  const auto offered = offer(context, lexicon, plan);
  return offered ? std::vector<std::string>{offered->question} : std::vector<std::string>();
}

PlanOutcome plan_of(const PlannerContext& context, const Question& question) {
  if (auto talked = talk(context, question.text)) return *std::move(talked);
  if (auto refusal = refuse_unread(context, question)) return *std::move(refusal);
  auto outcome =
      plan_by_grammar(context, question.text, question.previous ? &*question.previous : nullptr);
  if (!outcome) return outcome_of_not_read(context, question, outcome.error());
  if (const auto* planned = std::get_if<PlannedQuestion>(&*outcome))
    if (auto refusal = refuse_plan(context, question, planned->plan)) return *std::move(refusal);
  if (const auto* planned = std::get_if<PlannedQuestion>(&*outcome))
    if (auto refusal = refuse_uncomputable(context, question, planned->plan))
      return *std::move(refusal);
  return *std::move(outcome);
}

}  // namespace sluice::analytics
