#include "analytics/language/grammar.h"

#include "analytics/language/grammar_names.h"
#include "analytics/language/text_words.h"
#include "base/json.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <utility>

namespace sluice::analytics {

// The document as bytes; made from language/en/grammar.yaml when this is built.
namespace embedded {
extern const std::string_view grammar_en;
}  // namespace embedded

namespace {

[[nodiscard]] bool names_catalog(const Phrase& phrase);

// Whether what the question says there comes from the catalog.
[[nodiscard]] bool is_of_catalog(Slot slot) {
  switch (slot) {
    case Slot::field:
    case Slot::number_field:
    case Slot::any_field:
    case Slot::value:
    case Slot::counted:
    case Slot::moment:
    case Slot::rows:
    case Slot::state: return true;
    case Slot::number:
    case Slot::quantity:
    case Slot::duration:
    case Slot::period:
    case Slot::grain:
    case Slot::grain_adverb:
    case Slot::percentile:
    case Slot::currency:
    case Slot::weekday:
    case Slot::weekdays:
    case Slot::clock: return false;
  }
  return false;
}

[[nodiscard]] bool part_names_catalog(const PhrasePart& part) {
  if (part.slot && is_of_catalog(*part.slot)) return true;
  return std::any_of(part.alternatives.begin(), part.alternatives.end(), names_catalog);
}

bool names_catalog(const Phrase& phrase) {
  return std::any_of(phrase.begin(), phrase.end(), part_names_catalog);
}

}  // namespace

// Reads the document; keeps the first fault.
class GrammarReader {
 public:
  [[nodiscard]] std::expected<Grammar, std::string> read(const Json& document) {
    for (const auto& [name, list] : word_list_names())
      for (const Json& word : document.at("words").at(name))
        of(list).insert(text_of(word));
    for (const auto& [word, meant] : document.at("shorthand").items())
      grammar_.shorthand_.emplace(word, text_of(meant));
    for (const auto& [name, list] : phrase_list_names())
      for (const Json& text : document.at(name)) {
        Phrase phrase = plain_phrase(text_of(text));
        // What a question may begin with can be misspelt.
        if (list == PhraseList::asks || list == PhraseList::musings || list == PhraseList::leads ||
            list == PhraseList::part_leads)
          for (const PhrasePart& part : phrase)
            grammar_.vocabulary_.insert(part.word);
        grammar_.phrases_.at(static_cast<std::size_t>(list)).push_back(std::move(phrase));
      }
    for (const auto& [name, phrases] : document.at("sets").items())
      for (const Json& phrase : phrases)
        sets_[name].push_back(phrase_of(text_of(phrase)));
    // Words of rank alone: names of measures may not be made of them.
    for (const char* set : {"high", "low"})
      for (const Phrase& phrase : sets_[set])
        if (phrase.size() == 1) of(WordList::ranks).insert(phrase.front().word);
    for (const Json& rule : document.at("rules"))
      read_rule(rule);
    if (!fault_.empty()) return std::unexpected(fault_);
    grammar_.of_catalog_ = PhraseIndex(grammar_.rules_, true);
    grammar_.of_words_ = PhraseIndex(grammar_.rules_, false);
    return std::move(grammar_);
  }

 private:
  // YAML makes a number of "1" and a truth of "no": they are words here.
  [[nodiscard]] static std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
  }

  [[nodiscard]] std::unordered_set<std::string>& of(WordList list) {
    return grammar_.lists_.at(static_cast<std::size_t>(list));
  }

  void fail(std::string why) {
    if (fault_.empty()) fault_ = std::move(why);
  }

  void read_rule(const Json& document) {
    GrammarRule rule;
    const std::string make = document.at("make").get<std::string>();
    const auto known = make_named(make);
    if (!known) return fail("no rule makes \"" + make + "\"");
    rule.make = *known;
    rule.of = document.value("of", std::string());
    rule.cost = document.value("cost", rule.cost);
    rule.id = make + (rule.of.empty() ? "" : " " + rule.of);
    if (document.contains("after"))
      for (const Json& before : document.at("after")) {
        const auto kind = make_named(before.get<std::string>());
        if (!kind) return fail("no piece is called \"" + before.get<std::string>() + "\"");
        rule.after.push_back(*kind);
      }
    for (const Json& phrase : document.at("say"))
      rule.phrases.push_back(phrase_of(text_of(phrase)));
    for (const Phrase& phrase : rule.phrases)
      rule.of_catalog.push_back(names_catalog(phrase));
    grammar_.rules_.push_back(std::move(rule));
  }

  // Words alone, without slots and alternatives.
  [[nodiscard]] static Phrase plain_phrase(std::string_view text) {
    Phrase phrase;
    for (TextWord& word : split_words(text)) {
      PhrasePart part;
      part.word = std::move(word.text);
      phrase.push_back(std::move(part));
    }
    return phrase;
  }

