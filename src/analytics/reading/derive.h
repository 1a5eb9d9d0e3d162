#pragma once
#include "analytics/reading/scene.h"

#include <vector>

namespace sluice::analytics {

// The cheapest ways to account for the words, best first, at most parses_max: a choice of
// pieces that do not overlap. A word that nothing takes costs by what it may carry.
inline constexpr std::size_t parses_max = 8;
[[nodiscard]] std::vector<Parse> derive(const AnchorView& view, const std::vector<Placed>& pieces);

}  // namespace sluice::analytics
