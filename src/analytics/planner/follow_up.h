#pragma once
#include "analytics/planner/draft.h"

#include <optional>

namespace sluice::analytics {

// Whether the question leans on the one before: "and by country?", "which of those ...".
[[nodiscard]] bool leans_on_previous(const ReadQuestion& question);

// The previous plan with the slots that the question names put anew: period, groups, values,
// limit, chart.
[[nodiscard]] std::optional<Draft> refine_previous(const Desk& desk, const QueryPlan& previous);

// A question with a measure of its own takes over what it leaves out: the period, and within the
// same vendor the groups and conditions.
void inherit_slots(const Desk& desk, Draft& draft, const QueryPlan& previous);

}  // namespace sluice::analytics
