#pragma once
#include "analytics/language/text_words.h"

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sluice::analytics {

// What a rule of the grammar makes of the words that it takes. Closed: a new kind does not compile
// until the reading knows what to do with it.
enum class Make {
  filler,  // Nothing: a courtesy, a figure of speech.
  asked,   // What is wanted of the thing: see Asked.
  aggregate,
  share,
  listed,
  rest,
  bucket,
  weekday,
  compare,
  change,
  transform,
  rank,
  rank_time,
  among,
  group,
  column,
  where_not,
  lack,
  lack_person,
  bound,
  bound_on,
  age,
  ratio,
  ratio_asked,
  ratio_to,
  beside,
  drawn,
  currency,
  unit,
  // Pieces that no rule makes: they come from the catalog's words and from the calendar.
  counted,
  noun,
  where,
  during,
  vendor,
  time_of,
  name,
};

// The place in a phrase that the question fills.
enum class Slot {
  number,
  quantity,
  duration,
  period,
  grain,
  grain_adverb,
  percentile,
  currency,
  field,
  number_field,
  any_field,
  value,
  counted,
};

// One place of a phrase: words of which one alternative stands there, or a slot, or a part of its
// own whose alternatives are phrases.
struct PhrasePart {
  std::optional<Slot> slot;
  std::string word;        // Empty for a slot or a part with alternatives.
  bool inflected = false;  // "word~": any inflection, compared by stem.
  std::vector<std::vector<PhrasePart>> alternatives;
  bool optional = false;
};
using Phrase = std::vector<PhrasePart>;

struct GrammarRule {
  std::string id;  // Its kind and place in the file: for explanations.
  Make make = Make::filler;
  std::string of;           // What of it: "average", "previous_year"; checked when it is read.
  std::vector<Make> after;  // Only right behind a piece of one of these kinds; empty: anywhere.
  double cost = 0.1;        // How much worse a reading is for having used it.
  std::vector<Phrase> phrases;
};

// How a language asks: its rules, and which of its words carry nothing. Immutable.
class Grammar {
 public:
  // English, from language/en/grammar.yaml as it was when this was built.
  [[nodiscard]] static const Grammar& english();
  // From the document's JSON form; the error says which rule is wrong and why.
  [[nodiscard]] static std::expected<Grammar, std::string> read(std::string_view json);

  [[nodiscard]] const std::vector<GrammarRule>& rules() const noexcept { return rules_; }
  // Articles, auxiliaries, pronouns: skipping one costs nothing.
  [[nodiscard]] bool is_harmless(const std::string& word) const { return harmless_.contains(word); }
  // A content word that never chooses other rows ("figures", "company").
  [[nodiscard]] bool is_light(const std::string& word) const { return light_.contains(word); }
  [[nodiscard]] const std::unordered_set<std::string>& harmless() const noexcept {
    return harmless_;
  }
  [[nodiscard]] const std::unordered_set<std::string>& light() const noexcept { return light_; }
  // "Top", "biggest", "fewest": a word of rank.
  [[nodiscard]] bool ranks(const std::string& word) const { return ranks_.contains(word); }
  // What a shortened word stands for ("yr" -> "year"); null: it is none.
  [[nodiscard]] const std::string* long_form(const std::string& word) const;
  // Phrases that begin what is asked ("how many", "show me").
  [[nodiscard]] const std::vector<Phrase>& asks() const noexcept { return asks_; }
  // Verbs for how things come into being ("open", "file").
  [[nodiscard]] bool begins(const std::string& word) const { return begins_.contains(word); }
  // Words for what is planned ("due"): only with one of them may a time lie ahead.
  [[nodiscard]] bool is_planned(const std::string& word) const { return planned_.contains(word); }
  // Whether the words command something to be written: "and close them".
  [[nodiscard]] bool commands(const std::vector<TextWord>& words) const;
  // Words that tie the rest of a text to what was said before ("only", "them"): without it,
  // something else would be asked.
  [[nodiscard]] bool is_binding(const std::string& word) const { return binding_.contains(word); }
  [[nodiscard]] bool is_anaphora(const std::string& word) const { return anaphora_.contains(word); }
  // Every word that a rule may take, in lower case: what a misspelt word may have been meant as.
  [[nodiscard]] const std::unordered_set<std::string>& vocabulary() const noexcept {
    return vocabulary_;
  }

 private:
  friend class GrammarReader;
  std::vector<GrammarRule> rules_;
  std::unordered_set<std::string> harmless_;
  std::unordered_set<std::string> light_;
  std::unordered_map<std::string, std::string> shorthand_;
  std::vector<Phrase> asks_;
  std::unordered_set<std::string> ranks_;
  std::unordered_set<std::string> begins_;
  std::unordered_set<std::string> planned_;
  std::unordered_set<std::string> writes_;
  std::unordered_set<std::string> commanded_;
  std::unordered_set<std::string> binding_;
  std::unordered_set<std::string> anaphora_;
  std::unordered_set<std::string> vocabulary_;
};

[[nodiscard]] std::string_view to_text(Make make);

}  // namespace sluice::analytics
