#include "analytics/meaning/lexicon.h"

#include "analytics/language/word_table.h"
#include "analytics/meaning/nearest_form.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::size_t skipped_stop_words_max = 2;

// Words as the question wrote them against those of a phrase: the same, or of one concept.
class Speller {
 public:
  Speller(const LexiconIndex& index, const std::vector<TextWord>& words) : words_(words) {
    // Looked up once a word: each word is compared with thousands of phrases.
    for (const TextWord& word : words) {
      const auto found = word.corrected ? index.same.end() : index.same.find(word.stem);
      others_.push_back(found == index.same.end() ? nullptr : &found->second);
    }
  }

  [[nodiscard]] bool says(std::size_t at, const std::string& stem) const {
    return words_[at].stem == stem || by_concept(at, stem);
  }
  [[nodiscard]] bool by_concept(std::size_t at, const std::string& stem) const {
    const std::vector<std::string>* others = others_[at];
    return others != nullptr && words_[at].stem != stem &&
           std::ranges::find(*others, stem) != others->end();
  }

 private:
  const std::vector<TextWord>& words_;
  std::vector<const std::vector<std::string>*> others_;  // Word by word: the other words for it.
};

// The phrase in order, from the word at its anchor; question words that carry nothing may stand
// between ("issues that were closed").
[[nodiscard]] std::optional<std::vector<std::size_t>> in_order(const Term& term,
                                                               const Speller& speller,
                                                               const std::vector<TextWord>& words,
                                                               const std::vector<bool>& masked,
                                                               std::size_t at) {
  const std::size_t anchor = term.anchor;
  const std::size_t content = term.content;
  std::vector<std::size_t> found{at};
  if (content == 1) {
    if (at < anchor) return std::nullopt;
    for (std::size_t i = 0; i < anchor; ++i) {
      if (words[at - anchor + i].stem != term.stems[i]) return std::nullopt;
      found.insert(found.end() - 1, at - anchor + i);
    }
  }
  const WordTable& english = WordTable::english();
  std::size_t next = at + 1;
  std::size_t skipped = 0;
  for (std::size_t i = anchor + 1; i < term.stems.size(); ++i) {
    while (next < words.size() && !speller.says(next, term.stems[i]) &&
           (words[next].stop || masked[next]) && !words[next].sign &&
           skipped < skipped_stop_words_max) {
      ++next;
      ++skipped;
    }
    const bool here = next < words.size() && !masked[next] && speller.says(next, term.stems[i]);
    // "of" may be left out between words that carry the phrase, not from "customers do we have".
    if (!here && content > 1 && !term.carries[i] && !english.is_ordering(term.stems[i])) continue;
    if (!here) return std::nullopt;
    found.push_back(next++);
  }
  return found;
}

[[nodiscard]] std::size_t apart(std::size_t one, std::size_t other) {
  return one > other ? one - other : other - one;
}

// The phrase's content words in any order, close together ("issues closed" for "closed issues").
[[nodiscard]] std::optional<std::vector<std::size_t>> in_any_order(
    const Term& term, const Speller& speller, const std::vector<TextWord>& words,
    const std::vector<bool>& masked, std::size_t at) {
  constexpr std::size_t slack = 3;
  // "MRR per customer" is not "MRR of customers", nor do "companies with a won deal" count deals.
  if (term.ordered) return std::nullopt;
  std::vector<std::size_t> found{at};
  std::size_t content = 0;
  for (std::size_t i = term.anchor + 1; i < term.stems.size(); ++i) {
    if (!term.carries[i]) continue;
    ++content;
    std::optional<std::size_t> nearest;
    for (std::size_t w = 0; w < words.size(); ++w) {
      const bool taken = std::find(found.begin(), found.end(), w) != found.end();
      if (masked[w] || taken || !speller.says(w, term.stems[i])) continue;
      if (!nearest || apart(w, at) < apart(*nearest, at)) nearest = w;
    }
    if (!nearest) return std::nullopt;
    found.push_back(*nearest);
  }
  if (content == 0) return std::nullopt;
  std::sort(found.begin(), found.end());
  std::size_t between = 0;
  for (std::size_t w = found.front(); w <= found.back(); ++w) {
    if (words[w].text == "," || words[w].text == "?") return std::nullopt;
    if (!words[w].stop && !masked[w]) ++between;
  }
  if (between > found.size() + slack) return std::nullopt;
  return found;
}

