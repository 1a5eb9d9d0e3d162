#pragma once
#include "catalog/vendor.h"

#include <vector>

namespace sluice::catalog {

// What a tool may be called with: what it must have, all it may have, and each of its operations,
// as its reviewed schema and its rules want it. Sorted, none twice.
[[nodiscard]] std::vector<Json> fitting_arguments(const Tool& tool);

}  // namespace sluice::catalog
