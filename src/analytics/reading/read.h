#pragma once
#include "analytics/planner/planner.h"
#include "analytics/reading/assemble.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// One way to understand a whole question.
struct Reading {
  MeasureSense counted;
  std::vector<std::size_t> counted_words;
  Parse parse;
  QueryPlan plan;
  double cost = 0;  // Less is better: the pieces' costs, what is taken for granted, words left out.
  std::string impossible;  // The wish that no plan can meet; empty: it has a plan.
  [[nodiscard]] bool is_complete() const { return impossible.empty() && parse.unexplained.empty(); }
};

// All readings of the question, complete ones first, each group best first.
[[nodiscard]] std::vector<Reading> read_question(const Scene& scene);

// Why there is no reading of the whole question.
struct NotRead {
  std::vector<std::string> unknown;  // Words that nothing explains, as they were written.
  std::string impossible;            // Else: the wish that no plan can meet.
  // Questions that leave out little of what was asked, best first: offered, never answered.
  std::vector<Option> near;
};

// The grammar engine: reads, weighs and decides. Without a complete reading it says what was in the
// way; the refusal is made by whoever asks it. `before` is the plan of the question that this one
// follows, or null: a part of a question is read as an edit of it, a whole question starts anew.
[[nodiscard]] std::expected<PlanOutcome, NotRead> plan_by_grammar(
    const PlannerContext& context, std::string_view question, const QueryPlan* before = nullptr);

}  // namespace sluice::analytics