// One thing and several are one word; "refunded" and "refunds" are not, nor "paying" and "paid".
[[nodiscard]] bool is_inflected(const Term& term, const TextWord& word) {
  const WordTable& english = WordTable::english();
  return !word.corrected && std::ranges::none_of(term.texts, [&](const std::string& text) {
    return word.text == text || english.is_plural_of(word.text, text) ||
           english.is_plural_of(text, word.text) ||
           ((english.is_long_plural(word.text) || english.is_long_plural(text)) &&
            stem_of(text) == word.stem);
  });
}

// Of the two one says what goes on, and the other what is over.
[[nodiscard]] bool is_of_other_time(const Term& term, const TextWord& word) {
  const WordTable& english = WordTable::english();
  return std::ranges::any_of(term.texts, [&](const std::string& text) {
    const bool goes_on = english.goes_on(word.text) != english.goes_on(text);
    const bool over = english.is_over(word.text) || english.is_over(text);
    return goes_on && over && stem_of(text) == word.stem;
  });
}

// A noun in the plural where the term has a participle of the same stem: "issues" for "issued".
[[nodiscard]] bool names_things(const Term& term, const TextWord& word) {
  const WordTable& english = WordTable::english();
  return english.is_plural(word.text) &&
         std::ranges::none_of(term.texts,
                              [&](const std::string& text) {
                                return stem_of(text) == word.stem && !english.is_participle(text);
                              }) &&
         std::ranges::any_of(term.texts, [&](const std::string& text) {
           return stem_of(text) == word.stem && english.is_participle(text);
         });
}

// "Opening" is no state, whatever "open" is.
[[nodiscard]] bool is_action(const Term& term, const TextWord& word) {
  const bool state =
      term.kind == Term::Kind::value ||
      (term.kind == Term::Kind::measure && term.measure->kind == catalog::MeasureKind::state);
  return state && std::ranges::any_of(term.texts, [&](const std::string& text) {
           return WordTable::english().is_doing(word.text, text);
         });
}

[[nodiscard]] bool are_together(const std::vector<std::size_t>& found,
                                const std::vector<TextWord>& words) {
  for (std::size_t w = found.front(); w <= found.back(); ++w)
    if (!words[w].stop && std::ranges::find(found, w) == found.end()) return false;
  return true;
}

[[nodiscard]] std::optional<Match> match_at(const Term& term, const Speller& speller,
                                            const std::vector<TextWord>& words,
                                            const std::vector<bool>& masked, std::size_t at) {
  // "Outside the us": behind "the" it is no pronoun.
  const bool written_as_code =
      words[at].capital ||
      (at > 0 && WordTable::english().is_article(words[at - 1].text) && !words[at].joined);
  if (term.code && !written_as_code) return std::nullopt;
  std::optional<Match> match;
  if (auto found = in_order(term, speller, words, masked, at)) {
    match = Match{&term, std::move(*found), true};
  } else if (term.kind == Term::Kind::measure) {
    auto loose = in_any_order(term, speller, words, masked, at);
    if (loose) match = Match{&term, std::move(*loose), false};
  }
  if (!match || std::ranges::any_of(match->words,
                                    [&](std::size_t word) { return is_action(term, words[word]); }))
    return std::nullopt;
  match->together = are_together(match->words, words);
  match->inflected = std::ranges::any_of(
      match->words, [&](std::size_t word) { return is_inflected(term, words[word]); });
  match->other_time =
      match->inflected && std::ranges::any_of(match->words, [&](std::size_t word) {
        return is_inflected(term, words[word]) && is_of_other_time(term, words[word]);
      });
  match->by_concept = std::ranges::any_of(match->words, [&](std::size_t word) {
    return std::ranges::find(term.stems, words[word].stem) == term.stems.end();
  });
  match->inflected = match->inflected && !match->by_concept;
  // "Open issues" are not what is "open, issued": a value that is done is no name of several
  // things.
  if (term.kind == Term::Kind::value && match->inflected &&
      std::ranges::any_of(match->words,
                          [&](std::size_t word) { return names_things(term, words[word]); }))
    return std::nullopt;
  // What a field holds is said in the words of its row alone.
  if (match->by_concept && term.kind == Term::Kind::value) return std::nullopt;
  return match;
}

