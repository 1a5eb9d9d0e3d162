#include "analytics/language/phrase_index.h"

#include "analytics/language/grammar.h"

#include <algorithm>

namespace sluice::analytics {

PhraseIndex::PhraseIndex(const std::vector<GrammarRule>& rules, bool of_catalog) {
  for (std::size_t rule = 0; rule < rules.size(); ++rule)
    for (std::size_t phrase = 0; phrase < rules[rule].phrases.size(); ++phrase)
      if (rules[rule].of_catalog[phrase] == of_catalog)
        static_cast<void>(add(rules[rule].phrases[phrase], {rule, phrase}));
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the brackets of a phrase.
bool PhraseIndex::add(const std::vector<PhrasePart>& phrase, PhraseAt at) {
  for (const PhrasePart& part : phrase) {
    bool may_be_empty = part.optional;
    if (part.slot) {
      any_.push_back(at);
    } else if (part.alternatives.empty()) {
      (part.inflected ? by_stem_ : by_text_)[part.word].push_back(at);
    }
    for (const auto& alternative : part.alternatives)
      may_be_empty = add(alternative, at) || may_be_empty;
    if (!may_be_empty) return false;
  }
  return true;
}

std::vector<PhraseAt> PhraseIndex::starting(const TextWord& word) const {
  std::vector<PhraseAt> found = any_;
  if (const auto by_text = by_text_.find(word.text); by_text != by_text_.end())
    found.insert(found.end(), by_text->second.begin(), by_text->second.end());
  if (const auto by_stem = by_stem_.find(word.stem); by_stem != by_stem_.end())
    found.insert(found.end(), by_stem->second.begin(), by_stem->second.end());
  // A phrase may begin in several ways at once; it is tried once.
  std::ranges::sort(found);
  const auto repeated = std::ranges::unique(found);
  found.erase(repeated.begin(), repeated.end());
  return found;
}

}  // namespace sluice::analytics
