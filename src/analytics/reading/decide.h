#pragma once
#include "analytics/reading/offers.h"
#include "analytics/reading/read.h"
#include "analytics/reading/weights.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// The readings of the part of a text that asks; the words of the rest are its assumption.
struct BestPart {
  std::unique_ptr<Scene> scene;
  std::vector<Reading> readings;  // The best one is answerable.
  std::string left_out;
  bool left_out_measure = false;  // Of the words left out: a number of the catalog is among them.
};

// What the reading goes by that would be answered.
[[nodiscard]] Features features_of(const BestPart& part);

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
