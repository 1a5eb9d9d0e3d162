#pragma once
#include "analytics/language/grammar.h"
#include "analytics/reading/plan_outcome.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// Asks for what nobody knows yet: "forecast", "how many will we close". Not so what is planned,
// which the data hold: "which subscriptions will renew".
[[nodiscard]] bool asks_for_forecast(const Grammar& grammar, const std::vector<TextWord>& words);

// A time of the text lies wholly ahead, and nothing in it is planned: "revenue next month".
[[nodiscard]] bool names_future(const PlannerContext& context, const Grammar& grammar,
                                std::string_view text);

// All of the plan's time lies before the records of what it measures begin, or some of what a
// single number needs before those that the vendor still has: the sentence that says so.
[[nodiscard]] std::optional<std::string> missed_history(const PlannerContext& context,
                                                        const QueryPlan& plan);

}  // namespace sluice::analytics
