#pragma once
#include "analytics/reading/read.h"

#include <vector>

namespace sluice::analytics {

// Why none of the readings answers the question: the words that were in the way, in the person's
// own spelling, and what may be offered instead. `readings` are those of the scene, best first.
[[nodiscard]] NotRead why_not(const Scene& scene, const std::vector<Reading>& readings);

}  // namespace sluice::analytics