// An own value is said by its own words, one behind the other: no other form of them, no guess.
[[nodiscard]] bool is_as_written(const Match& match, const std::vector<TextWord>& words) {
  const std::vector<std::string>& own = match.term->texts;
  if (own.size() != match.words.size() || match.last() - match.first() + 1 != own.size())
    return false;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const TextWord& word = words[match.words[i]];
    if (word.text != own[i] || word.corrected) return false;
  }
  return true;
}

// The terms of one index among the words of one question.
class Finder {
 public:
  Finder(const LexiconIndex& index, const std::vector<TextWord>& words,
         const std::vector<bool>& masked)
      : index_(index), speller_(index, words), words_(words), masked_(masked) {}

  // Those that begin at the word, as it is written or by a word of the same concept.
  void find_at(std::size_t at, std::vector<Match>& matches) const {
    find_from(words_[at].stem, at, matches);
    const auto others = index_.same.find(words_[at].stem);
    if (words_[at].corrected || others == index_.same.end()) return;
    for (const std::string& other : others->second)
      find_from(other, at, matches);
  }

 private:
  void find_from(const std::string& stem, std::size_t at, std::vector<Match>& matches) const {
    const auto terms = index_.by_stem.find(stem);
    if (terms == index_.by_stem.end()) return;
    for (const std::size_t term : terms->second) {
      auto match = match_at(index_.terms[term], speller_, words_, masked_, at);
      if (match && (!match->term->own || is_as_written(*match, words_)))
        matches.push_back(std::move(*match));
    }
  }

  const LexiconIndex& index_;
  Speller speller_;
  const std::vector<TextWord>& words_;
  const std::vector<bool>& masked_;
};

}  // namespace

std::vector<Match> Lexicon::find(const std::vector<TextWord>& words,
                                 const std::vector<bool>& masked) const {
  std::vector<Match> matches;
  const Finder catalog(*index_, words, masked);
  std::optional<Finder> own;
  if (own_ != nullptr) own.emplace(*own_, words, masked);
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (masked[at] || words[at].sign) continue;
    catalog.find_at(at, matches);
    if (own) own->find_at(at, matches);
  }
  return matches;
}

bool Lexicon::names(const std::string& stem) const {
  const auto named = [&](const std::string& word) {
    const auto found = index_->by_stem.find(word);
    return found != index_->by_stem.end() &&
           std::ranges::any_of(found->second, [&](std::size_t term) {
             return index_->terms[term].stems.size() == 1;
           });
  };
  const auto others = index_->same.find(stem);
  return named(stem) ||
         (others != index_->same.end() && std::ranges::any_of(others->second, named));
}

std::string Lexicon::spelled(const std::string& stem) const {
  const auto found = index_->spelling.find(stem);
  return found == index_->spelling.end() ? stem : found->second;
}

std::vector<std::string> Lexicon::own_values(const catalog::Field& field) const {
  std::vector<std::string> values;
  if (own_ == nullptr) return values;
  for (const Term& term : own_->terms)
    if (term.field == &field) values.push_back(term.value);
  return values;
}

std::size_t Lexicon::correct(std::vector<TextWord>& words, const std::vector<bool>& masked) const {
  std::size_t corrected = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    TextWord& word = words[i];
    if (masked[i] || word.stop || word.number || word.sign ||
        word.text.size() < misspelt_letters_min)
      continue;
    if (index_->vocabulary.contains(word.stem) || is_own(word.text)) continue;
    const auto forms = index_->forms.find(word.text.front());
    if (forms == index_->forms.end()) continue;
    const WordForm* nearest = nearest_form(forms->second, word);
    if (nearest == nullptr) continue;
    word.stem = nearest->stem;
    word.corrected = true;
    ++corrected;
  }
  return corrected;
}

}  // namespace sluice::analytics
