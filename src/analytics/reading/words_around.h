#pragma once
#include "analytics/reading/scene.h"

#include <vector>

namespace sluice::analytics {

// All pieces that may be said around one anchor: those of the rules that every reading shares,
// those that need the catalog, and the catalog's own words (values, nouns, moments, names).
[[nodiscard]] std::vector<Placed> pieces_around(const AnchorView& view,
                                                const std::vector<Placed>& shared);

}  // namespace sluice::analytics
