#pragma once
#include "analytics/language/phrase_index.h"
#include "analytics/language/text_words.h"

#include <array>
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
  follow,        // Leans on the question before: only a follow-up holds such a piece.
  moment_from,   // "From creation": where a length of time begins.
  moment_until,  // "To merge": where it ends.
  length,        // "Within 4 hours": a bound on how long a row took.
  distribution,
  band,    // "Under 50", "50 to 199": several of them beside each other are bands.
  banded,  // "By size": which number the bands are of.
  hour,
  days,          // "On Saturdays", "at weekends": only rows of such days.
  hours,         // "Before 9 in the morning".
  first_time,    // "The first month in which": the first step of time within a bound.
  with_rows,     // "With an open ticket": rows of another entry that must be there.
  without_rows,  // "Who never had a dispute".
  funnel,
  steps,  // "Opened, closed and merged".
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
  weekday,   // "Monday".
  weekdays,  // "Mondays".
  clock,     // "9 am", "17:00", "noon".
  field,
  number_field,
  any_field,
  value,
  counted,
  moment,  // A time of the counted rows.
  rows,    // Rows of another entry that the counted ones are joined with.
  state,   // A value of such rows, beside their noun: "an urgent ticket".
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
  std::vector<bool> of_catalog;  // Phrase by phrase: whether one of its slots is the catalog's.
};

// The lists of words of a language; what each is for stands beside it in grammar.yaml, under its
// name.
enum class WordList {
  harmless,
  light,
  begins,
  planned,
  expected,
  due,
  writes,
  commanded,
  binding,
  anaphora,
  speakers,
  background_leads,
  occasions,
  yes_or_no,
  pronouns,
  links,
  ties,
  any_one,
  whose,
  many,
  negations,
  name_leads,
  own_name_leads,
  period_leads,
  vendor_leads,
  relations,
  value_leads,
  group_leads,
  narrowing,
  gains,
  points_back,
  ends_back,
  narrows,
  orders,
  orders_of,
  orders_of_rows,
  objects,
  no_objects,
  courtesies,
  foreign,
  forecasts,
  ahead,
  products,
  sets_against,
  passives,
  of_length,
  of_speed,
  of_money,
  comparators,
  articles,
  past,
  counting_leads,
  occasion_leads,
  demonstratives,
  clause_links,
  band_links,
  either,
  kinds,
  how,
  some,
  indefinite,
  definite,
  determiners,
  belongs,
  year_parts,
  halves,
  stretch_links,
  stretch_ends,
  actor_leads,
  agent_leads,
  split_leads,
  not_words,
  product_leads,
  ratio_links,
  futures,
  ourselves_asking,
  still,
  not_yet,
  state_verbs,
  did,
  value_links,
  percent_words,
  question_links,
  order_links,
  order_objects,
  please,
  order_fillers,
  command_leads,
  who_is_asked,
  asking_verbs,
  numbered_nouns,
  gives,
  gives_nothing,
  gives_to,
  opens,
  olds,
  makes_new,
  per_step,
  judges,
  within_leads,
  shown_in,
  days,
  weekly_days,
  last,
  and_words,
  same,
  each,
  every_row,
  who,
  calendar,
  versus,
  why,
  reasons,
  places,
  reason_links,
  actors,
  helping_verbs,
  group_numbers,
  group_articles,
  gotten,
  having,
  owner_links,
  things,
  money_words,
  name_links,
  deed_objects,
  forenoon,
  afternoon,
  oclock,
  noon,
  midnight,
  relatives,
  sufficing,
  appointments,
  deed_leads,
  shaping,
  negating,
  first_persons,
  day_leads,
  place_leads,
  unfinished,
  plain_nouns,
  popular,
  vague,
  share_words,
  whole_leads,
  until_words,
  returning,
  returned,
  positions,
  ranks,  // Not in the file: the words of its sets "high" and "low".
};
inline constexpr std::size_t word_lists = static_cast<std::size_t>(WordList::ranks) + 1;

