#pragma once
#include "analytics/asking/run.h"
#include "analytics/reading/plan_outcome.h"

#include <memory>
#include <vector>

namespace sluice::analytics {

// Of so many values of one field that hold a word, each may be meant by it; of more, none is.
inline constexpr std::size_t values_of_name_max = 5;

// Reads the rows that a question is about for the words of it that nothing explains: by the plans
// without them, with the calls that the question itself would make and no others. Gives the
// organization's own values with what was found, to read the question by once more: names in full,
// and a field's few values that hold the words between them ("launch" of "Spring launch"). Null
// where nothing new was found. What cannot be read now finds nothing, and fails no question.
[[nodiscard]] Task<std::shared_ptr<const LexiconIndex>> look_for_names(
    std::vector<SoughtNames> sought, PlannerContext planner, RunContext context);

}  // namespace sluice::analytics
