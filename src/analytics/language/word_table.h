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
  [[nodiscard]] const std::string* counts_as(std::string_view word) const;
  // The name that the word is in capitals ("us" -> "usa"); null: it is none.
  [[nodiscard]] const std::string* name_in_capitals(std::string_view word) const;
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

  Words stop_;
  Words money_;
  Words articles_;
  Words apart_;
  Meanings same_;
  Meanings capitals_;
  // The second words by the first ("follow" -> {"up"}).
  std::unordered_map<std::string, std::vector<std::string>, Hash, std::equal_to<>> compounds_;
  Words compound_endings_;
};

}  // namespace sluice::analytics
