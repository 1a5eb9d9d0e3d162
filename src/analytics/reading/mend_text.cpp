#include "analytics/reading/mend_text.h"

#include "analytics/language/number_words.h"
#include "base/text_distance.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace sluice::analytics {
namespace {

// "yr", "w/o", "ppl": written out, from the end so that places before stay.
void write_out(const Grammar& grammar, std::string& text, std::vector<TextWord>& words) {
  for (std::size_t i = words.size(); i-- > 0;) {
    const TextWord& word = words[i];
    const bool with_out = i + 2 < words.size() && words[i + 1].text == "/" && !words[i].joined;
    std::size_t length = word.length;
    const std::string* meant = nullptr;
    if (with_out) {
      meant = grammar.long_form(word.text + "/" + words[i + 2].text);
      if (meant != nullptr) length = words[i + 2].offset + words[i + 2].length - word.offset;
    }
    const bool slash = i + 1 < words.size() && words[i + 1].text == "/" &&
                       words[i + 1].offset == word.offset + word.length;
    if (meant == nullptr && slash) {
      meant = grammar.long_form(word.text + "/");
      if (meant != nullptr) ++length;
    }
    if (meant == nullptr && !word.capital && !word.sign) meant = grammar.long_form(word.text);
    // "1st" is a number and its ending; "n/r" and "r-o-w" are names.
    const bool alone =
        !word.joined && (i + 1 >= words.size() || !words[i + 1].joined || length != word.length);
    if (meant == nullptr || !alone) continue;
    text.replace(word.offset, length, *meant);
  }
  words = split_words(text);
}

// "Top3": a word that operates and a number, written as one.
void part_numbers(const Grammar& grammar, std::string& text, std::vector<TextWord>& words) {
  constexpr std::size_t letters_min = 3;
  for (std::size_t i = words.size(); i-- > 0;) {
    const TextWord& word = words[i];
    const std::size_t digits = word.text.find_first_of("0123456789");
    if (digits == std::string::npos || digits < letters_min || word.length != word.text.size() ||
        word.joined || word.text.find_first_not_of("0123456789", digits) != std::string::npos)
      continue;
    if (grammar.vocabulary().contains(word.text.substr(0, digits)))
      text.insert(word.offset + digits, " ");
  }
  words = split_words(text);
}

// "Biggest 1st": a number and its ending, where no day of a month is meant.
void write_ordinals(const Grammar& grammar, std::string& text, std::vector<TextWord>& words) {
  for (std::size_t i = words.size(); i-- > 1;) {
    if (!words[i].joined || !words[i - 1].number) continue;
    const std::string* meant = grammar.long_form(words[i - 1].text + words[i].text);
    const bool day = i + 1 < words.size() &&
                     (grammar.is(WordList::belongs, words, i + 1) || words[i + 1].capital);
    if (meant == nullptr || day) continue;
    const std::size_t begin = words[i - 1].offset;
    text.replace(begin, words[i].offset + words[i].length - begin, *meant);
  }
  words = split_words(text);
}

// "The second and the third quarter", "from the second quarter to the third": the noun is said once
// and meant twice.
void write_nouns_twice(const Grammar& grammar, std::string& text, std::vector<TextWord>& words) {
  constexpr int quarters = 4;
  const auto ordinal = [&](std::size_t at) {
    const auto number = at < words.size() ? ordinal_word(words[at].text) : std::nullopt;
    return number && *number <= quarters;
  };
  const auto noun = [&](std::size_t at) { return grammar.is(WordList::year_parts, words, at); };
  for (std::size_t i = words.size(); i-- > 0;) {
    if (!ordinal(i)) continue;
    std::size_t link = noun(i + 1) ? i + 2 : i + 1;
    if (!grammar.is(WordList::stretch_links, words, link)) continue;
    ++link;
    if (grammar.is(WordList::definite, words, link)) ++link;
    if (!ordinal(link) || noun(i + 1) == noun(link + 1)) continue;
    const std::string& said = noun(i + 1) ? words[i + 1].text : words[link + 1].text;
    const TextWord& bare = noun(i + 1) ? words[link] : words[i];
    text.insert(bare.offset + bare.length, " " + said);
  }
  words = split_words(text);
}

// Whether a word of the catalog is as near to the misspelt word.
[[nodiscard]] bool is_nearer_to_catalog(const Lexicon& lexicon, const TextWord& word,
                                        std::string_view operates, std::size_t distance) {
  std::vector<TextWord> one{word};
  if (lexicon.correct(one, {false}) == 0) return false;
  const std::string& known = one.front().stem;
  const std::size_t found = text_distance(word.stem, known);
  // Letters are left out more often than put in: of equally near words the longer one.
  return found < distance || (found == distance && known.size() > operates.size());
}

// "septmber", "exluding", "runing": a word that nobody knows, one letter away from one that
// operates. Names are left alone: they begin with a capital or stand in the catalog.
void mend_operators(const Lexicon& lexicon, const Grammar& grammar, std::string& text,
                    std::vector<TextWord>& words, std::vector<Mended>& mended) {
  constexpr std::size_t letters_min = 4;
  constexpr std::size_t letters_for_two = 8;
  for (std::size_t i = words.size(); i-- > 0;) {
    const TextWord& word = words[i];
    const bool known = cardinal_word(word.text) || ordinal_word(word.text) || word.sign ||
                       word.number || word.stop || lexicon.knows(word.stem) ||
                       lexicon.is_own(word.text) || grammar.vocabulary().contains(word.text) ||
                       grammar.is(WordList::harmless, word.text) ||
                       grammar.is(WordList::light, word.text);
    if (known || word.capital || word.text.size() < letters_min) continue;
    // Letters that lower case or normalization changed would be written back at a wrong place.
    if (word.length != word.text.size()) continue;
    const std::size_t allowed = word.text.size() >= letters_for_two ? 2 : 1;
    std::string best;
    std::size_t distance = allowed + 1;
    const auto consider = [&](std::string_view candidate) {
      if (candidate.size() < letters_min || candidate.front() != word.text.front()) return;
      // Of four letters only two swapped ones or one left out: more would be another word.
      const bool swapped =
          candidate.size() == word.text.size() &&
          std::is_permutation(candidate.begin(), candidate.end(), word.text.begin());
      if (word.text.size() == letters_min && !swapped && candidate.size() <= word.text.size())
        return;
      // "Merch" is no month.
      constexpr std::size_t short_time = 5;
      if (grammar.is(WordList::calendar, std::string(candidate)) &&
          candidate.size() <= short_time && candidate.size() == word.text.size() && !swapped)
        return;
      const std::size_t found = text_distance(word.text, candidate);
      if (found > allowed || found > distance) return;
      if (found == distance && !best.empty() && std::string_view(best) <= candidate) return;
      distance = found;
      best = std::string(candidate);
    };
    // "Saturdays" are no misspelt Saturday.
    if (grammar.is(WordList::calendar, word.text) || grammar.is(WordList::days, word.text))
      continue;
    for (const auto* words_of :
         {&grammar.words(WordList::calendar), &grammar.vocabulary(),
          &grammar.words(WordList::harmless), &grammar.words(WordList::light)})
      for (const std::string& candidate : *words_of)
        consider(candidate);
    if (best.empty() || is_nearer_to_catalog(lexicon, word, best, distance)) continue;
    mended.push_back({text.substr(word.offset, word.length), best});
    text.replace(word.offset, word.length, best);
    words = split_words(text);
    i = std::min(i, words.size());
  }
}

}  // namespace

std::vector<TextWord> mend_text(const Lexicon& lexicon, const Grammar& grammar, std::string& text,
                                std::vector<Mended>& mended) {
  std::vector<TextWord> words = split_words(text);
  part_numbers(grammar, text, words);
  write_ordinals(grammar, text, words);
  write_out(grammar, text, words);
  write_nouns_twice(grammar, text, words);
  mend_operators(lexicon, grammar, text, words, mended);
  return words;
}

}  // namespace sluice::analytics
