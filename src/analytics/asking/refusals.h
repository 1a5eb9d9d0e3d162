#pragma once
#include "analytics/asking/ask.h"
#include "analytics/reading/read.h"

#include <optional>

// Why a question is not answered, in a sentence of its own, with the nearest questions that are.
namespace sluice::analytics {

// What the words alone say, before anything is read: no question, another language, an order, a
// forecast.
[[nodiscard]] std::optional<Refusal> refuse_unread(const PlannerContext& context,
                                                   const Question& question);

// The words were read, and there is no plan: what was in the way, in the person's own words, or the
// questions that come near, to choose from.
[[nodiscard]] PlanOutcome outcome_of_not_read(const PlannerContext& context,
                                              const Question& question, const NotRead& reason);

// There is a plan, of a time from which nothing is kept, or that is yet to come.
[[nodiscard]] std::optional<Refusal> refuse_plan(const PlannerContext& context,
                                                 const Question& question, const QueryPlan& plan);

// There is a plan that cannot be computed: its sources cannot be joined, or its numbers do not make
// what is asked of them. What only a connection lacks is found when it runs.
[[nodiscard]] std::optional<Refusal> refuse_uncomputable(const PlannerContext& context,
                                                         const Question& question,
                                                         const QueryPlan& plan);

}  // namespace sluice::analytics
