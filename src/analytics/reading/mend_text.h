#pragma once
#include "analytics/language/grammar.h"
#include "analytics/meaning/lexicon.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// The question as it would be written with care, and its words: shortened and joined words written
// out, misspelt words that operate corrected ("yr", "top3", "septmber"). The customers' and the
// catalog's own words stay as they are.
[[nodiscard]] std::vector<TextWord> mend_text(const Lexicon& lexicon, const Grammar& grammar,
                                              std::string& text);

}  // namespace sluice::analytics
