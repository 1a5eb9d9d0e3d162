#pragma once
#include "analytics/reading/phrases.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// All pieces that rules of the grammar make of the question's words. With a view: only those that
// need the catalog's words; without: all others, which every reading shares.
[[nodiscard]] std::vector<Placed> rule_pieces(const Scene& scene, const AnchorView* view);

// A value of a field as a plan holds it: the catalog spells all of them as text, and a filter on a
// number or a truth compares with one.
[[nodiscard]] Json json_value(const catalog::Field& field, const std::string& value);

}  // namespace sluice::analytics
