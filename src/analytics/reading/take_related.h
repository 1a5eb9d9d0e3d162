#pragma once
#include "analytics/meaning/lexicon.h"
#include "analytics/meaning/related_path.h"
#include "analytics/reading/pieces.h"

#include <optional>
#include <vector>

namespace sluice::analytics {

// How rows of another entry belong to what is counted. Nothing where they do not, and where they
// are what the counted rows belong to: that is a field of them. Points into the lexicon's vendors.
[[nodiscard]] std::optional<std::vector<Hop>> way_to_related(const Lexicon& lexicon,
                                                             const MeasureSense& counted,
                                                             const MeasureSense& rows);

}  // namespace sluice::analytics
