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

namespace {

constexpr std::size_t plural_letters_min = 3;  // "Gas" and "its" are no plurals.

}  // namespace

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
    read_list("plural_endings", table_.plural_endings_);
    read_list("singular_endings", table_.singular_endings_);
    read_list("participle_endings", table_.participle_endings_);
    read_list("ordering", table_.ordering_);
    read_list("long_plural_endings", table_.long_plural_endings_);
    read_list("ongoing_endings", table_.ongoing_endings_);
    read_list("past_endings", table_.past_endings_);
    read_list("ordinal_suffixes", table_.ordinal_suffixes_);
    read_numbers("numbers", table_.cardinals_);
    read_numbers("ordinals", table_.ordinals_);
    read_numbers("magnitudes", table_.magnitudes_);
    read_same();
    read_groups("units", table_.units_);
    read_groups("unit_letters", table_.unit_letters_);
    read_groups("step_adverbs", table_.step_adverbs_);
    read_capitals();
    read_letters();
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

  // "user: [users, usr]": each word behind the colon with the one before it.
  void read_groups(const char* name, WordTable::Meanings& meanings) {
    const Json* groups = find(name, true);
    if (groups == nullptr) return;
    for (const auto& [meant, words] : groups->items()) {
      if (!words.is_array()) return fail(name, meant, "has no list of words");
      for (const Json& value : words) {
        const std::string word = word_of(name, value);
        if (!meanings.emplace(word, meant).second) fail(name, word, "is there twice");
      }
    }
  }

  void read_numbers(const char* name, WordTable::Numbers& numbers) {
    const Json* map = find(name, true);
    if (map == nullptr) return;
    for (const auto& [word, value] : map->items()) {
      if (!value.is_number()) fail(name, word, "stands for no number");
      numbers.emplace(word, value.is_number() ? value.get<double>() : 0);
    }
  }

  void read_same() {
    read_groups("same", table_.same_);
    for (const auto& [word, kept] : table_.same_)
      if (table_.apart_.contains(word)) fail("same", word, "is kept apart too");
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

  void read_letters() {
    const Json* letters = find("letters", true);
    if (letters == nullptr) return;
    for (const auto& [letter, value] : letters->items()) {
      const auto plain = value.is_string() ? value.get<std::string>() : std::string();
      const bool ascii = std::ranges::all_of(plain, [](char c) { return c > ' ' && c < '\x7f'; });
      if (plain.empty() || !ascii) fail("letters", letter, "has no plain letters");
      table_.letters_.emplace(letter, plain);
    }
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

const std::string* WordTable::meaning_in(const Meanings& meanings, std::string_view word) {
  const auto found = meanings.find(word);
  return found == meanings.end() ? nullptr : &found->second;
}

bool WordTable::ends_with_any(std::string_view word, const Words& endings) {
  return std::ranges::any_of(endings,
                             [&](const std::string& ending) { return word.ends_with(ending); });
}

bool WordTable::is_plural(std::string_view word) const {
  return word.size() > plural_letters_min && ends_with_any(word, plural_endings_) &&
         !ends_with_any(word, singular_endings_);
}

bool WordTable::is_plural_of(std::string_view word, std::string_view one) const {
  return word.starts_with(one) && plural_endings_.contains(word.substr(one.size()));
}

std::optional<double> WordTable::number_in(const Numbers& numbers, std::string_view word) {
  const auto found = numbers.find(word);
  if (found == numbers.end()) return std::nullopt;
  return found->second;
}

std::optional<double> WordTable::cardinal(std::string_view word) const {
  return number_in(cardinals_, word);
}
std::optional<double> WordTable::ordinal(std::string_view word) const {
  return number_in(ordinals_, word);
}
std::optional<double> WordTable::magnitude(std::string_view word) const {
  return number_in(magnitudes_, word);
}

bool WordTable::is_long_plural(std::string_view word) const {
  return ends_with_any(word, long_plural_endings_);
}

bool WordTable::goes_on(std::string_view word) const {
  return ends_with_any(word, ongoing_endings_);
}

bool WordTable::is_over(std::string_view word) const {
  return ends_with_any(word, past_endings_);
}

bool WordTable::is_doing(std::string_view word, std::string_view verb) const {
  return word.starts_with(verb) && ongoing_endings_.contains(word.substr(verb.size()));
}

bool WordTable::is_participle(std::string_view word) const {
  return ends_with_any(word, participle_endings_);
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
