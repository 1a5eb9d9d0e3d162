#pragma once
#include "analytics/reading/scene.h"

#include <vector>

namespace sluice::analytics {

// Whether the word may be a part of a name: written with a capital that no sentence began with, and
// nothing that the catalog or the calendar calls so.
[[nodiscard]] bool is_name_word(const AnchorView& view, std::size_t at);

// The customers' own names (of companies, people, teams, repositories), which no catalog can know:
// each becomes a condition on the field that such a name most likely stands in.
[[nodiscard]] std::vector<Placed> names_around(const AnchorView& view);

}  // namespace sluice::analytics
