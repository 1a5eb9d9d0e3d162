#pragma once
#include "analytics/reading/scene.h"

#include <vector>

namespace sluice::analytics {

// What the values among the question's words may say of what is counted: a condition on its rows,
// or on the rows of whoever the value is said of.
[[nodiscard]] std::vector<Placed> values_around(const AnchorView& view);

}  // namespace sluice::analytics
