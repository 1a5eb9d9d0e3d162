#pragma once
#include "analytics/reading/phrases.h"

#include <optional>

namespace sluice::analytics {

// Pieces of the forms that are more than groups and measures, of a matched phrase; nothing where
// what stood in its slots makes no such piece.

// Where a length of time begins or ends, or the steps of a funnel.
[[nodiscard]] std::optional<Piece> moments(const GrammarRule& rule, const Captured& captured);
// A length without a unit is none: "within 5" may be anything.
[[nodiscard]] std::optional<Piece> length_bounded(FilterOp op, const Captured& captured);
// "By team" is no number; that of other rows goes by bands only where bands were said.
[[nodiscard]] std::optional<Piece> banded(const AnchorView* view, const GrammarRule& rule,
                                          const Captured& captured);

struct PhrasePlace {
  std::size_t first = 0;
  std::size_t end = 0;
};
// "With customer" asks for a column; "with a dispute", "with disputes" for some that are there.
[[nodiscard]] std::optional<Piece> related_to(const AnchorView* view, const GrammarRule& rule,
                                              const Captured& captured, PhrasePlace place);

}  // namespace sluice::analytics
