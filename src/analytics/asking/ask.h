#pragma once
#include "analytics/answering/answer.h"
#include "analytics/asking/run.h"
#include "analytics/reading/plan_outcome.h"
#include "base/task.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// One question and what it follows. `previous` is the plan of the question before it in the same
// conversation.
struct Question {
  std::string id;
  std::string text;
  std::optional<QueryPlan> previous;
};

// The main job: plan, run, answer. Every way out is an Answer with a status; nothing is thrown for
// what a person can cause. Plans before it fetches, so no vendor row can change what is asked.
[[nodiscard]] Task<Answer> ask(Question question, PlannerContext planner, RunContext run);

// Runs a stored plan again, its relative period resolved anew at the business clock's now.
[[nodiscard]] Task<Answer> ask_again(Question question, QueryPlan plan, PlannerContext planner,
                                     RunContext run);

}  // namespace sluice::analytics
