#pragma once
#include "analytics/language/grammar.h"
#include "analytics/meaning/lexicon.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// A misspelt word, and the one that it was taken for.
struct Mended {
  std::string written;
  std::string meant;
};

// The question as it would be written with care, and its words: shortened and joined words written
// out, misspelt words that operate corrected ("yr", "top3", "septmber"). The customers' and the
// catalog's own words stay as they are. Which words were corrected is added to `mended`.
[[nodiscard]] std::vector<TextWord> mend_text(const Lexicon& lexicon, const Grammar& grammar,
                                              std::string& text, std::vector<Mended>& mended);

}  // namespace sluice::analytics
