#pragma once
#include "analytics/language/text_words.h"
#include "analytics/meaning/lexicon_index.h"

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sluice::analytics {

// A term found in a question.
struct Match {
  const Term* term = nullptr;
  std::vector<std::size_t> words;  // The words that it covers, ascending.
  bool exact = true;               // In order and without words between.
  bool inflected = false;          // "Refunded" for "refunds": another form of a word.
  bool other_time = false;         // "Paying" for "paid": what goes on is not what is over.
  bool together = true;            // Nothing but small words between.
  bool by_concept = false;         // "Clients" for "customers": another word for the same thing.
  // By a concept's word that is another thing's own name in the question. A scene finds out.
  bool called_otherwise = false;
  [[nodiscard]] std::size_t first() const { return words.front(); }
  [[nodiscard]] std::size_t last() const { return words.back(); }
};

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
  // Replaces the stems of unknown words by that of the nearest known one: distance 1 from 5 letters
  // on, 2 from 9 on. Gives the number of replaced words. An own value is neither guessed nor
  // replaced.
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
