#pragma once
#include "analytics/reading/read.h"
#include "analytics/reading/weights.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// What costs more took too much for granted: it is refused, with the words that were in the way.
inline constexpr double answerable_cost = 1.6;
// Choices that a question back has.
inline constexpr std::size_t options_max = 4;

// The readings of the part of a text that asks; the words of the rest are its assumption.
struct BestPart {
  std::unique_ptr<Scene> scene;
  std::vector<Reading> readings;  // The best one is answerable.
  std::string left_out;
};

[[nodiscard]] bool is_answerable(const std::vector<Reading>& readings);

// What the reading goes by that would be answered.
[[nodiscard]] Features features_of(const BestPart& part);

// The plan as a question to press; nothing where it cannot be said so that it is read again as it
// was meant.
[[nodiscard]] std::optional<Option> offer(const PlannerContext& context, const Lexicon& lexicon,
                                          const QueryPlan& plan);

// Of the readings near the best one, those that count something else in another vendor; the best
// one first.
[[nodiscard]] std::vector<const Reading*> rivals_of(const std::vector<Reading>& readings);

// The plan of the best reading with its confidence; or the question back, where another vendor's
// is as good, or where too little speaks for it (Weights::answer_min): then with what would be
// answered as the option. What is offered so is answered when it is asked.
[[nodiscard]] PlanOutcome decide(const PlannerContext& context, const Lexicon& lexicon,
                                 std::string_view question, BestPart part,
                                 const Weights& weights = Weights::english());

}  // namespace sluice::analytics
