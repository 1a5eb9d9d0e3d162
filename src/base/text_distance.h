#pragma once
#include <cstddef>
#include <string_view>

namespace sluice {

// Damerau-Levenshtein (optimal string alignment) distance: insertions, deletions, substitutions
// and swaps of neighbours that turn one text into the other. Bytes, not characters.
[[nodiscard]] std::size_t text_distance(std::string_view from, std::string_view to);

}  // namespace sluice
