#pragma once
#include "analytics/reading/pieces.h"
#include "analytics/reading/scene.h"

#include <vector>

namespace sluice::analytics {

// Bands that stand beside each other ("under 50, 50 to 199, 200 and more"), each list as one piece.
// A list says where one band ends and the next begins; one with a gap or an overlap between two
// bands is none, since rows would be left out or counted twice.
[[nodiscard]] std::vector<Placed> bands_in(const Scene& scene);

}  // namespace sluice::analytics
