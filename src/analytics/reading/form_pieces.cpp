#include "analytics/reading/form_pieces.h"

#include "analytics/reading/catalog_pieces.h"
#include "analytics/reading/take_related.h"

namespace sluice::analytics {
namespace {

[[nodiscard]] bool some_said(const Scene& scene, PhrasePlace place) {
  for (std::size_t at = place.first; at < place.end; ++at)
    if (scene.grammar.is(WordList::some, scene.words, at)) return true;
  return false;
}

}  // namespace

std::optional<Piece> moments(const GrammarRule& rule, const Captured& captured) {
  if (captured.fields.empty()) return std::nullopt;
  const FieldSense& first = captured.fields.front().sense;
  if (rule.make == Make::moment_from) return FromMoment{first};
  if (rule.make == Make::moment_until) return UntilMoment{first};
  Steps steps;
  for (const AnchorView::FieldAt& field : captured.fields)
    steps.moments.push_back(field.sense);
  return steps;
}

std::optional<Piece> length_bounded(FilterOp op, const Captured& captured) {
  if (captured.quantities.empty()) return std::nullopt;
  const SaidQuantity& said = captured.quantities.front();
  if (said.unit.empty()) return std::nullopt;
  return LengthBounded{op, said.value, said.unit};
}

std::optional<Piece> banded(const AnchorView* view, const GrammarRule& rule,
                            const Captured& captured) {
  if (!captured.fields.empty()) return BandedBy{captured.fields.front().sense, std::nullopt};
  if (!captured.counted || captured.counted->measure == nullptr || view == nullptr)
    return std::nullopt;
  const bool own = captured.counted->entry == view->anchor().what.entry;
  if (captured.counted->measure->expression.empty() || (!own && rule.after.empty()))
    return std::nullopt;
  return BandedBy{std::nullopt, *captured.counted};
}

std::optional<Piece> related_to(const AnchorView* view, const GrammarRule& rule,
                                const Captured& captured, PhrasePlace place) {
  if (!captured.counted || view == nullptr) return std::nullopt;
  const Scene& scene = view->scene();
  const bool present = rule.make == Make::with_rows;
  const bool some = some_said(scene, place) || is_plural_word(scene.words[place.end - 1].text);
  if (present && !some) return std::nullopt;
  if (!way_to_related(scene.lexicon, view->anchor().what, *captured.counted)) return std::nullopt;
  RelatedTo related{*captured.counted, present, rule.of == "deed", {}};
  for (const AnchorView::ValueAt& state : captured.states) {
    if (state.sense.entry != captured.counted->entry) return std::nullopt;
    related.where.push_back(
        {state.sense, FilterOp::eq, {json_value(*state.sense.field, state.value)}, false});
  }
  return related;
}

}  // namespace sluice::analytics
