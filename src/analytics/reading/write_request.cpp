#include "analytics/reading/write_request.h"

#include "analytics/language/number_words.h"
#include "analytics/language/word_table.h"

#include <string_view>

namespace sluice::analytics {
namespace {

// What the words from some place on order to be done; the grammar's lists say which words do.
class Orders {
 public:
  Orders(const Grammar& grammar, const std::vector<TextWord>& words)
      : grammar_(grammar), words_(words) {}

  [[nodiscard]] bool any() const {
    for (std::size_t at = 0; at < words_.size(); ++at)
      if (begins_sentence(at)) {
        const std::size_t verb = behind_courtesy(at);
        if (is_order(verb) || is_gift(verb)) return true;
      }
    const std::size_t first = behind_courtesy(0);
    for (std::size_t at = 1; at + 1 < words_.size(); ++at) {
      // "... and close them", "..., then delete all of them".
      const bool continues = is(WordList::order_links, at - 1);
      if (!continues || at == first) continue;
      const bool verb = is(WordList::orders, at) || is(WordList::orders_of, at);
      const bool object = is(WordList::order_objects, at + 1);
      if (verb && object) return true;
    }
    return is_further_order();
  }

 private:
  [[nodiscard]] bool is(WordList list, std::size_t at) const {
    return at < words_.size() && grammar_.is(list, words_[at].text);
  }

  // "Which invoices are overdue? Void the old ones": each sentence may order something.
  [[nodiscard]] bool begins_sentence(std::size_t at) const {
    return at == 0 ||
           (words_[at - 1].sign && std::string_view("?!.;").contains(words_[at - 1].text.front()));
  }

  // "list stale issues and close them", "how many are open? please close them".
  [[nodiscard]] bool is_further_order() const {
    for (std::size_t i = 1; i + 1 < words_.size(); ++i) {
      if (!is(WordList::writes, i) || !is(WordList::commanded, i + 1)) continue;
      std::size_t before = i - 1;
      bool polite = false;
      while (before > 0 && is(WordList::order_fillers, before)) {
        polite = polite || is(WordList::please, before);
        --before;
      }
      // "Please update", "and delete": without a lead, the verb may be a noun or a past tense.
      if (polite || is(WordList::command_leads, before)) return true;
    }
    return false;
  }

  [[nodiscard]] std::size_t behind_courtesy(std::size_t at) const {
    const auto asks_us = [&](std::size_t at) {
      return at > 0 && is(WordList::who_is_asked, at) && is(WordList::asking_verbs, at - 1);
    };
    while (at < words_.size() && (is(WordList::courtesies, at) || words_[at].sign || asks_us(at)))
      ++at;
    return at + grammar_.phrase_at(PhraseList::order_leads, words_, at);
  }

  [[nodiscard]] bool is_plural_object(std::size_t first) const {
    // Up to three adjectives in front of the noun: "close stale backlog issues".
    constexpr std::size_t adjectives_max = 3;
    for (std::size_t at = first; at < words_.size() && at <= first + adjectives_max; ++at) {
      if (words_[at].sign || words_[at].stop || is(WordList::no_objects, at)) return false;
      if (WordTable::english().is_plural(words_[at].text)) return !is(WordList::no_objects, at + 1);
    }
    return false;
  }

  // "merge pull request 135", "close issue #12": a noun and its number behind the verb.
  [[nodiscard]] bool names_one_thing(std::size_t first) const {
    constexpr std::size_t words_before_number_max = 3;
    for (std::size_t at = first; at < words_.size() && at <= first + words_before_number_max;
         ++at) {
      if (words_[at].number) return at > first;
      if (words_[at].sign && words_[at].text != "#") return false;
      const bool noun = is(WordList::no_objects, at) && !is(WordList::numbered_nouns, at);
      if (words_[at].stop || noun) return false;
    }
    return false;
  }

  // "refund Acme Media", "upgrade Acme to Scale": a name behind the verb of a sentence that
  // is not written in capitals throughout.
  [[nodiscard]] bool names_somebody(std::size_t at) const {
    if (at >= words_.size() || !words_[at].capital || words_[at].sign || words_[at].number)
      return false;
    if (is(WordList::no_objects, at) || is(WordList::no_objects, at + 1)) return false;
    if (at + 1 == words_.size()) return true;
    return words_[at + 1].capital || words_[at + 1].stop || words_[at + 1].number;
  }

  // "give Acme a discount", "make PLT-210 urgent"; but "give me the revenue", "make a chart".
  [[nodiscard]] bool is_gift(std::size_t at) const {
    if (!is(WordList::gives, at) || is(WordList::gives_nothing, at + 1)) return false;
    return is(WordList::gives_to, at + 1) || names_somebody(at + 1);
  }

  [[nodiscard]] bool is_order(std::size_t at) const {
    if (at + 1 >= words_.size()) return false;
    if (grammar_.phrase_at(PhraseList::no_orders, words_, at) > 0) return false;
    if (is(WordList::orders, at)) return !words_[at + 1].sign && !is(WordList::no_objects, at + 1);
    if (!is(WordList::orders_of, at)) return false;
    // "Open deals": a state, unless something is to be opened.
    if (is(WordList::opens, at)) return is(WordList::makes_new, at + 1);
    if (is(WordList::objects, at + 1) || cardinal_word(words_[at + 1].text)) return true;
    if (words_[at + 1].number || names_somebody(at + 1)) return true;
    const bool of_rows = is(WordList::orders_of_rows, at);
    if (of_rows && names_one_thing(at + 1)) return true;
    // "close PLT-12"
    const bool key = at + 2 < words_.size() && words_[at + 2].number && words_[at + 2].joined;
    if (key && !words_[at + 1].stop) return true;
    return of_rows && is_plural_object(at + 1);
  }

  const Grammar& grammar_;
  const std::vector<TextWord>& words_;
};

}  // namespace

bool is_write_request(const Grammar& grammar, const std::vector<TextWord>& words) {
  return Orders(grammar, words).any();
}

}  // namespace sluice::analytics
