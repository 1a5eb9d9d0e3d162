#include "analytics/reading/decide.h"

#include "analytics/reading/assumptions.h"
#include "analytics/reading/options.h"
#include "analytics/reading/say.h"
#include "analytics/reading/suggestions.h"
#include "analytics/reading/vendor_choice.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

// Two readings closer than this that count different things are asked back.
constexpr double clear_margin = 0.12;
// Whether both count by the same words, or one by some of the other's ("customers", "customers
// pay"): a join between what one vendor counts and what it is grouped by makes the other no better,
// and "revenue by country" is still either vendor's.
[[nodiscard]] bool counts_by_the_same(const Reading& a, const Reading& b) {
  const auto holds = [](const std::vector<std::size_t>& all, const std::vector<std::size_t>& some) {
    return !some.empty() && std::ranges::includes(all, some);
  };
  return a.counted_words == b.counted_words || holds(a.counted_words, b.counted_words) ||
         holds(b.counted_words, a.counted_words);
}

// In any order: "revenue and refunds" and "refunds and revenue" need no asking back.
[[nodiscard]] bool counts_the_same(const QueryPlan& a, const QueryPlan& b) {
  return a.measures.size() == b.measures.size() &&
         std::is_permutation(a.measures.begin(), a.measures.end(), b.measures.begin());
}

[[nodiscard]] Clarification ask_back(const Scene& scene, const std::vector<const Reading*>& close) {
  Clarification asked;
  std::vector<std::string> labels;
  for (const Reading* reading : close) {
    asked.options.push_back(option_of(scene, *reading));
    labels.push_back(asked.options.back().label);
  }
  asked.text = "Which one do you mean: " + join_names(labels) + "?";
  return asked;
}

// "Share of open deals" is how the engine itself would say it: there is nothing left to ask back.
[[nodiscard]] bool is_own_wording(const PlannerContext& context, std::string_view question,
                                  const QueryPlan& plan) {
  const auto text = say(Meaning(context.connected), plan);
  while (!question.empty() && (question.back() == '?' || question.back() == ' '))
    question.remove_suffix(1);
  return text && lower(*text) == lower(question);
}

// What would be answered, to be pressed by whoever meant it. Nothing: it cannot be said.
[[nodiscard]] std::optional<Clarification> ask_whether(const PlannerContext& context,
                                                       const Lexicon& lexicon,
                                                       std::string_view question,
                                                       const QueryPlan& plan) {
  if (is_own_wording(context, question, plan)) return std::nullopt;
  auto option = offer(context, lexicon, plan);
  if (!option) return std::nullopt;
  Clarification asked;
  asked.text = "I am not sure that I read this right. Do you mean: " + option->label + "?";
  asked.options.push_back(*std::move(option));
  return asked;
}

// What the largest are the largest by was not said.
[[nodiscard]] bool is_ranking_assumed(const QueryPlan& plan) {
  return std::ranges::any_of(
      plan.assumptions, [](const Assumption& assumption) { return assumption.about == "ranking"; });
}

}  // namespace

std::vector<const Reading*> rivals_of(const std::vector<Reading>& readings) {
  std::vector<const Reading*> close{&readings.front()};
  for (const Reading& reading : readings) {
    const double margin =
        counts_by_the_same(reading, readings.front()) ? same_words_margin : clear_margin;
    const bool near = reading.is_complete() && reading.cost - readings.front().cost < margin;
    const bool told = std::any_of(close.begin(), close.end(), [&](const Reading* other) {
      return counts_the_same(other->plan, reading.plan) ||
             other->counted.vendor == reading.counted.vendor;
    });
    if (near && !told && close.size() < options_max) close.push_back(&reading);
  }
  for (const Reading& other : readings.front().others)
    if (other.cost - readings.front().cost < same_words_margin && close.size() < options_max)
      close.push_back(&other);
  return close;
}

PlanOutcome decide(const PlannerContext& context, const Lexicon& lexicon, std::string_view question,
                   BestPart part, const Weights& weights) {
  const auto close = rivals_of(part.readings);
  if (close.size() > 1) return ask_back(*part.scene, close);
  Reading& best = part.readings.front();
  if (auto spellings = other_spellings(*part.scene, best); !spellings.empty())
    return Clarification{"A word may be misspelt. Which one do you mean?", std::move(spellings)};
  note_assumptions(*part.scene, best);
  best.plan.confidence = weights.confidence(features_of(part));
  // "We look at revenue, so who are the largest?": what was taken for granted may have been said.
  const bool said_before = part.left_out_measure && is_ranking_assumed(best.plan);
  // A follow-up says little by itself: it is as sure as what it follows.
  if (said_before || (part.scene->before == nullptr && best.plan.confidence < weights.answer_min()))
    if (auto asked = ask_whether(context, lexicon, question, best.plan)) return *std::move(asked);
  PlannedQuestion planned;
  planned.plan = std::move(best.plan);
  if (!part.left_out.empty())
    planned.plan.assumptions.push_back({"wording", "what was asked without \"" + part.left_out +
                                                       "\", which was taken for background"});
  return planned;
}

}  // namespace sluice::analytics
