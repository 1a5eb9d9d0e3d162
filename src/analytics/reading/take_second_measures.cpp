#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// The measures beside what is counted: to stand there, or to divide by.
namespace sluice::analytics {
namespace {

// The count of the same rows at another of their moments; null: the catalog has none.
[[nodiscard]] const catalog::Measure* count_at(const Parts& parts, const catalog::Field& moment) {
  for (const catalog::Measure& measure : parts.what.entry->measures)
    if (measure.aggregation == parts.what.measure->aggregation && measure.time == moment.name &&
        &measure != parts.what.measure)
      return &measure;
  return nullptr;
}

// "Ratio of completed to created issues": the counts of the same rows at two of their moments.
void take_ratio_of_moments(Parts& parts) {
  if (parts.what.measure == nullptr) return;
  for (const Said<TimeOf>& said : parts.moments) {
    const std::size_t first = said.at->first;
    const auto& grammar = parts.scene.grammar;
    if (first == 0 || !grammar.is(WordList::ratio_links, parts.scene.words, first - 1)) continue;
    const catalog::Measure* other = count_at(parts, *said.piece->field.field);
    if (other == nullptr) continue;
    parts.plan.measures.push_back(parts.own(other->name));
    parts.plan.derivation = Derivation::ratio;
    const Placed* taken = said.at;
    std::erase_if(parts.moments, [&](const Said<TimeOf>& each) { return each.at == taken; });
    return;
  }
}

// "Refunds as a share of revenue": how many are no part of an amount.
[[nodiscard]] bool is_part_of(const MeasureSense& part, const MeasureSense& whole) {
  if (part.measure == nullptr || whole.measure == nullptr) return true;
  const auto is_money = [](const MeasureSense& each) { return each.measure->unit == "reporting"; };
  return is_money(part) == is_money(whole);
}

[[nodiscard]] bool are_amounts(const MeasureSense& one, const MeasureSense& other) {
  const auto is_money = [](const MeasureSense& each) {
    return each.measure != nullptr && each.measure->unit == "reporting";
  };
  return is_money(one) && is_money(other);
}

// Whether the rows that came to this moment are counted by this measure alone, so that it says no
// more of them than that they did.
[[nodiscard]] bool is_only_count(const catalog::Entry& entry, const catalog::Measure& rows) {
  return std::ranges::none_of(entry.measures, [&](const catalog::Measure& other) {
    return &other != &rows && other.aggregation == catalog::Aggregation::count && !other.unnamed &&
           other.time == rows.time;
  });
}

// ", issues finished in Q3" behind how long something took: which rows those are, and no second
// number.
[[nodiscard]] bool says_which_rows(const Parts& parts, const Said<SideBySide>& said) {
  const catalog::Measure* length = parts.what.measure;
  const catalog::Measure* rows = said.piece->other.measure;
  return length != nullptr && rows != nullptr && length->kind == catalog::MeasureKind::duration &&
         rows->aggregation == catalog::Aggregation::count &&
         said.piece->other.entry == parts.what.entry && rows->time == length->time &&
         (length->filter.contains(rows->filter) || is_only_count(*parts.what.entry, *rows)) &&
         parts.scene.words[said.at->first].sign && !parts.asks(AskedFor::count);
}

// "Disputes won and lost": a bare word for what was done is said of the same rows. What other rows
// call so is another thing.
[[nodiscard]] bool is_deed_of_others(const Parts& parts, const Said<SideBySide>& said) {
  const MeasureSense& other = said.piece->other;
  if (other.entry == parts.what.entry) return false;
  for (const AnchorView::ValueAt& value : parts.view.values(said.at->end - 1))
    if (value.sense.entry == parts.what.entry && value.end == said.at->end && !value.corrected)
      return true;
  return false;
}

// "Refunds next to disputes, in dollars": the money of those as well; null: the rows have none.
[[nodiscard]] bool wants_money(const Parts& parts, const Said<SideBySide>& said) {
  const catalog::Measure* other = said.piece->other.measure;
  return other != nullptr && other->aggregation == catalog::Aggregation::count &&
         !parts.asks(AskedFor::count) &&
         std::ranges::any_of(parts.asked, [&](const Said<Asked>& asked) {
           return asked.piece->what == AskedFor::amount && asked.at->first >= said.at->end;
         });
}

// "Deal size, won and lost ones": behind a value, another one of its field says which rows.
[[nodiscard]] bool lists_values(const Parts& parts, const Said<SideBySide>& said) {
  return std::ranges::any_of(parts.conditions, [&](const Said<Where>& value) {
    if (value.at->end != said.at->first) return false;
    for (std::size_t at = said.at->first; at < said.at->end; ++at)
      for (const AnchorView::ValueAt& other : parts.view.values(at))
        if (other.sense.field == value.piece->field.field && other.end == said.at->end) return true;
    return false;
  });
}

// "Out of 100 Stripe customers": with the name of a source between at most. What is asked of them
// stands further off, and is no whole.
[[nodiscard]] bool is_right_behind(const Placed& whole, const Placed& lead) {
  constexpr std::size_t between_max = 2;
  return whole.first >= lead.end && whole.first - lead.end <= between_max;
}

// "How many cents of every dollar" are so many in a hundred.
[[nodiscard]] bool in_cents(Parts& parts) {
  return std::erase_if(parts.units,
                       [](const Said<InUnit>& said) { return said.piece->unit == "cents"; }) > 0;
}

// "Candidates and hires per source": all rows by their noun, beside those that the measure counts.
[[nodiscard]] const Placed* rows_beside(const Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  if (measure == nullptr || measure->filter.empty() ||
      measure->aggregation != catalog::Aggregation::count)
    return nullptr;
  for (const Placed& piece : parts.parse.pieces) {
    const bool linked = parts.scene.grammar.is(WordList::and_words, parts.scene.words, piece.end) &&
                        piece.end + 1 < parts.scene.words.size() &&
                        parts.view.is_taken(piece.end + 1);
    if (piece.make == Make::noun && linked) return &piece;
  }
  return nullptr;
}

void add_measure(Parts& parts, const MeasureSense& other, const Placed& at) {
  constexpr std::size_t measures_max = 4;
  auto& measures = parts.plan.measures;
  const Reference reference = parts.reference(other);
  if (std::find(measures.begin(), measures.end(), reference) != measures.end()) return;
  if (measures.size() == measures_max) return parts.fail(at);
  measures.push_back(reference);
}

void take_beside(Parts& parts, const Said<SideBySide>& said) {
  if (says_which_rows(parts, said)) return;
  if (said.piece->either && !parts.asks_for_more()) return parts.fail(*said.at);
  if (lists_values(parts, said) || is_deed_of_others(parts, said)) return parts.fail(*said.at);
  // The average of a sum or a count would be another number.
  const catalog::Measure* other = said.piece->other.measure;
  if (said.piece->mean && (other == nullptr || !is_mean(*other))) return parts.fail(*said.at);
  MeasureSense shown = said.piece->other;
  if (wants_money(parts, said)) {
    shown.measure = money_beside(shown);
    if (shown.measure == nullptr) return parts.fail(*said.at);
    shown.name = shown.measure->name;
  }
  add_measure(parts, shown, *said.at);
}

}  // namespace

void take_second_measures(Parts& parts) {
  if (const Placed* noun = rows_beside(parts)) {
    const catalog::Measure* rows = row_count_of(*parts.what.entry);
    if (rows == nullptr) return parts.fail(*noun);
    add_measure(parts, {parts.what.vendor, parts.what.entry, rows, rows->name, false}, *noun);
  }
  for (const Said<SideBySide>& said : parts.besides) {
    take_beside(parts, said);
    if (parts.impossible) return;
  }
  for (const Said<Ratio>& said : parts.ratios) {
    if (said.piece->needs_word && parts.ratios_asked.empty()) return parts.fail(*said.at);
    const bool base = said.piece->needs_word && (said.piece->coin || said.piece->divides);
    if (base && !is_right_behind(*said.at, *parts.ratios_asked.front().at))
      return parts.fail(*said.at);
    if (said.piece->money && !are_amounts(parts.what, said.piece->other))
      return parts.fail(*said.at);
    if (parts.plan.derivation != Derivation::none) return parts.fail(*said.at);
    // "Per owner" of another entry: a split that cannot be made, and no number of owners.
    const MeasureSense& other = said.piece->other;
    const bool things = other.entry != parts.what.entry && !other.entry->name_field.empty() &&
                        row_count_of(*other.entry) != nullptr &&
                        row_count_of(*other.entry) == other.measure;
    // A mean divided by a number again is the mean of nothing.
    if (!parts.aggregates.empty()) return parts.fail(*parts.aggregates.front().at);
    if (parts.what.measure != nullptr && !said.piece->percent &&
        (parts.what.measure->aggregation == catalog::Aggregation::average ||
         parts.what.measure->aggregation == catalog::Aggregation::median))
      return parts.fail(*said.at);
    if (things && !said.piece->percent && !said.piece->needs_word && !said.piece->divides)
      return parts.fail(*said.at);
    // "Out of a hundred customers": of those that there are, who are no rows of their entry.
    const bool noun = !other.entry->noun_measure.empty() &&
                      row_count_of(*other.entry) == other.measure &&
                      !parts.says_any(WordList::gains);
    if (said.piece->divides && noun) return parts.fail(*said.at);
    const bool percent = said.piece->percent || in_cents(parts);
    if (percent && !is_part_of(parts.what, said.piece->other)) return parts.fail(*said.at);
    add_measure(parts, said.piece->other, *said.at);
    parts.plan.derivation = percent ? Derivation::percent : Derivation::ratio;
  }
  if (!parts.ratios_asked.empty() && parts.plan.derivation == Derivation::none)
    take_ratio_of_moments(parts);
  if (!parts.ratios_asked.empty() && parts.plan.derivation == Derivation::none) {
    // "The ratio of wins": a measure that is one already.
    const bool itself = parts.what.measure != nullptr && is_mean(*parts.what.measure);
    if (!itself) parts.fail(*parts.ratios_asked.front().at);
  }
}

}  // namespace sluice::analytics
