#pragma once
#include "analytics/reading/scene.h"

#include <vector>

namespace sluice::analytics {

// How much dearer a word may be read of one vendor than of another before the cheaper is meant:
// one join more makes the same word no other vendor's.
inline constexpr double same_words_margin = 0.3;

// Words of the question, [first, end), and the vendor whose thing they are taken for.
struct VendorPart {
  std::size_t first = 0;
  std::size_t end = 0;
  std::size_t vendor = 0;
};

struct OtherParse {
  Parse parse;
  VendorPart chosen;  // What stood there.
  VendorPart part;    // What stands there now.
};

// The same parse with one piece of another vendor in the place of a vendor's that nobody named:
// "MRR by deal owner" where two vendors have deals, "sign-ups and new customers" where two have
// customers. The counted rows' own vendor needs no naming. `pieces`: all that the words can be.
[[nodiscard]] std::vector<OtherParse> parses_of_other_vendors(const AnchorView& view,
                                                              const Parse& parse,
                                                              const std::vector<Placed>& pieces);

}  // namespace sluice::analytics