  [[nodiscard]] Phrase phrase_of(std::string_view text) {
    std::size_t at = 0;
    Phrase phrase = sequence(text, at);
    if (at != text.size()) fail("a bracket is not opened in \"" + std::string(text) + "\"");
    return phrase;
  }

  // Up to the end, a "|" or a ")".
  [[nodiscard]] Phrase sequence(std::string_view text, std::size_t& at) {
    Phrase phrase;
    while (at < text.size() && text[at] != '|' && text[at] != ')') {
      if (text[at] == ' ') {
        ++at;
      } else if (text[at] == '(') {
        phrase.push_back(choice(text, at));
      } else {
        word(text, at, phrase);
      }
    }
    return phrase;
  }

  [[nodiscard]] PhrasePart choice(std::string_view text, std::size_t& at) {
    PhrasePart part;
    do {
      ++at;  // The "(" or the "|".
      part.alternatives.push_back(sequence(text, at));
    } while (at < text.size() && text[at] == '|');
    if (at >= text.size()) {
      fail("a bracket is not closed in \"" + std::string(text) + "\"");
      return part;
    }
    ++at;
    if (at < text.size() && text[at] == '?') {
      part.optional = true;
      ++at;
    }
    return part;
  }

  void word(std::string_view text, std::size_t& at, Phrase& phrase) {
    const std::size_t begin = at;
    // "\(" is a bracket that the question holds.
    while (at < text.size() && std::string_view(" |)(").find(text[at]) == std::string_view::npos)
      at += text[at] == '\\' && at + 1 < text.size() ? 2U : 1U;
    std::string token(text.substr(begin, at - begin));
    PhrasePart part;
    // A "?" behind a word makes it optional; alone it is a sign.
    if (token.size() > 1 && token.back() == '?') {
      part.optional = true;
      token.pop_back();
    }
    if (token.starts_with('$')) {
      part.slot = slot_named(std::string_view(token).substr(1));
      if (!part.slot) fail("no slot is called \"" + token + "\"");
      return phrase.push_back(std::move(part));
    }
    if (token.starts_with('@')) {
      // Sets are read first, so that a set that is missing is a fault and no empty choice.
      const auto set = sets_.find(token.substr(1));
      if (set == sets_.end()) return fail("no set is called \"" + token + "\"");
      part.alternatives = set->second;
      return phrase.push_back(std::move(part));
    }
    std::erase(token, '\\');
    part.inflected = token.size() > 1 && token.back() == '~';
    if (part.inflected) token.pop_back();
    // Written as the question's words are split, so that "week-over-week" is three words here too.
    std::vector<TextWord> words = split_words(token);
    for (std::size_t i = 0; i < words.size(); ++i) {
      PhrasePart one = part;
      one.word = part.inflected ? words[i].stem : words[i].text;
      grammar_.vocabulary_.insert(words[i].text);
      phrase.push_back(std::move(one));
    }
    if (words.empty()) fail("nothing can be said by \"" + token + "\"");
  }

  Grammar grammar_;
  std::map<std::string, std::vector<Phrase>> sets_;
  std::string fault_;
};

std::expected<Grammar, std::string> Grammar::read(std::string_view json) {
  const Json document = Json::parse(json, nullptr, false);
  for (const char* member : {"words", "shorthand", "sets", "rules"})
    if (!document.is_object() || !document.contains(member))
      return std::unexpected("the grammar has no \"" + std::string(member) + "\"");
  for (const auto& [name, list] : phrase_list_names())
    if (!document.contains(name))
      return std::unexpected("the grammar has no \"" + std::string(name) + "\"");
  for (const auto& [name, list] : word_list_names())
    if (!document["words"].contains(name))
      return std::unexpected("the grammar has no words \"" + std::string(name) + "\"");
  return GrammarReader().read(document);
}

const std::string* Grammar::long_form(const std::string& word) const {
  const auto found = shorthand_.find(word);
  return found == shorthand_.end() ? nullptr : &found->second;
}

std::size_t Grammar::phrase_at(PhraseList list, const std::vector<TextWord>& words,
                               std::size_t at) const {
  std::size_t longest = 0;
  for (const Phrase& phrase : phrases(list)) {
    if (phrase.size() <= longest || at + phrase.size() > words.size()) continue;
    const bool says = std::equal(
        phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
        [](const PhrasePart& part, const TextWord& word) { return part.word == word.text; });
    if (says) longest = phrase.size();
  }
  return longest;
}

const Grammar& Grammar::english() {
  // Made once, on the first question; a fault here is a fault of the build, which the test finds.
  static const Grammar grammar = [] {
    auto read = Grammar::read(embedded::grammar_en);
    if (!read) {
      std::cerr << "sluice: language/en/grammar.yaml: " << read.error() << '\n';
      std::abort();
    }
    return *std::move(read);
  }();
  return grammar;
}

}  // namespace sluice::analytics
