#pragma once
#include "analytics/meaning/lexicon_index.h"

#include <cstddef>
#include <vector>

namespace sluice::analytics {

// From so many letters on a word that nobody knows is taken for a misspelt one.
inline constexpr std::size_t misspelt_letters_min = 5;

// The known word that a misspelt one is nearest to: one letter away, two from nine letters on.
// Null: none is so near. Of equally near ones the same, whatever their order.
[[nodiscard]] const WordForm* nearest_form(const std::vector<WordForm>& forms,
                                           const TextWord& word);

}  // namespace sluice::analytics