// The lists of phrases; none has a slot.
enum class PhraseList {
  asks,        // Begin what is asked ("how many", "show me").
  musings,     // Begin a sentence which tells what somebody makes of it ("I suspect").
  leads,       // Begin a question that leans on the one before ("and", "what about").
  part_leads,  // Begin a part of a question ("by", "without"): the rest was said before.
  order_leads,
  forecast_phrases,
  future_phrases,
  statements,
  instructions,
  advice,
  overviews,  // Ask how the whole is going ("how are we doing").
  greetings,
  help,            // Ask what can be asked.
  bare_splits,     // Of what was said before ("that by").
  bare_questions,  // Begin a question about what was said before ("in which").
  counts_of,       // In front of what is counted ("number of").
  counts_asked,    // Ask for a number or a length ("how many").
  no_ranks,        // Bounds that begin like a rank ("at least").
  wholes,          // Begin a question for a whole ("what did").
  no_orders,       // Begin like an order and are a name ("drop off").
  requests,        // Behind who wants something ("wants to know").
  reports,         // Behind who tells something: what follows is theirs ("claims that").
  needs,           // Behind a link: the same person goes on to ask ("and need").
  aims,            // Begin a remark on what the answer is for ("so we can").
  unbinding,       // Hold a word that binds, and bind nothing ("only fair").
};
inline constexpr std::size_t phrase_lists = 25;

// How a language asks: its rules, and which of its words carry nothing. Immutable.
class Grammar {
 public:
  // English, from language/en/grammar.yaml as it was when this was built.
  [[nodiscard]] static const Grammar& english();
  // From the document's JSON form; the error says which rule is wrong and why.
  [[nodiscard]] static std::expected<Grammar, std::string> read(std::string_view json);

  [[nodiscard]] const std::vector<GrammarRule>& rules() const noexcept { return rules_; }
  // The phrases that can begin at the word: those with a slot of the catalog, or the others.
  [[nodiscard]] std::vector<PhraseAt> starting(const TextWord& word, bool of_catalog) const {
    return (of_catalog ? of_catalog_ : of_words_).starting(word);
  }
  // Whether a word, in lower case, is on the list.
  [[nodiscard]] bool is(WordList list, const std::string& word) const {
    return words(list).contains(word);
  }
  // Whether a word of the list stands at the place; past the end none does.
  [[nodiscard]] bool is(WordList list, const std::vector<TextWord>& words, std::size_t at) const {
    return at < words.size() && is(list, words[at].text);
  }
  [[nodiscard]] const std::unordered_set<std::string>& words(WordList list) const {
    return lists_.at(static_cast<std::size_t>(list));
  }
  // What a shortened word stands for ("yr" -> "year"); null: it is none.
  [[nodiscard]] const std::string* long_form(const std::string& word) const;
  [[nodiscard]] const std::vector<Phrase>& phrases(PhraseList list) const {
    return phrases_.at(static_cast<std::size_t>(list));
  }
  // How many words the longest phrase of the list takes that stands at this place; 0: none does.
  [[nodiscard]] std::size_t phrase_at(PhraseList list, const std::vector<TextWord>& words,
                                      std::size_t at) const;
  // Every word that a rule may take, in lower case: what a misspelt word may have been meant as.
  [[nodiscard]] const std::unordered_set<std::string>& vocabulary() const noexcept {
    return vocabulary_;
  }

 private:
  friend class GrammarReader;
  std::vector<GrammarRule> rules_;
  PhraseIndex of_catalog_;
  PhraseIndex of_words_;
  std::array<std::unordered_set<std::string>, word_lists> lists_;
  std::unordered_map<std::string, std::string> shorthand_;
  std::array<std::vector<Phrase>, phrase_lists> phrases_;
  std::unordered_set<std::string> vocabulary_;
};

}  // namespace sluice::analytics
