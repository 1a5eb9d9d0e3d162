#pragma once
#include "analytics/reading/scene.h"

#include <utility>
#include <vector>

namespace sluice::analytics {

// Gathers pieces that words of the catalog make around what is counted, which has its own words: a
// piece that would take one of them is left out.
class FreePieces {
 public:
  explicit FreePieces(const AnchorView& view) : view_(view) {}

  // Words [first, end).
  void add(std::size_t first, std::size_t end, Piece piece, Make make, double cost);
  [[nodiscard]] std::vector<Placed> take() { return std::exchange(pieces_, {}); }

 private:
  const AnchorView& view_;
  std::vector<Placed> pieces_;
};

}  // namespace sluice::analytics
