#pragma once
#include "analytics/planner/draft.h"
#include "analytics/planner/planner.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// "Stripe, Linear or Notion".
[[nodiscard]] std::string join_names(const std::vector<std::string>& names);

// "MRR (Stripe)": what a draft counts, for a button.
[[nodiscard]] std::string reading_label(const Desk& desk, const Draft& draft);
// The question said again so that only this reading fits.
[[nodiscard]] std::string reading_question(const Desk& desk, const Draft& draft);

// Up to three questions that go on from the plan, each a full follow-up.
[[nodiscard]] std::vector<std::string> next_questions(const Desk& desk, const Draft& draft);

// Questions of the connected vendors' entries that share the most words with the text.
[[nodiscard]] std::vector<std::string> nearest_questions(const PlannerContext& context,
                                                         const std::vector<TextWord>& words,
                                                         std::size_t count);

}  // namespace sluice::analytics
