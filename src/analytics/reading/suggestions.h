#pragma once
#include "analytics/language/text_words.h"
#include "analytics/reading/plan_outcome.h"

#include <functional>
#include <string>
#include <vector>

// What can be asked next or instead: questions of the catalog's rows, and variations of a plan.
namespace sluice::analytics {

// A question that may come next, and whether a plan is what it is meant to have: whoever offers it
// reads it first.
struct NextQuestion {
  std::string text;
  bool follows = true;  // Read as an edit of the plan before it; else by itself.
  std::function<bool(const QueryPlan&)> means;
};

// Best first: the plan split, compared, over time, for the time before.
[[nodiscard]] std::vector<NextQuestion> next_questions(const PlannerContext& context,
                                                       const QueryPlan& plan);

// The key numbers of the other connected vendors for the same time, each whole by itself.
[[nodiscard]] std::vector<NextQuestion> elsewhere_questions(const PlannerContext& context,
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
