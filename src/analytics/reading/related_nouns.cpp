#include "analytics/reading/related_nouns.h"

#include "analytics/reading/free_pieces.h"
#include "analytics/reading/phrases.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sluice::analytics {
namespace {

class RelatedNouns {
 public:
  explicit RelatedNouns(const AnchorView& view) : view_(view), scene_(view.scene()), out_(view) {}

  [[nodiscard]] std::vector<Placed> collect() {
    // By their place, and not by looking through all of them at each word of a long text.
    std::vector<std::vector<const Match*>> beginning(scene_.words.size());
    for (const Match& match : scene_.matches)
      if (match.term->kind == Term::Kind::entry && match.exact)
        beginning[match.first()].push_back(&match);
    for (std::size_t at = 0; at < scene_.words.size(); ++at)
      if (!view_.is_taken(at)) nouns(at, beginning[at]);
    return out_.take();
  }

 private:
  // "By priority of the Linear issue behind them", "of Linear issues in the import project": the
  // noun of other rows, of which a field or a value beside it is asked, is accounted for with it.
  void nouns(std::size_t at, const std::vector<const Match*>& beginning) {
    constexpr std::size_t near = 4;
    constexpr double related = 0.4;
    for (const Match* noun : beginning) {
      const Match& match = *noun;
      const catalog::Entry* entry = match.term->entry;
      if (entry == view_.anchor().what.entry || !view_.reach().distance(entry)) continue;
      const std::size_t end = match.last() + 1;
      const std::size_t from = at > near ? at - near : 0;
      const std::size_t to = std::min(end + near, scene_.words.size());
      if (is_group_itself(match)) continue;
      bool beside = false;
      for (std::size_t word = from; word < to; ++word)
        if (word < at || word >= end) beside = beside || says_of(*entry, word);
      if (!beside && !leads_to_rows(end)) continue;
      const auto ties = [&](std::size_t word) {
        return scene_.grammar.is(WordList::relations, scene_.words[word].text);
      };
      std::size_t first = at;
      if (first > 0 && is_vendor(first - 1, match.term->vendor)) --first;
      while (first > from && ties(first - 1))
        --first;
      std::size_t last = end;
      while (last < to && ties(last))
        ++last;
      const Piece piece = OfRows{entry};
      out_.add(first, last, piece, Make::noun, related);
      out_.add(first, end, piece, Make::noun, related);
      out_.add(at, end, piece, Make::noun, related);
    }
  }

  // "Of customers with an open deal": whose rows those are, on the way to what is counted.
  [[nodiscard]] bool leads_to_rows(std::size_t at) const {
    if (at >= scene_.words.size()) return false;
    return std::ranges::any_of(scene_.catalog_phrases[at], [&](PhraseAt which) {
      const GrammarRule& rule = scene_.grammar.rules()[which.rule];
      if (rule.make != Make::with_rows && rule.make != Make::without_rows) return false;
      const auto found = match_phrase(scene_, &view_, rule.phrases[which.phrase], at);
      return std::ranges::any_of(
          found, [](const PhraseMatch& match) { return match.captured.counted.has_value(); });
    });
  }

  // "By account owner", "per Linear project", "which company": the noun says what is asked.
  [[nodiscard]] bool is_group_itself(const Match& noun) const {
    if (names_field(view_, noun.last() + 1)) return true;
    // "Account owner": the second of two nouns is what is meant.
    if (noun.first() > 0 && names_field(view_, noun.first() - 1) &&
        !is_vendor(noun.first() - 1, noun.term->vendor))
      return true;
    std::size_t before = noun.first();
    if (before > 0 && is_vendor(before - 1, noun.term->vendor)) --before;
    return before > 0 && scene_.grammar.is(WordList::group_leads, scene_.words[before - 1].text);
  }

  // Whether the word names a field or a value of the entry, and not its rows.
  [[nodiscard]] bool says_of(const catalog::Entry& entry, std::size_t word) const {
    const auto& fields = view_.fields(word);
    const auto& values = view_.values(word);
    return std::ranges::any_of(
               fields,
               [&](const auto& each) { return each.sense.entry == &entry && !each.entry_noun; }) ||
           std::ranges::any_of(values,
                               [&](const auto& each) { return each.sense.entry == &entry; });
  }

  [[nodiscard]] bool is_vendor(std::size_t word, std::size_t vendor) const {
    return std::ranges::any_of(scene_.matches, [&](const Match& match) {
      return match.term->kind == Term::Kind::vendor && match.exact &&
             match.term->vendor == vendor && match.last() == word;
    });
  }

  const AnchorView& view_;
  const Scene& scene_;
  FreePieces out_;
};

}  // namespace

bool names_field(const AnchorView& view, std::size_t at) {
  return at < view.scene().words.size() && !view.fields(at).empty();
}

std::vector<Placed> related_nouns(const AnchorView& view) {
  return RelatedNouns(view).collect();
}

}  // namespace sluice::analytics
