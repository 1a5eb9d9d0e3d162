#include "analytics/language/text_words.h"
#include "analytics/language/word_table.h"

#include <libstemmer.h>

#include <memory>
#include <new>
#include <string>

namespace sluice::analytics {
namespace {

constexpr std::size_t plural_letters_min = 3;

using Stemmer = std::unique_ptr<sb_stemmer, decltype(&sb_stemmer_delete)>;

[[nodiscard]] Stemmer english_stemmer() {
  Stemmer stemmer(sb_stemmer_new("english", "UTF_8"), &sb_stemmer_delete);
  // English is in every build of the library, so only memory can be missing.
  if (!stemmer) throw std::bad_alloc();
  return stemmer;
}

[[nodiscard]] std::string snowball_stem(std::string_view word) {
  // The stemmer keeps its answer in a buffer of its own: one for each thread.
  static thread_local const Stemmer stemmer = english_stemmer();
  // The library's letters are unsigned bytes; the same bytes are read and nothing is written.
  const auto* letters = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* stem = sb_stemmer_stem(stemmer.get(), letters, static_cast<int>(word.size()));
  if (stem == nullptr) throw std::bad_alloc();
  return {stem, stem + sb_stemmer_length(stemmer.get())};
}

}  // namespace

std::string stem_of(std::string_view word) {
  const WordTable& table = WordTable::english();
  // A plural counts as what the table says of the one thing ("repos", "customers").
  const bool known = table.is_apart(word) || table.counts_as(word) != nullptr;
  const bool plural = !known && word.size() > plural_letters_min && word.ends_with('s');
  const std::string_view singular = plural ? word.substr(0, word.size() - 1) : word;
  const std::string* other = table.counts_as(singular);
  const std::string_view meant = other != nullptr ? std::string_view(*other) : singular;
  if (table.is_apart(meant)) return std::string(meant);
  return snowball_stem(other != nullptr ? meant : word);
}

bool is_stop_word(std::string_view word) {
  return WordTable::english().is_stop(word);
}

}  // namespace sluice::analytics
