#pragma once
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sluice::analytics {

// What a language says about single words, before any grammar reads them: language/en/words.yaml,
// where each list has its explanation. Words are in lower case and folded. Immutable.
class WordTable {
 public:
  // English, as the file was when this was built.
  [[nodiscard]] static const WordTable& english();
  // From the document's JSON form; the error names the list and the word that is wrong, and why.
  [[nodiscard]] static std::expected<WordTable, std::string> read(std::string_view json);

  [[nodiscard]] bool is_stop(std::string_view word) const { return stop_.contains(word); }
  [[nodiscard]] bool is_money(std::string_view word) const { return money_.contains(word); }
  [[nodiscard]] bool is_article(std::string_view word) const { return articles_.contains(word); }
  // Whether the word keeps its ending: it is its own stem.
  [[nodiscard]] bool is_apart(std::string_view word) const { return apart_.contains(word); }
  // The word that this one counts as ("people" -> "person"); null: itself. Never a word that counts
  // as yet another one.
  [[nodiscard]] const std::string* counts_as(std::string_view word) const {
    return meaning_in(same_, word);
  }
  // The name that the word is in capitals ("us" -> "usa"); null: it is none.
  [[nodiscard]] const std::string* name_in_capitals(std::string_view word) const {
    return meaning_in(capitals_, word);
  }
  // A letter (UTF-8) that Unicode does not take apart, as plain ones ("ø" -> "o"); null: it has
  // none.
  [[nodiscard]] const std::string* plain_letter(std::string_view letter) const {
    return meaning_in(letters_, letter);
  }
  // By its ending: several things ("tickets", not "status"), or what was done ("owned").
  [[nodiscard]] bool is_plural(std::string_view word) const;
  [[nodiscard]] bool is_participle(std::string_view word) const;
  // Whether the first is the second with an ending of the plural, whatever that makes of it.
  [[nodiscard]] bool is_plural_of(std::string_view word, std::string_view one) const;
  // "Seven", "third", "million"; nothing: the word is none.
  [[nodiscard]] std::optional<double> cardinal(std::string_view word) const;
  [[nodiscard]] std::optional<double> ordinal(std::string_view word) const;
  [[nodiscard]] std::optional<double> magnitude(std::string_view word) const;
  // "rd" behind digits.
  [[nodiscard]] bool is_ordinal_suffix(std::string_view word) const {
    return ordinal_suffixes_.contains(word);
  }
  // The unit of time ("mins" -> "minute"), that of a letter right behind digits ("h") and the step
  // of a series ("weekly" -> "week") that the word names; null: none.
  [[nodiscard]] const std::string* unit_of_time(std::string_view word) const {
    return meaning_in(units_, word);
  }
  [[nodiscard]] const std::string* unit_letter(std::string_view letter) const {
    return meaning_in(unit_letters_, letter);
  }
  [[nodiscard]] const std::string* step_adverb(std::string_view word) const {
    return meaning_in(step_adverbs_, word);
  }
  // A name with the word is said in its order alone ("MRR per customer"), and without it is
  // another.
  [[nodiscard]] bool is_ordering(std::string_view word) const { return ordering_.contains(word); }
  // By its ending: several things, of which the ending is more than a letter ("companies"); what
  // goes on ("paying"); what is over ("paid"); what is done by the ending behind the other word.
  [[nodiscard]] bool is_long_plural(std::string_view word) const;
  [[nodiscard]] bool goes_on(std::string_view word) const;
  [[nodiscard]] bool is_over(std::string_view word) const;
  [[nodiscard]] bool is_doing(std::string_view word, std::string_view verb) const;
  // Whether both are one word, written apart: "sign" and "ups".
  [[nodiscard]] bool is_compound(std::string_view first, std::string_view second) const;

 private:
  friend class WordTableReader;
  // Looked up by views into texts, so that a lookup makes no string.
  struct Hash {
    using is_transparent = void;
    [[nodiscard]] std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Words = std::unordered_set<std::string, Hash, std::equal_to<>>;
  using Meanings = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;

  [[nodiscard]] static const std::string* meaning_in(const Meanings& meanings,
                                                     std::string_view word);
  [[nodiscard]] static bool ends_with_any(std::string_view word, const Words& endings);

  using Numbers = std::unordered_map<std::string, double, Hash, std::equal_to<>>;
  [[nodiscard]] static std::optional<double> number_in(const Numbers& numbers,
                                                       std::string_view word);

  Words stop_;
  Words money_;
  Words articles_;
  Words apart_;
  Meanings same_;
  Meanings capitals_;
  Meanings letters_;
  Meanings units_;
  Meanings unit_letters_;
  Meanings step_adverbs_;
  Words plural_endings_;
  Words singular_endings_;
  Words participle_endings_;
  Words ordering_;
  Words long_plural_endings_;
  Words ongoing_endings_;
  Words past_endings_;
  Words ordinal_suffixes_;
  Numbers cardinals_;
  Numbers ordinals_;
  Numbers magnitudes_;
  // The second words by the first ("follow" -> {"up"}).
  std::unordered_map<std::string, std::vector<std::string>, Hash, std::equal_to<>> compounds_;
  Words compound_endings_;
};

}  // namespace sluice::analytics
