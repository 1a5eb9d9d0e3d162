#include "analytics/reading/values_around.h"

#include "analytics/language/word_table.h"
#include "analytics/meaning/related_path.h"
#include "analytics/reading/catalog_pieces.h"
#include "analytics/reading/free_pieces.h"
#include "analytics/reading/names_around.h"
#include "analytics/reading/take_related.h"
#include "base/currency.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

class ValuesAround {
 public:
  explicit ValuesAround(const AnchorView& view) : view_(view), scene_(view.scene()), out_(view) {}

  [[nodiscard]] std::vector<Placed> collect() {
    for (std::size_t at = 0; at < scene_.words.size(); ++at) {
      if (view_.is_taken(at)) continue;
      values(at);
      owned_rows(at);
    }
    return out_.take();
  }

 private:
  // "Customers on the Scale plan": where the noun of whose value it is may end, in front; the
  // word's own place where nothing leads to one.
  [[nodiscard]] std::size_t owner_end(std::size_t at) const {
    std::size_t link = at;
    if (link > 0 && scene_.grammar.is(WordList::determiners, scene_.words, link - 1)) --link;
    if (link == 0 || !scene_.grammar.is(WordList::owner_links, scene_.words, link - 1)) return at;
    return link - 1;
  }

  void behind_owner(std::size_t at, const AnchorView::ValueAt& value, const Piece& piece,
                    double cost) {
    constexpr double of_that_vendor = -0.2;
    const std::size_t link = owner_end(at);
    if (link == at) return;
    for (const Match& noun : scene_.matches)
      if (noun.term->kind == Term::Kind::entry && noun.exact && noun.last() + 1 == link &&
          noun.term->vendor == value.sense.vendor &&
          noun.term->entry != view_.anchor().what.entry) {
        out_.add(noun.first(), value.end, piece, Make::where, cost + of_that_vendor);
        push_led(noun.first(), value.end, piece, cost + of_that_vendor);
      }
  }

  // "Tickets of customers on the Scale plan", "of Scale customers": the plan is one of rows that
  // tickets do not lead to, but that the customers have.
  void owned_rows(std::size_t at) {
    constexpr double owned = 0.5;
    const std::size_t link = owner_end(at);
    for (const AnchorView::ValueAt& value : view_.values_anywhere(at)) {
      if (view_.reach().distance(value.sense.entry)) continue;
      for (const Match& noun : scene_.matches) {
        if (noun.term->kind != Term::Kind::entry || !noun.exact ||
            noun.term->vendor != value.sense.vendor)
          continue;
        const bool before = link != at && noun.last() + 1 == link;
        const bool behind = noun.first() == value.end;
        if (!before && !behind) continue;
        // The rows that make somebody one of those whom the noun names, today.
        const auto rows = noun_sense(scene_.lexicon, *noun.term);
        if (!rows || rows->entry != value.sense.entry ||
            !way_to_related(scene_.lexicon, view_.anchor().what, *rows))
          continue;
        const Where which{
            value.sense, FilterOp::eq, {json_value(*value.sense.field, value.value)}, false};
        const std::size_t first = before ? noun.first() : at;
        const std::size_t end = before ? value.end : noun.last() + 1;
        const Piece piece = RelatedTo{*rows, true, false, {which}};
        out_.add(first, end, piece, Make::where, owned + value.cost);
        push_led(first, end, piece, owned + value.cost);
      }
    }
  }

  // "enterprise", "in Germany"; with the field's or the rows' noun beside it: "enterprise plan",
  // "priority high", "German customers".
  void values(std::size_t at) {
    for (const AnchorView::ValueAt& value : view_.values(at)) {
      constexpr double condition = 0.12;
      constexpr double foreign = 0.5;  // In another vendor than what is counted.
      const bool elsewhere = value.sense.vendor != view_.anchor().what.vendor;
      // A guess at a misspelt word must not choose the rows.
      if (value.corrected || is_part_of_name(at, value.end) || is_done(at, value.end) ||
          is_named_by_other_noun(value))
        continue;
      // "Revenue, USD": rather the currency of the answer than that of the rows.
      constexpr double of_rows = 0.15;
      const bool currency = currency_named(lower(value.value)).has_value();
      const double cost =
          condition + value.cost + (elsewhere ? foreign : 0) + (currency ? of_rows : 0);
      const Piece piece =
          Where{value.sense, FilterOp::eq, {json_value(*value.sense.field, value.value)}, false};
      // "Issues started": their own moment, and not that of the project they belong to.
      if (!is_own_moment(at) || value.sense.distance == 0) {
        out_.add(at, value.end, piece, Make::where, cost);
        push_led(at, value.end, piece, cost);
      }
      // "Scale customers": whoever it is said of.
      constexpr double of_others = 0.1;
      constexpr double of_that_vendor = -0.2;  // It is the noun's own source that tells.
      if (value.end < scene_.words.size())
        for (const AnchorView::FieldAt& noun : view_.fields(value.end))
          if (noun.entry_noun && noun.sense.entry != view_.anchor().what.entry) {
            const bool own = noun.sense.vendor == value.sense.vendor;
            const double said = cost + (own ? of_that_vendor : of_others);
            out_.add(at, noun.end, piece, Make::where, said);
            push_led(at, noun.end, piece, said);
          }
      behind_owner(at, value, piece, cost);
      // Of rows that cannot be reached from here the noun only says whose value it is.
      if (const auto end = far_noun(value.end, value.sense.vendor)) {
        out_.add(at, *end, piece, Make::where, cost + 2 * of_others);
        push_led(at, *end, piece, cost + 2 * of_others);
      }
      constexpr double beside = -0.1;
      for (const auto& [begin, end] : nouns_beside(at, value)) {
        out_.add(begin, end, piece, Make::where, cost + beside);
        push_led(begin, end, piece, cost + beside);
      }
    }
  }

