#include "analytics/meaning/lexicon_index.h"

#include "analytics/language/word_table.h"
#include "base/text.h"
#include "catalog/concepts.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::size_t phrase_words_max = 8;

// Of one letter there are few enough words to look through.
void know(LexiconIndex& index, WordForm form) {
  if (form.text.empty()) return;
  std::vector<WordForm>& forms = index.forms[form.text.front()];
  const bool known =
      std::ranges::any_of(forms, [&](const WordForm& each) { return each.text == form.text; });
  if (!known) forms.push_back(std::move(form));
}

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
  // "Who owns it": a verb of one word asks for who does it; of two it needs a name behind it.
  const auto verbs = words.act_verbs.find(field.act);
  if (verbs == words.act_verbs.end()) return;
  for (const std::string& verb : verbs->second)
    if (!verb.contains(' ')) add(term, verb);
}

// Only of words that the connected vendors have: the others would say nothing.
void Builder::add_concepts() {
  std::vector<WordForm> concepts;
  for (const std::vector<std::string>& words : catalog::concepts().same) {
    std::vector<std::string> stems;
    std::vector<WordForm> forms;
    for (const std::string& text : words) {
      std::vector<TextWord> split = split_words(text);
      if (split.size() != 1) continue;
      TextWord& word = split.front();
      if (std::ranges::find(stems, word.stem) == stems.end()) stems.push_back(word.stem);
      forms.push_back({std::move(word.text), std::move(word.stem)});
    }
    const bool known = std::ranges::any_of(
        stems, [&](const std::string& stem) { return index_.vocabulary.contains(stem); });
    if (!known) continue;
    for (const std::string& stem : stems)
      for (const std::string& other : stems)
        if (stem != other) index_.same[stem].push_back(other);
    concepts.insert(concepts.end(), std::make_move_iterator(forms.begin()),
                    std::make_move_iterator(forms.end()));
  }
  // Only now: whether the vendors have a word must not hang on the concepts before.
  for (WordForm& form : concepts) {
    index_.vocabulary.insert(form.stem);
    know(index_, std::move(form));
  }
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
  const WordTable& english = WordTable::english();
  term.texts.clear();
  for (TextWord& word : split_words(phrase)) {
    term.texts.push_back(word.text);
    if (word.sign && word.text != "%") continue;
    term.carries.push_back(word.sign || !word.stop);
    term.ordered = term.ordered || english.is_ordering(word.text);
    term.stems.push_back(std::move(word.stem));
  }
  if (term.stems.empty() || term.stems.size() > phrase_words_max) return;
  term.content = static_cast<std::size_t>(std::ranges::count(term.carries, true));
  if (term.content == 0 && term.stems.size() == 1) return;
  const auto first = std::ranges::find(term.carries, true);
  term.anchor = term.content == 0 ? 0 : static_cast<std::size_t>(first - term.carries.begin());
  if (term.own) {
    index.vocabulary.insert(term.texts.begin(), term.texts.end());
  } else {
    index.vocabulary.insert(term.stems.begin(), term.stems.end());
    for (const TextWord& word : split_words(phrase)) {
      index.spelling.try_emplace(word.stem, word.text);
      if (!word.sign) know(index, {word.text, word.stem});
    }
  }
  index.by_stem[term.stems[term.anchor]].push_back(index.terms.size());
  index.terms.push_back(std::move(term));
}

std::shared_ptr<const LexiconIndex> index_of(const std::vector<VendorMeaning>& vendors) {
  return Builder().build(vendors);
}

}  // namespace sluice::analytics
