#include "analytics/meaning/lexicon.h"

#include "base/text.h"
#include "base/text_distance.h"
#include "catalog/concepts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::size_t phrase_words_max = 8;
constexpr std::size_t skipped_stop_words_max = 2;

[[nodiscard]] bool is_content(const std::string& stem) {
  return !is_stop_word(stem);
}

// Small words without which a phrase says something else: "customers with issues".
[[nodiscard]] bool is_link(const std::string& stem) {
  constexpr std::array<std::string_view, 8> links{"per",  "with", "without", "over",
                                                  "that", "not",  "no",      "never"};
  return std::ranges::find(links, stem) != links.end();
}

// The word of a phrase by which it is looked up: its first that carries content.
[[nodiscard]] std::size_t anchor_of(const std::vector<std::string>& stems) {
  for (std::size_t i = 0; i < stems.size(); ++i)
    if (is_content(stems[i])) return i;
  return 0;
}

// Words as the question wrote them against those of a phrase: the same, or of one concept.
class Speller {
 public:
  Speller(const LexiconIndex& index, const std::vector<TextWord>& words)
      : index_(index), words_(words) {}

  [[nodiscard]] bool says(std::size_t at, const std::string& stem) const {
    return words_[at].stem == stem || by_concept(at, stem);
  }
  [[nodiscard]] bool by_concept(std::size_t at, const std::string& stem) const {
    if (words_[at].stem == stem || words_[at].corrected) return false;
    const auto others = index_.same.find(words_[at].stem);
    return others != index_.same.end() &&
           std::ranges::find(others->second, stem) != others->second.end();
  }

