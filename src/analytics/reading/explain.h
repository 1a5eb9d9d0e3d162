#pragma once
#include "analytics/reading/plan_outcome.h"
#include "base/json.h"

#include <string_view>

namespace sluice::analytics {

// How the grammar read a question, for `sluice explain`: the best readings (at most
// readings_shown), each with its cost, the pieces and the words that each takes, the words that
// none takes, and the wish that made it impossible, if one did. Also the words as they were mended,
// and the features of the reading that answers, by which its confidence is weighed.
inline constexpr std::size_t readings_shown = 6;
[[nodiscard]] OrderedJson explain_reading(const PlannerContext& context, std::string_view question);

}  // namespace sluice::analytics