  [[nodiscard]] std::optional<std::size_t> far_noun(std::size_t at, std::size_t vendor) const {
    for (const Match& match : scene_.matches)
      if (match.term->kind == Term::Kind::entry && match.exact && match.first() == at &&
          (match.term->vendor == vendor || is_party(*match.term->entry)) &&
          !view_.reach().distance(match.term->entry))
        return match.last() + 1;
    return std::nullopt;
  }

  // "Done by the Platform team", "only merged", "tagged as urgent": words that only lead to a value
  // are its own, where one of them is a word that needs explaining.
  void push_led(std::size_t first, std::size_t end, const Piece& piece, double cost) {
    constexpr std::size_t leads_max = 3;
    constexpr double led = 0.12;
    for (std::size_t back = 1; back <= leads_max && back <= first; ++back) {
      const std::string& word = scene_.words[first - back].text;
      if (!scene_.grammar.is(WordList::value_leads, word)) return;
      if (!scene_.grammar.is(WordList::harmless, word))
        out_.add(first - back, end, piece, Make::where, cost + led);
    }
  }

  [[nodiscard]] bool is_own_moment(std::size_t at) const {
    return std::ranges::any_of(view_.fields(at), [](const AnchorView::FieldAt& field) {
      return field.sense.field->role == "time" && field.sense.distance == 0;
    });
  }

  // "Acme Media": a word that a company is called by, and no industry.
  [[nodiscard]] bool is_part_of_name(std::size_t at, std::size_t end) const {
    const auto own = [&](std::size_t word) {
      return word > 0 && word < scene_.words.size() && is_name_word(view_, word) &&
             !scene_.lexicon.knows(scene_.words[word].stem) &&
             !scene_.grammar.vocabulary().contains(scene_.words[word].text);
    };
    return scene_.words[at].capital && (own(at - 1) || own(end));
  }

  // "The Security team" where Security is a kind of work: a team of that name is meant, and there
  // may be none.
  [[nodiscard]] bool is_named_by_other_noun(const AnchorView::ValueAt& value) const {
    if (value.end >= scene_.words.size()) return false;
    const auto& nouns = view_.fields(value.end);
    const auto names_one = [&](const AnchorView::FieldAt& noun) {
      return !noun.plural && !noun.inflected && !noun.compound && !noun.entry_noun &&
             can_group(*noun.sense.field) && noun.sense.field->type == "text";
    };
    return std::ranges::any_of(nouns, names_one) &&
           std::ranges::none_of(nouns, [&](const AnchorView::FieldAt& noun) {
             return noun.sense.field == value.sense.field;
           });
  }

  // "How many PRs did dependabot open": what somebody does is no state of the rows.
  [[nodiscard]] bool is_done(std::size_t at, std::size_t end) {
    constexpr std::size_t subject_max = 4;
    const TextWord& verb = scene_.words[at];
    if (end != at + 1 || WordTable::english().is_participle(verb.text) || verb.capital)
      return false;
    // "How much did we spend on travel": behind a preposition stands no verb.
    if (at > 0 && scene_.grammar.is(WordList::narrowing, scene_.words, at - 1)) return false;
    // "Did" itself is the word before last at most: between stands who did it.
    for (std::size_t back = 2; back <= subject_max && back <= at; ++back) {
      const std::string& word = scene_.words[at - back].text;
      if (scene_.grammar.is(WordList::state_verbs, word)) return false;
      if (!scene_.grammar.is(WordList::did, word)) continue;
      constexpr double action = 0.1;
      if (scene_.grammar.is(WordList::begins, verb.text))
        out_.add(at, end, Filler{}, Make::filler, action);
      return true;
    }
    return false;
  }

  // Spans of the value together with the noun of its field or its rows.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> nouns_beside(
      std::size_t at, const AnchorView::ValueAt& value) const {
    std::vector<std::pair<std::size_t, std::size_t>> spans;
    const auto is_noun = [&](const AnchorView::FieldAt& field) {
      if (field.inflected) return false;
      return field.sense.field == value.sense.field ||
             (field.entry_noun && field.sense.entry == value.sense.entry);
    };
    if (value.end < scene_.words.size())
      for (const AnchorView::FieldAt& field : view_.fields(value.end))
        if (is_noun(field)) spans.emplace_back(at, field.end);
    constexpr std::size_t noun_words_max = 4;
    for (std::size_t back = 1; back <= noun_words_max && back <= at; ++back)
      for (const AnchorView::FieldAt& field : view_.fields(at - back)) {
        const bool linked =
            field.end == at || (field.end + 1 == at &&
                                scene_.grammar.is(WordList::value_links, scene_.words, field.end));
        if (linked && field.sense.field == value.sense.field)
          spans.emplace_back(at - back, value.end);
      }
    return spans;
  }

  const AnchorView& view_;
  const Scene& scene_;
  FreePieces out_;
};

}  // namespace

std::vector<Placed> values_around(const AnchorView& view) {
  return ValuesAround(view).collect();
}

}  // namespace sluice::analytics
