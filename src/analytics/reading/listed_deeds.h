#pragma once
#include "analytics/reading/scene.h"

#include <vector>

namespace sluice::analytics {

// "Opened, completed and cancelled": of the counted rows, each word of a list that the catalog has
// a count for, by the moment or the value that the word says, is a number of its own beside what is
// counted. Two words may as well be two conditions of the same rows ("created and closed in May"):
// that costs more than what they say of them.
[[nodiscard]] std::vector<Placed> listed_deeds(const AnchorView& view);

}  // namespace sluice::analytics
