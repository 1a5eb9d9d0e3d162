#pragma once
#include "analytics/planner/draft.h"
#include "analytics/planner/planner.h"

#include <optional>
#include <vector>

// What is said when no reading of a question can be answered.
namespace sluice::analytics {

// Names who could provide it: a vendor of the catalog, the connected ones in part, or nobody.
[[nodiscard]] Refusal not_answered(const Desk& desk, const std::vector<Draft>& drafts);

// Something is asked for that a connected vendor says it lacks, and the best draft leaves it out:
// who else could provide it, if anybody.
[[nodiscard]] std::optional<Refusal> lacking(const Desk& desk, const std::vector<Draft>& drafts);

// "open issues" said word for word, which cannot be restricted as asked: the plan about issued
// invoices that is left would answer another question.
// Null: there is no such reading.
[[nodiscard]] const Draft* meant_but_impossible(const std::vector<Draft>& drafts);

}  // namespace sluice::analytics
