#include "analytics/language/text_words.h"
#include "analytics/language/word_table.h"

#include <string>

namespace sluice::analytics {
namespace {

constexpr std::size_t plural_letters_min = 3;

[[nodiscard]] bool ends(std::string_view word, std::string_view tail) {
  return word.size() > tail.size() && word.substr(word.size() - tail.size()) == tail;
}

[[nodiscard]] bool has_vowel(std::string_view word) {
  return word.find_first_of("aeiouy") != std::string_view::npos;
}

void drop_plural(std::string& word) {
  if (word.size() <= 3) return;
  if (ends(word, "ies") && word.size() > 4) {
    word.replace(word.size() - 3, 3, "y");
  } else if (ends(word, "sses") || ends(word, "xes") || ends(word, "ches") || ends(word, "shes") ||
             ends(word, "zes")) {
    word.resize(word.size() - 2);
  } else if (ends(word, "s") && !ends(word, "ss") && !ends(word, "us") && !ends(word, "is")) {
    word.pop_back();
  }
}

void drop_verb_end(std::string& word) {
  for (const std::string_view tail : {"ing", "ed"}) {
    if (!ends(word, tail) || word.size() < tail.size() + 3) continue;
    const std::string_view rest = std::string_view(word).substr(0, word.size() - tail.size());
    // "spring" has no vowel before its ending, and of "freed" too little would be left.
    if (!has_vowel(rest) || ends(rest, "e")) continue;
    word.resize(word.size() - tail.size());
    return;
  }
}

[[nodiscard]] std::string stem_by_rules(std::string_view word) {
  std::string stem(word);
  drop_plural(stem);
  drop_verb_end(stem);
  // "close", "closed" and "closing" meet in "clos": a stem is compared and never shown.
  if (ends(stem, "e") && stem.size() > 3) stem.pop_back();
  const std::size_t size = stem.size();
  // "shipped" and "ship": the doubled letter is the ending's.
  if (size > 3 && stem[size - 1] == stem[size - 2]) stem.pop_back();
  return stem;
}

}  // namespace

std::string stem_of(std::string_view word) {
  const WordTable& table = WordTable::english();
  // "repos" is found at once, "things" only when its plural is gone.
  const bool known = table.is_apart(word) || table.counts_as(word) != nullptr;
  const bool plural = !known && word.size() > plural_letters_min && word.ends_with('s');
  const std::string_view singular = plural ? word.substr(0, word.size() - 1) : word;
  const std::string* other = table.counts_as(singular);
  const std::string_view meant = other != nullptr ? std::string_view(*other) : singular;
  if (table.is_apart(meant)) return std::string(meant);
  return stem_by_rules(other != nullptr ? meant : word);
}

bool is_stop_word(std::string_view word) {
  return WordTable::english().is_stop(word);
}

}  // namespace sluice::analytics
