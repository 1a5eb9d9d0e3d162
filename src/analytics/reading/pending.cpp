#include "analytics/reading/pending.h"

#include "base/text.h"

#include <algorithm>
#include <optional>

namespace sluice::analytics {
namespace {

// A field of the rows, and what it holds of those that are open.
struct OpenState {
  const catalog::Field* field = nullptr;
  Json value;
};

// What the entry's own count of the open rows holds true, and is called so ("open"): a count of
// those past their date is one of today as well.
[[nodiscard]] const catalog::Field* truth_of_open(const Parts& parts) {
  const catalog::Entry& entry = *parts.what.entry;
  const auto is_truth = [&](const catalog::Field& field) {
    const bool called_open = parts.scene.grammar.is(WordList::opens, lower(field.label)) ||
                             std::ranges::any_of(field.synonyms, [&](const std::string& synonym) {
                               return parts.scene.grammar.is(WordList::opens, lower(synonym));
                             });
    return called_open && field.type == "boolean" && !field.expression.empty() &&
           std::ranges::any_of(entry.measures, [&](const catalog::Measure& each) {
             return each.known_only_now && each.filter == field.expression;
           });
  };
  const auto found = std::ranges::find_if(entry.fields, is_truth);
  return found == entry.fields.end() ? nullptr : &*found;
}

// Nothing: the rows have no such state.
[[nodiscard]] std::optional<OpenState> open_state(const Parts& parts) {
  const catalog::Entry& entry = *parts.what.entry;
  if (const catalog::Field* truth = truth_of_open(parts)) return OpenState{truth, Json(true)};
  const auto is_open = [&](const std::string& word) {
    return parts.scene.grammar.is(WordList::opens, lower(word));
  };
  for (const catalog::Field& field : entry.fields)
    for (const catalog::FieldValue& held : field.values)
      if (field.type == "text" && is_open(held.value)) return OpenState{&field, Json(held.value)};
  return std::nullopt;
}

[[nodiscard]] bool says_any(const Parts& parts, const Said<Where>& said, WordList list) {
  const std::size_t first = said.at->first == 0 ? 0 : said.at->first - 1;
  for (std::size_t at = first; at < said.at->end; ++at)
    if (parts.scene.grammar.is(list, parts.scene.words, at)) return true;
  return false;
}

// What has not happened, be it a moment, a state or a truth of the rows themselves.
[[nodiscard]] bool is_pending(const Parts& parts, const Said<Where>& said) {
  const Where& where = *said.piece;
  if (where.field.entry != parts.what.entry || where.field.distance > 0) return false;
  const bool moment = where.op == FilterOp::is_null && where.field.field->role == "time";
  if (moment) return says_any(parts, said, WordList::not_yet);
  const bool negated = said.at->make == Make::where_not || said.at->make == Make::lack;
  const bool untrue = where.op == FilterOp::eq && where.field.field->type == "boolean";
  return negated && (untrue || where.op == FilterOp::ne) &&
         says_any(parts, said, WordList::unfinished);
}

}  // namespace

bool take_pending(Parts& parts, const Said<Where>& said) {
  if (!is_pending(parts, said)) return false;
  const auto open = open_state(parts);
  if (!open) return false;
  add_condition(parts, {parts.what.vendor, parts.what.entry, open->field, 0}, false, open->value);
  // Of open rows the day of closing is when that is expected; and a state is one of a field.
  const catalog::Field& held = *said.piece->field.field;
  return &held == open->field || held.moment == catalog::Moment::closed;
}

void take_expected(Parts& parts) {
  const bool closing = std::ranges::any_of(parts.moments, [&](const Said<TimeOf>& said) {
    return said.piece->field.field->moment == catalog::Moment::closed &&
           said.piece->field.entry == parts.what.entry;
  });
  if (!closing || !parts.what.rows || !parts.says_any(WordList::expected)) return;
  if (const catalog::Field* open = truth_of_open(parts))
    add_condition(parts, {parts.what.vendor, parts.what.entry, open, 0}, false, true);
}

}  // namespace sluice::analytics
