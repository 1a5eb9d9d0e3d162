#pragma once
#include "analytics/meaning/lexicon.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// Words of the catalog that a misspelt word may stand for, as they are written, nearest first: one
// letter away from 4 letters on, two from 8 on. They begin with the same letter.
[[nodiscard]] std::vector<std::string> near_words(const Lexicon& lexicon, const TextWord& word);

// Of a corrected word: the others that are as near as the one it was corrected to, and as likely.
// Letters are left out more often than put in, so that a shorter one is not ("opend": "opened").
[[nodiscard]] std::vector<std::string> words_as_near(const Lexicon& lexicon, const TextWord& word);

}  // namespace sluice::analytics
