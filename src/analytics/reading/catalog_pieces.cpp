#include "analytics/reading/catalog_pieces.h"

#include "analytics/language/number_words.h"
#include "analytics/language/word_table.h"
#include "base/currency.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

// "Lines added by the pull requests": of what was done, the rows that did it and no group of them.
[[nodiscard]] bool is_doer(const AnchorView* view, const AnchorView::FieldAt& field,
                           std::size_t first) {
  return view != nullptr && first > 0 && field.entry_noun &&
         field.sense.entry == view->anchor().what.entry && view->is_taken(first - 1) &&
         WordTable::english().is_participle(view->scene().words[first - 1].text);
}

[[nodiscard]] std::optional<Piece> grouped(const AnchorView* view, const GrammarRule& rule,
                                           const Captured& captured, std::size_t first) {
  if (captured.fields.empty()) return std::nullopt;
  const AnchorView::FieldAt& field = captured.fields.front();
  if (is_doer(view, field, first)) return std::nullopt;
  // "Step by step" is one group; "plan by country" are two, which one piece cannot be.
  if (captured.fields.size() > 1 &&
      captured.fields[1].sense.field != captured.fields.front().sense.field)
    return std::nullopt;
  // "By label, merged this year": a truth is no further group.
  // "12 open deals": nor are they twelve of anything.
  const bool truth = field.sense.field->type == "boolean";
  if (truth && (!rule.after.empty() || !captured.numbers.empty())) return std::nullopt;
  if (field.inflected && !rule.after.empty()) return std::nullopt;
  return GroupedBy{field.sense, rule.of == "subject", rule.of == "qualified", field.plural,
                   true,        field.entry_noun,     captured.first_number()};
}

[[nodiscard]] std::optional<Piece> lacking(const Captured& captured, const AnchorView* view) {
  if (captured.fields.empty()) return std::nullopt;
  const FieldSense& field = captured.fields.front().sense;
  // "Without an open deal": the deal is lacking, not its being open.
  const std::size_t next = captured.fields.front().end;
  if (field.field->type == "boolean" && view != nullptr && next < view->scene().words.size() &&
      (view->is_taken(next) || !view->own_nouns(next).empty()))
    return std::nullopt;
  // "Never opened a ticket": every row was made once, so that another one is meant.
  if (field.field->moment == catalog::Moment::created) return std::nullopt;
  // "Without being a draft": what is true or false is never empty.
  if (field.field->type == "boolean") return Where{field, FilterOp::eq, {false}, false};
  return Where{field, FilterOp::is_null, {}, false};
}

[[nodiscard]] std::optional<Piece> other_than(const Captured& captured) {
  // A guess at a misspelt word must not take rows away.
  if (!captured.value || captured.value->corrected) return std::nullopt;
  const AnchorView::ValueAt& value = *captured.value;
  return Where{value.sense, FilterOp::ne, {json_value(*value.sense.field, value.value)}, false};
}

// "For every dollar", "each pound".
[[nodiscard]] bool says_each_coin(const Scene& scene) {
  for (std::size_t at = 1; at < scene.words.size(); ++at)
    if (scene.grammar.is(WordList::each, scene.words, at - 1) &&
        currency_named(scene.words[at].text))
      return true;
  return false;
}

[[nodiscard]] bool says_hundred(const Scene& scene) {
  constexpr int hundred = 100;
  return std::ranges::any_of(scene.words, [=](const TextWord& word) {
    return (word.number && word.value == hundred) || cardinal_word(word.text) == hundred;
  });
}

[[nodiscard]] std::optional<Piece> among(const GrammarRule& rule, const Captured& captured) {
  // "At least one PR" is a bound, and no choice of the smallest.
  constexpr std::size_t several = 2;
  if (captured.fields.empty() || captured.numbers.empty() || captured.numbers.front() < several)
    return std::nullopt;
  return Among{captured.fields.front().sense, captured.numbers.front(), rule.of != "low",
               captured.counted};
}

}  // namespace

std::optional<Piece> catalog_piece(const AnchorView* view, const GrammarRule& rule,
                                   const Captured& captured, std::size_t first) {
  const auto& counted = captured.counted;
  if (rule.make == Make::group) return grouped(view, rule, captured, first);
  if (rule.make == Make::lack) return lacking(captured, view);
  if (rule.make == Make::where_not) return other_than(captured);
  if (rule.make == Make::among) return among(rule, captured);
  if (rule.make == Make::column && !captured.fields.empty())
    return Column{Column::What::field, captured.fields.front().sense};
  if (rule.make == Make::beside && counted)
    return SideBySide{*counted, rule.of == "either", rule.of == "mean"};
  if ((rule.make == Make::ratio || rule.make == Make::ratio_to) && counted) {
    const bool hundred = rule.of == "hundred";
    const bool coin = rule.of == "coin";
    // Behind any other "ratio of" they would be the part, and not the whole.
    const bool apart = rule.make == Make::ratio_to && hundred;
    if ((coin && (view == nullptr || !says_each_coin(view->scene()))) ||
        (apart && (view == nullptr || !says_hundred(view->scene()))))
      return std::nullopt;
    return Ratio{*counted,
                 hundred || rule.of == "percent",
                 rule.make == Make::ratio_to,
                 hundred || rule.of == "needed",
                 coin || rule.of == "money",
                 coin};
  }
  return std::nullopt;
}

Json json_value(const catalog::Field& field, const std::string& value) {
  if (field.type == "boolean") return value == "true";
  if (field.type == "integer" || field.type == "decimal") {
    const Json number = Json::parse(value, nullptr, false);
    if (number.is_number()) return number;
  }
  return value;
}

}  // namespace sluice::analytics
