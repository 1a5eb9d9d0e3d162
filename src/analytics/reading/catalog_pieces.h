#pragma once
#include "analytics/reading/phrases.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// The piece of a matched phrase, which begins at the word `first`, that needs a field, a value or a
// second measure of the catalog; nothing where the slot stayed empty (an optional part of the
// phrase) or makes no such piece.
[[nodiscard]] std::optional<Piece> catalog_piece(const AnchorView* view, const GrammarRule& rule,
                                                 const Captured& captured, std::size_t first);

// A value of a field as a plan holds it: the catalog spells all of them as text, and a filter on a
// number or a truth compares with one.
[[nodiscard]] Json json_value(const catalog::Field& field, const std::string& value);

}  // namespace sluice::analytics
