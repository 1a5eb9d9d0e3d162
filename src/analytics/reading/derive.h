#pragma once
#include "analytics/reading/phrases.h"

#include <vector>

namespace sluice::analytics {

// All pieces that may be said around one anchor: those of the rules that every reading shares,
// those that need the catalog, and the catalog's own words (values, nouns, moments, names).
[[nodiscard]] std::vector<Placed> pieces_around(const AnchorView& view,
                                                const std::vector<Placed>& shared);

// The cheapest ways to account for the words, best first, at most parses_max: a choice of
// pieces that do not overlap. A word that nothing takes costs by what it may carry.
inline constexpr std::size_t parses_max = 8;
[[nodiscard]] std::vector<Parse> derive(const AnchorView& view, const std::vector<Placed>& pieces);

}  // namespace sluice::analytics
