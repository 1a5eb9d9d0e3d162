#include "analytics/language/word_table.h"

#include "base/json.h"
#include "base/text.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <utility>

namespace sluice::analytics {

// The document as bytes; made from language/en/words.yaml when this is built.
namespace embedded {
extern const std::string_view words_en;
}  // namespace embedded

// Reads the document; keeps the first fault.
class WordTableReader {
 public:
  explicit WordTableReader(const Json& document) : document_(document) {}

  [[nodiscard]] std::expected<WordTable, std::string> read() {
    read_list("stop", table_.stop_);
    read_list("money", table_.money_);
    read_list("articles", table_.articles_);
    read_list("apart", table_.apart_);
    read_list("compound_endings", table_.compound_endings_);
    read_same();
    read_capitals();
    read_compounds();
    if (!fault_.empty()) return std::unexpected(fault_);
    return std::move(table_);
  }

 private:
  void fail(std::string_view list, std::string_view word, std::string_view why) {
    if (fault_.empty())
      fault_ = std::string(list) + ": \"" + std::string(word) + "\" " + std::string(why);
  }

  // A list or a map that has to be there; null: it is not, which is said.
  [[nodiscard]] const Json* find(const char* name, bool map) {
    const auto found = document_.find(name);
    const bool there = found != document_.end() && (map ? found->is_object() : found->is_array());
    if (there) return &*found;
    fail(name, name, map ? "is no map of words" : "is no list of words");
    return nullptr;
  }

  // Empty, with the fault said, where it is no word as texts are split: what differs in case or
  // holds a sign would never be met.
  [[nodiscard]] std::string word_of(const char* list, const Json& value) {
    if (!value.is_string()) {
      fail(list, value.dump(), "is no text: put it in quotes");
      return {};
    }
    auto word = value.get<std::string>();
    const bool plain = !word.empty() &&
                       std::ranges::all_of(word, [](char c) { return is_lower(c) || is_digit(c); });
    if (plain) return word;
    fail(list, word, "is no word in lower case");
    return {};
  }

  void read_list(const char* name, WordTable::Words& words) {
    const Json* list = find(name, false);
    if (list == nullptr) return;
    for (const Json& value : *list) {
      std::string word = word_of(name, value);
      if (words.contains(word)) fail(name, word, "is there twice");
      words.insert(std::move(word));
    }
  }

  void read_same() {
    const Json* same = find("same", true);
    if (same == nullptr) return;
    for (const auto& [kept, others] : same->items()) {
      if (!others.is_array()) return fail("same", kept, "has no list of words");
      for (const Json& value : others) {
        const std::string word = word_of("same", value);
        if (table_.apart_.contains(word)) fail("same", word, "is kept apart too");
        if (!table_.same_.emplace(word, kept).second) fail("same", word, "is there twice");
      }
    }
    // A chain would make the stem depend on how often one looks.
    for (const auto& [word, kept] : table_.same_)
      if (table_.same_.contains(kept))
        fail("same", word, "counts as a word that counts as another");
  }

  void read_capitals() {
    const Json* capitals = find("capitals", true);
    if (capitals == nullptr) return;
    for (const auto& [word, name] : capitals->items())
      table_.capitals_.emplace(word, word_of("capitals", name));
  }

  void read_compounds() {
    const Json* compounds = find("compounds", false);
    if (compounds == nullptr) return;
    for (const Json& value : *compounds) {
      const auto text = value.is_string() ? value.get<std::string>() : value.dump();
      const auto words = split(text, ' ');
      if (words.size() != 2) return fail("compounds", text, "is not two words");
      table_.compounds_[std::string(words[0])].emplace_back(words[1]);
    }
  }

  const Json& document_;
  WordTable table_;
  std::string fault_;
};

std::expected<WordTable, std::string> WordTable::read(std::string_view json) {
  const Json document = Json::parse(json, nullptr, false);
  if (!document.is_object()) return std::unexpected("the words are no map of lists");
  return WordTableReader(document).read();
}

const std::string* WordTable::counts_as(std::string_view word) const {
  const auto found = same_.find(word);
  return found == same_.end() ? nullptr : &found->second;
}

const std::string* WordTable::name_in_capitals(std::string_view word) const {
  const auto found = capitals_.find(word);
  return found == capitals_.end() ? nullptr : &found->second;
}

bool WordTable::is_compound(std::string_view first, std::string_view second) const {
  const auto seconds = compounds_.find(first);
  if (seconds == compounds_.end()) return false;
  return std::ranges::any_of(seconds->second, [&](const std::string& tail) {
    if (!second.starts_with(tail)) return false;
    const std::string_view ending = second.substr(tail.size());
    return ending.empty() || compound_endings_.contains(ending);
  });
}

const WordTable& WordTable::english() {
  // Made once, on the first text; a fault here is a fault of the build, which the test finds.
  static const WordTable table = [] {
    auto read = WordTable::read(embedded::words_en);
    if (!read) {
      std::cerr << "sluice: language/en/words.yaml: " << read.error() << '\n';
      std::abort();
    }
    return *std::move(read);
  }();
  return table;
}

}  // namespace sluice::analytics
