#include "analytics/reading/free_pieces.h"

#include "analytics/language/grammar_names.h"

#include <string>

namespace sluice::analytics {

void FreePieces::add(std::size_t first, std::size_t end, Piece piece, Make make, double cost) {
  for (std::size_t word = first; word < end; ++word)
    if (view_.is_taken(word)) return;
  pieces_.push_back({first, end, std::move(piece), make, std::string(to_text(make)), cost, {}});
}

}  // namespace sluice::analytics
