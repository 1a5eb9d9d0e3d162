#pragma once
#include "analytics/reading/scene.h"

#include <vector>

namespace sluice::analytics {

// The nouns of other rows that are joined to what is counted, where a field or a value beside one
// is asked of them: said so, they are accounted for.
[[nodiscard]] std::vector<Placed> related_nouns(const AnchorView& view);

// Whether a field of the catalog is called so there.
[[nodiscard]] bool names_field(const AnchorView& view, std::size_t at);

}  // namespace sluice::analytics
