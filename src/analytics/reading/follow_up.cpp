#include "analytics/reading/follow_up.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
Leaning leaning_of(const Grammar& grammar, const std::vector<TextWord>& words) {
  const bool points = std::any_of(words.begin(), words.end(), [&](const TextWord& word) {
    return grammar.is(WordList::points_back, word.text);
  });
  const auto last =
      std::find_if(words.rbegin(), words.rend(), [](const TextWord& word) { return !word.sign; });
  // "How many is that", "customers on each".
  const bool ends = last != words.rend() && grammar.is(WordList::ends_back, last->text);
  if (points || ends || grammar.phrase_at(PhraseList::leads, words, 0) > 0) return Leaning::whole;
  const bool narrows = std::any_of(words.begin(), words.end(), [&](const TextWord& word) {
    return grammar.is(WordList::narrows, word.text);
  });
  return narrows || grammar.phrase_at(PhraseList::part_leads, words, 0) > 0 ? Leaning::part
                                                                            : Leaning::none;
}

std::optional<Anchor> anchor_of(const Lexicon& lexicon, const QueryPlan& before) {
  if (before.measures.empty() && before.columns.empty()) return std::nullopt;
  const Reference& of = before.measures.empty() ? before.columns.front() : before.measures.front();
  for (std::size_t at = 0; at < lexicon.vendors().size(); ++at) {
    if (lexicon.vendors()[at].vendor->slug != of.vendor) continue;
    Anchor anchor;
    anchor.what.vendor = at;
    anchor.what.entry = find_entry(lexicon.vendors()[at], of.entry);
    if (anchor.what.entry == nullptr) return std::nullopt;
    anchor.what.name = before.measures.empty() ? "count" : of.name;
    anchor.what.measure = find_measure(*anchor.what.entry, anchor.what.name);
    return anchor;
  }
  return std::nullopt;
}

std::vector<Anchor> anchors_after(const Scene& scene, const QueryPlan& before) {
  std::vector<Anchor> anchors;
  const auto own = anchor_of(scene.lexicon, before);
  if (own) anchors.push_back(*own);
  // What the words say of the rows before goes first: "only bugs" of the open ones.
  constexpr double named_anew = 0.25;
  constexpr double own_rows = 0.3;
  constexpr double other_vendor = 0.2;
  for (Anchor& anchor : find_anchors(scene)) {
    // A value names the rows of a question of its own; here it narrows those before.
    if (anchor.by_value) continue;
    anchor.cost += named_anew;
    if (own && anchor.what.vendor != own->what.vendor) anchor.cost += other_vendor;
    // "How many deals is that": the rows' own noun once more, and not all of them.
    const bool all_rows =
        anchor.what.rows || anchor.what.measure == row_count_of(*anchor.what.entry);
    if (own && all_rows && anchor.what.entry == own->what.entry) anchor.cost += own_rows;
    anchors.push_back(std::move(anchor));
  }
  return anchors;
}

}  // namespace sluice::analytics