 private:
  const LexiconIndex& index_;
  const std::vector<TextWord>& words_;
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
  std::size_t next = at + 1;
  std::size_t skipped = 0;
  for (std::size_t i = anchor + 1; i < term.stems.size(); ++i) {
    while (next < words.size() && !speller.says(next, term.stems[i]) && words[next].stop &&
           !words[next].sign && skipped < skipped_stop_words_max) {
      ++next;
      ++skipped;
    }
    const bool here = next < words.size() && !masked[next] && speller.says(next, term.stems[i]);
    // "of" may be left out between words that carry the phrase, not from "customers do we have".
    if (!here && content > 1 && !is_content(term.stems[i]) && !is_link(term.stems[i])) continue;
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
  if (std::ranges::any_of(term.stems, is_link)) return std::nullopt;
  std::vector<std::size_t> found{at};
  std::size_t content = 0;
  for (std::size_t i = term.anchor + 1; i < term.stems.size(); ++i) {
    if (!is_content(term.stems[i])) continue;
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
  return !word.corrected && std::ranges::none_of(term.texts, [&](const std::string& text) {
    return word.text == text || word.text == text + "s" || word.text + "s" == text ||
           (stem_of(text) == word.stem && (word.text.ends_with("ies") || text.ends_with("ies") ||
                                           word.text.ends_with("es") || text.ends_with("es")));
  });
}

// Of the two one says what goes on, and the other what is over.
[[nodiscard]] bool is_of_other_time(const Term& term, const TextWord& word) {
  return std::ranges::any_of(term.texts, [&](const std::string& text) {
    const bool goes_on = word.text.ends_with("ing") != text.ends_with("ing");
    const bool over = word.text.ends_with("d") || text.ends_with("d");
    return goes_on && over && stem_of(text) == word.stem;
  });
}

// "Opening" is no state, whatever "open" is.
[[nodiscard]] bool is_action(const Term& term, const TextWord& word) {
  const bool state =
      term.kind == Term::Kind::value ||
      (term.kind == Term::Kind::measure && term.measure->kind == catalog::MeasureKind::state);
  return state && std::ranges::any_of(term.texts, [&](const std::string& text) {
           return word.text == text + "ing";
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
      words[at].capital || (at > 0 && words[at - 1].text == "the" && !words[at].joined);
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

class Builder {
 public:
  [[nodiscard]] std::shared_ptr<const LexiconIndex> build(
      const std::vector<VendorMeaning>& vendors);

 private:
  void add(Term term, std::string_view phrase) { add_term(index_, std::move(term), phrase); }
  void add_entry(std::size_t vendor, const catalog::Entry& entry);
  void add_field(const Term& base, const catalog::Field& field);
  void add_shared(Term term, const catalog::Field& field);
  void add_concepts();

  LexiconIndex index_;
};

std::shared_ptr<const LexiconIndex> Builder::build(const std::vector<VendorMeaning>& vendors) {
  for (std::size_t i = 0; i < vendors.size(); ++i) {
    const catalog::Vendor& vendor = *vendors[i].vendor;
    Term term;
    term.kind = Term::Kind::vendor;
    term.vendor = i;
    term.primary = true;
    add(term, vendor.name);
    add(term, vendor.slug);
    for (const catalog::Entry& entry : vendor.entries)
      add_entry(i, entry);
  }
  add_concepts();
  index_.targets = join_targets(vendors);
  index_.joins = std::make_shared<const JoinGraph>(vendors);
  index_.reaches = std::make_shared<const ReachCache>();
  return std::make_shared<const LexiconIndex>(std::move(index_));
}

void Builder::add_field(const Term& base, const catalog::Field& field) {
  if (field.role == "hidden") return;
  Term term = base;
  term.kind = Term::Kind::field;
  term.field = &field;
  term.primary = true;
  add(term, field.name);
  if (field.label != field.name) add(term, field.label);
  term.primary = false;
  for (const std::string& synonym : field.synonyms)
    add(term, synonym);
  add_shared(term, field);
  term.kind = Term::Kind::value;
  for (const catalog::FieldValue& value : field.values) {
    term.value = value.value;
    term.primary = true;
    term.code = is_short_code(value.value);
    // "4" may be a stage, and is four of something in a question.
    if (has_letter(value.value)) add(term, value.value);
    term.primary = false;
    term.code = false;
    for (const std::string& synonym : value.synonyms)
      add(term, synonym);
  }
}

// What all vendors say of such a time or such a person.
void Builder::add_shared(Term term, const catalog::Field& field) {
  const catalog::Concepts& words = catalog::concepts();
  term.shared = true;
  const auto add_all = [&](const auto& lists, auto key) {
    const auto found = lists.find(key);
    if (found == lists.end()) return;
    for (const std::string& phrase : found->second)
      add(term, phrase);
  };
  add_all(words.moments, field.moment);
  add_all(words.act_nouns, field.act);
}

// Only of words that the connected vendors have: the others would say nothing.
void Builder::add_concepts() {
  for (const std::vector<std::string>& words : catalog::concepts().same) {
    std::vector<std::string> stems;
    for (const std::string& word : words) {
      const std::vector<std::string> of_word = stems_of(word);
      if (of_word.size() == 1 && std::ranges::find(stems, of_word.front()) == stems.end())
        stems.push_back(of_word.front());
    }
    const bool known = std::ranges::any_of(
        stems, [&](const std::string& stem) { return index_.vocabulary.contains(stem); });
    if (!known) continue;
    for (const std::string& stem : stems)
      for (const std::string& other : stems)
        if (stem != other) index_.same[stem].push_back(other);
  }
  for (const auto& [stem, others] : index_.same)
    index_.vocabulary.insert(stem);
}

void Builder::add_entry(std::size_t vendor, const catalog::Entry& entry) {
  Term term;
  term.vendor = vendor;
  term.entry = &entry;
  term.primary = true;
  if (!entry.hidden) {
    add(term, entry.name);
    if (entry.label != entry.name) add(term, entry.label);
    term.primary = false;
    for (const std::string& synonym : entry.synonyms)
      add(term, synonym);
    for (const catalog::Measure& measure : entry.measures) {
      if (measure.unnamed) continue;
      Term of_measure = term;
      of_measure.kind = Term::Kind::measure;
      of_measure.measure = &measure;
      of_measure.primary = true;
      add(of_measure, measure.name);
      if (measure.label != measure.name) add(of_measure, measure.label);
      of_measure.primary = false;
      for (const std::string& synonym : measure.synonyms)
        add(of_measure, synonym);
    }
  }
  for (const catalog::Field& field : entry.fields)
    add_field(term, field);
}

}  // namespace

bool has_letter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](const char c) {
    return is_letter(c) || static_cast<unsigned char>(c) > 127;
  });
}

bool is_short_code(std::string_view text) {
  constexpr std::size_t letters_of_a_code = 2;
  return text.size() <= letters_of_a_code;
}

void add_term(LexiconIndex& index, Term term, std::string_view phrase) {
  term.stems = stems_of(phrase);
  if (term.stems.empty() || term.stems.size() > phrase_words_max) return;
  term.texts.clear();
  for (const TextWord& word : split_words(phrase))
    term.texts.push_back(word.text);
  term.anchor = anchor_of(term.stems);
  term.content =
      static_cast<std::size_t>(std::count_if(term.stems.begin(), term.stems.end(), is_content));
  const std::string anchor = term.stems[term.anchor];
  if (!is_content(anchor) && term.stems.size() == 1) return;
  if (term.own) {
    index.vocabulary.insert(term.texts.begin(), term.texts.end());
  } else {
    index.vocabulary.insert(term.stems.begin(), term.stems.end());
    for (const TextWord& word : split_words(phrase))
      index.spelling.try_emplace(word.stem, word.text);
  }
  index.by_stem[anchor].push_back(index.terms.size());
  index.terms.push_back(std::move(term));
}

std::shared_ptr<const LexiconIndex> index_of(const std::vector<VendorMeaning>& vendors) {
  return Builder().build(vendors);
}

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
  constexpr std::size_t letters_for_one = 5;
  constexpr std::size_t letters_for_two = 9;
  std::size_t corrected = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    TextWord& word = words[i];
    if (masked[i] || word.stop || word.number || word.sign || word.text.size() < letters_for_one)
      continue;
    if (index_->vocabulary.contains(word.stem) || is_own(word.text)) continue;
    const std::size_t allowed = word.text.size() >= letters_for_two ? 2 : 1;
    const std::string* nearest = nullptr;
    std::size_t distance = allowed + 1;
    for (const std::string& known : index_->vocabulary) {
      if (known.size() + 1 < letters_for_one || known.front() != word.stem.front()) continue;
      const std::size_t letters = std::max(known.size(), word.stem.size());
      if (letters - std::min(known.size(), word.stem.size()) > allowed) continue;
      const std::size_t found = text_distance(word.stem, known);
      // Letters are left out more often than put in: of equally near words the longer one.
      const bool longer = nearest != nullptr && known.size() > nearest->size();
      const bool shorter = nearest != nullptr && known.size() < nearest->size();
      if (found > distance ||
          (found == distance && nearest != nullptr && !longer && (shorter || known > *nearest)))
        continue;
      if (found > allowed) continue;
      distance = found;
      nearest = &known;
    }
    if (nearest == nullptr) continue;
    word.stem = *nearest;
    word.corrected = true;
    ++corrected;
  }
  return corrected;
}

}  // namespace sluice::analytics
