#pragma once
#include "analytics/language/text_words.h"
#include "analytics/reading/pieces.h"
#include "analytics/reading/plan_outcome.h"

#include <string>
#include <vector>

// What can be asked next or instead: questions of the catalog's rows, and follow-ups of a plan.
namespace sluice::analytics {

// Up to three questions that go on from the plan, each a full follow-up.
[[nodiscard]] std::vector<std::string> next_questions(const MeasureSense& counted,
                                                      const QueryPlan& plan);

// Questions of the connected vendors that share the most words with the text; where none is near,
// one of each vendor in turn.
[[nodiscard]] std::vector<std::string> nearest_questions(const PlannerContext& context,
                                                         const std::vector<TextWord>& words,
                                                         std::size_t count);

// Questions that the connected vendors can answer, for an empty box; at most `count`, one of each
// vendor in turn.
[[nodiscard]] std::vector<std::string> suggest_questions(const PlannerContext& context,
                                                         std::size_t count);

// "Stripe, Linear or Notion".
[[nodiscard]] std::string join_names(const std::vector<std::string>& names);

}  // namespace sluice::analytics
