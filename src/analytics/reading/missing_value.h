#pragma once
#include "analytics/reading/read.h"

#include <optional>

namespace sluice::analytics {

// A word beside the noun of a field whose values are all known, and it is none of them: "the gold
// plan"; or of whose values answers have shown some, and then the nearest to it come first. Looked
// for among the words that the reading leaves unexplained.
[[nodiscard]] std::optional<MissingValue> missing_value(const Scene& scene, const Reading& reading);

}  // namespace sluice::analytics
