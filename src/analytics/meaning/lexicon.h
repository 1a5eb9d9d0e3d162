#pragma once
#include "analytics/language/text_words.h"
#include "analytics/meaning/join_graph.h"
#include "analytics/meaning/meaning.h"
#include "analytics/meaning/reach.h"

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
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
  std::size_t anchor = 0;          // The first stem that carries content: it is looked up by that.
  std::size_t content = 0;         // How many stems do.
  bool own = false;                // A value that only the organization's own rows show.
};

// A term found in a question.
struct Match {
  const Term* term = nullptr;
  std::vector<std::size_t> words;  // The words that it covers, ascending.
  bool exact = true;               // In order and without words between.
  bool inflected = false;          // "Refunded" for "refunds": another form of a word.
  bool other_time = false;         // "Paying" for "paid": what goes on is not what is over.
  bool together = true;            // Nothing but small words between.
  bool by_concept = false;         // "Clients" for "customers": another word for the same thing.
  [[nodiscard]] std::size_t first() const { return words.front(); }
  [[nodiscard]] std::size_t last() const { return words.back(); }
};

// What can be said about some vendors, by its words: built once for them, and immutable.
struct LexiconIndex {
  std::vector<Term> terms;
  std::unordered_map<std::string, std::vector<std::size_t>> by_stem;  // By the first content stem.
  std::unordered_set<std::string> vocabulary;  // Stems; of own values the words themselves.
  // By the stem of each word of a concept: the stems of the others, and of the words that a word of
  // the catalog says the same as.
  std::unordered_map<std::string, std::vector<std::string>> same;
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

// Everything that can be said about some vendors, built from their semantic entries. `vendors`
// outlive it; `index` is theirs, null: it is built here. `own` are the organization's own values
// over the same vendors (own_values.h), null: none are known.
class Lexicon {
 public:
  explicit Lexicon(const std::vector<VendorMeaning>& vendors,
                   std::shared_ptr<const LexiconIndex> index = nullptr,
                   std::shared_ptr<const LexiconIndex> own = nullptr)
      : vendors_(&vendors),
        index_(index ? std::move(index) : index_of(vendors)),
        own_(std::move(own)) {}

  // All terms found among the words; `masked` words (times, operators) are looked through. An own
  // value is found only as it is written, up to capitals.
  [[nodiscard]] std::vector<Match> find(const std::vector<TextWord>& words,
                                        const std::vector<bool>& masked) const;
  // Replaces the stems of unknown words by the nearest known one: distance 1 from 5 letters on,
  // 2 from 9 on. Gives the number of replaced words. An own value is neither guessed nor replaced.
  std::size_t correct(std::vector<TextWord>& words, const std::vector<bool>& masked) const;
  // A word with this stem, as the catalog writes it; the stem where there is none.
  [[nodiscard]] std::string spelled(const std::string& stem) const;
  // All of them, by their stems.
  [[nodiscard]] const std::unordered_map<std::string, std::string>& spellings() const noexcept {
    return index_->spelling;
  }
  [[nodiscard]] bool knows(const std::string& stem) const {
    return index_->vocabulary.contains(stem);
  }
  // Whether the word alone says something of the catalog, rather than as a part of a phrase.
  [[nodiscard]] bool names(const std::string& stem) const;
  // Whether the word, in lower case, stands in an own value.
  [[nodiscard]] bool is_own(const std::string& word) const {
    return own_ != nullptr && own_->vocabulary.contains(word);
  }
  // What the organization's own rows showed in the field, in a fixed order.
  [[nodiscard]] std::vector<std::string> own_values(const catalog::Field& field) const;
  [[nodiscard]] const std::vector<VendorMeaning>& vendors() const noexcept { return *vendors_; }
  [[nodiscard]] const JoinTargets& targets() const noexcept { return index_->targets; }
  // What can be joined to rows of the entry without multiplying them.
  [[nodiscard]] std::shared_ptr<const Reach> reach(std::size_t vendor,
                                                   const catalog::Entry& from) const {
    return index_->reaches->of(*vendors_, index_->targets, vendor, from);
  }
  [[nodiscard]] const JoinGraph& joins() const noexcept { return *index_->joins; }

 private:
  const std::vector<VendorMeaning>* vendors_;
  std::shared_ptr<const LexiconIndex> index_;
  std::shared_ptr<const LexiconIndex> own_;
};

}  // namespace sluice::analytics
