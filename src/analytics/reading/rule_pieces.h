#pragma once
#include "analytics/reading/phrases.h"

#include <vector>

namespace sluice::analytics {

// All pieces that rules of the grammar make of the question's words. With a view: only those that
// need the catalog's words; without: all others, which every reading shares.
[[nodiscard]] std::vector<Placed> rule_pieces(const Scene& scene, const AnchorView* view);

}  // namespace sluice::analytics
