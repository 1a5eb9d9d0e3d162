#pragma once
#include "analytics/language/text_words.h"
#include "analytics/meaning/join_graph.h"
#include "analytics/meaning/meaning.h"
#include "analytics/meaning/reach.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sluice::analytics {

// One way to say one thing of the semantic layer.
struct Term {
  enum class Kind { vendor, entry, measure, field, value };
  Kind kind = Kind::entry;
  std::size_t vendor = 0;  // Index into the vendors that the lexicon was made of.
  const catalog::Entry* entry = nullptr;
  const catalog::Measure* measure = nullptr;
  const catalog::Field* field = nullptr;
  std::string value;               // Kind::value: exactly what the vendor's field holds.
  std::vector<std::string> stems;  // Of the phrase.
  std::vector<std::string> texts;  // Its words as they are written, in lower case.
  bool primary = false;            // Its name or label, not a synonym.
  bool shared = false;             // Of catalog/shared/concepts.yaml rather than of the row.
  bool code = false;               // A value of two letters: meant only where written as a code.
  std::vector<bool> carries;       // Stem by stem: whether its word carries content.
  bool ordered = false;            // Said in its order alone ("MRR per customer").
  std::size_t anchor = 0;          // The first stem that carries content: it is looked up by that.
  std::size_t content = 0;         // How many stems do.
  bool own = false;                // A value that only the organization's own rows show.
};

// A word of the catalog as it is written, folded, with its stem.
struct WordForm {
  std::string text;
  std::string stem;
};

// What can be said about some vendors, by its words: built once for them, and immutable.
struct LexiconIndex {
  std::vector<Term> terms;
  std::unordered_map<std::string, std::vector<std::size_t>> by_stem;  // By the first content stem.
  std::unordered_set<std::string> vocabulary;  // Stems; of own values the words themselves.
  // By the stem of each word of a concept: the stems of the others, and of the words that a word of
  // the catalog says the same as.
  std::unordered_map<std::string, std::vector<std::string>> same;
  // Each word once, by its first letter: what a misspelt word may have been meant as.
  std::unordered_map<char, std::vector<WordForm>> forms;
  std::unordered_map<std::string, std::string> spelling;  // Of a stem: the first word that has it.
  JoinTargets targets;
  std::shared_ptr<const JoinGraph> joins;
  std::shared_ptr<const ReachCache> reaches;
};
[[nodiscard]] std::shared_ptr<const LexiconIndex> index_of(
    const std::vector<VendorMeaning>& vendors);

// For those who make an index: looked up by the first word of the phrase that carries content. A
// phrase without one, or of more than eight words, is left out.
void add_term(LexiconIndex& index, Term term, std::string_view phrase);
[[nodiscard]] bool has_letter(std::string_view text);
[[nodiscard]] bool is_short_code(std::string_view text);

}  // namespace sluice::analytics
