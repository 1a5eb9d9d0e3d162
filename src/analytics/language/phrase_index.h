#pragma once
#include "analytics/language/text_words.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice::analytics {

struct GrammarRule;
struct PhrasePart;

// One phrase of one rule, by their places in the grammar.
struct PhraseAt {
  std::size_t rule = 0;
  std::size_t phrase = 0;
  friend auto operator<=>(const PhraseAt&, const PhraseAt&) = default;
};

// Which phrases can begin at a word, so that not every phrase is tried at every word of a question:
// by the words that they may begin with, or any word where they begin with a slot. Immutable.
class PhraseIndex {
 public:
  PhraseIndex() = default;
  // Of the phrases with a slot of the catalog, or of the others.
  PhraseIndex(const std::vector<GrammarRule>& rules, bool of_catalog);

  // In the order of the grammar.
  [[nodiscard]] std::vector<PhraseAt> starting(const TextWord& word) const;

 private:
  // True: the part may be left out, and what follows may begin the phrase as well.
  bool add(const std::vector<PhrasePart>& phrase, PhraseAt at);

  std::unordered_map<std::string, std::vector<PhraseAt>> by_text_;
  std::unordered_map<std::string, std::vector<PhraseAt>> by_stem_;
  std::vector<PhraseAt> any_;
};

}  // namespace sluice::analytics
