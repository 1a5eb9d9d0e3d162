#include "analytics/reading/phrases.h"

#include "analytics/meaning/row_facts.h"

#include "analytics/language/number_words.h"
#include "analytics/language/word_table.h"
#include "base/currency.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::analytics {
namespace {

// A greater number is no "top n", but an amount or a year.
constexpr double largest_rank = 1000;

[[nodiscard]] std::optional<std::size_t> small_number(const std::vector<TextWord>& words,
                                                      std::size_t at) {
  if (at >= words.size()) return std::nullopt;
  const TextWord& word = words[at];
  if (word.number && word.value >= 1 && word.value <= largest_rank && !word.money)
    return static_cast<std::size_t>(word.value);
  const auto value = cardinal_word(word.text);
  if (!value || *value < 1) return std::nullopt;
  return static_cast<std::size_t>(*value);
}

// Numbers that stand behind an article: "a dozen".
[[nodiscard]] bool is_group_word(const Grammar& grammar, const TextWord& word) {
  constexpr int least = 10;
  const auto value = cardinal_word(word.text);
  return value && *value >= least && grammar.is(WordList::group_numbers, word.text);
}

// Empty: no unit of time stands there.
[[nodiscard]] std::string_view unit_of(const std::vector<TextWord>& words, std::size_t at) {
  if (at >= words.size()) return {};
  const WordTable& english = WordTable::english();
  // "24h", "7d": a letter is a unit only where it belongs to the number.
  const bool of_number = words[at].joined && at > 0 && words[at - 1].number;
  const std::string* letter = of_number ? english.unit_letter(words[at].text) : nullptr;
  const std::string* unit = letter != nullptr ? letter : english.unit_of_time(words[at].text);
  return unit == nullptr ? std::string_view() : std::string_view(*unit);
}

// "$10,000", "three weeks", "20 %", "a month".
[[nodiscard]] std::optional<std::pair<SaidQuantity, std::size_t>> quantity_at(
    const Grammar& grammar, const std::vector<TextWord>& words, std::size_t at) {
  if (at >= words.size()) return std::nullopt;
  SaidQuantity said;
  std::size_t next = at + 1;
  const bool half = grammar.is(WordList::halves, words, at);
  if (words[at].number) {
    said.value = words[at].value;
    said.money = words[at].money;
  } else if (half) {
    constexpr double of_one = 0.5;
    said.value = of_one;
  } else if (grammar.is(WordList::articles, words, at) && !unit_of(words, at + 1).empty()) {
    said.value = 1;
  } else if (grammar.is(WordList::group_articles, words, at) && at + 1 < words.size() &&
             is_group_word(grammar, words[at + 1])) {
    // "A dozen", "a hundred".
    said.value = cardinal_word(words[at + 1].text).value_or(1);
    next = at + 2;
  } else if (const auto value = cardinal_word(words[at].text)) {
    said.value = *value;
  } else {
    return std::nullopt;
  }
  // "Half a year".
  if (half) {
    if (grammar.is(WordList::articles, words, next)) ++next;
    if (unit_of(words, next).empty()) return std::nullopt;
  }
  if (const std::string_view unit = unit_of(words, next); !unit.empty()) {
    said.unit = unit;
    ++next;
  } else if (grammar.is(WordList::percent_words, words, next)) {
    said.percent = true;
    ++next;
  } else if (next < words.size() && currency_named(words[next].text)) {
    said.money = true;
    ++next;
  }
  return std::pair{said, next};
}

[[nodiscard]] std::optional<Grain> adverb_grain(std::string_view word) {
  const std::string* unit = WordTable::english().step_adverb(word);
  return unit == nullptr ? std::nullopt : grain_word(*unit);
}

// "p95".
[[nodiscard]] std::optional<int> percentile_of(std::string_view word) {
  if (word.size() != 3 || word[0] != 'p') return std::nullopt;
  int value = 0;
  for (const char c : word.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value < 1) return std::nullopt;
  return value;
}

// "In the morning", "pm": the words behind an hour that say which half of the day it is in. Gives
// where they end; `at` where none stand there.
[[nodiscard]] std::size_t half_of_day_end(const Scene& scene, std::size_t at, WordList half) {
  constexpr std::size_t between_max = 2;  // "In the".
  for (std::size_t next = at; next < scene.words.size() && next <= at + between_max; ++next) {
    if (scene.grammar.is(half, scene.words[next].text)) return next + 1;
    if (!scene.grammar.is(WordList::harmless, scene.words[next].text)) return at;
  }
  return at;
}

// "9 am", "17:00", "6 in the evening", "noon". A bare number is no time of the day, and neither is
// one with minutes: rows are told apart by whole hours.
[[nodiscard]] std::optional<std::pair<SaidHour, std::size_t>> clock_at(const Scene& scene,
                                                                       std::size_t at) {
  const auto& words = scene.words;
  constexpr int noon = 12;
  constexpr int hours_per_day = 24;
  if (scene.grammar.is(WordList::noon, words[at].text))
    return std::pair{SaidHour{noon, true}, at + 1};
  if (scene.grammar.is(WordList::midnight, words[at].text))
    return std::pair{SaidHour{0, true}, at + 1};
  const double value = words[at].value;
  const bool hour = words[at].number && !words[at].money && value >= 0 && value <= hours_per_day &&
                    value == static_cast<int>(value);
  if (!hour) return std::nullopt;
  SaidHour said{static_cast<int>(value) % hours_per_day, false};
  std::size_t next = at + 1;
  if (next + 1 < words.size() && words[next].text == ":" && words[next + 1].text == "00") next += 2;
  if (next < words.size() && scene.grammar.is(WordList::oclock, words[next].text)) ++next;
  const std::size_t before_noon = half_of_day_end(scene, next, WordList::forenoon);
  const std::size_t after_noon = half_of_day_end(scene, next, WordList::afternoon);
  if (before_noon == next && after_noon == next)
    return next == at + 1 ? std::nullopt : std::optional(std::pair{said, next});
  if (said.hour == 0 || said.hour > noon) return std::nullopt;  // "17 pm" is no time.
  said.of_day = true;
  said.hour %= noon;
  if (after_noon > next) said.hour += noon;
  return std::pair{said, std::max(before_noon, after_noon)};
}

// Matches one phrase, all ways; recursion is as deep as the phrase is long.
class Matcher {
 public:
  Matcher(const Scene& scene, const AnchorView* view) : scene_(scene), view_(view) {}

  void run(const Phrase& phrase, std::size_t part, PhraseMatch so_far,
           std::vector<PhraseMatch>& out) {
    // Phrases with many optional parts would otherwise match in more ways than are worth reading.
    if (out.size() >= phrase_matches_max) return;
    if (part == phrase.size()) return out.push_back(std::move(so_far));
    const PhrasePart& here = phrase[part];
    // Both ways are kept: which one is right shows only with the rest of the question.
    if (here.optional) run(phrase, part + 1, so_far, out);
    for (PhraseMatch& next : one(here, so_far))
      run(phrase, part + 1, std::move(next), out);
  }

 private:
  [[nodiscard]] std::vector<PhraseMatch> one(const PhrasePart& part, const PhraseMatch& so_far) {
    std::vector<PhraseMatch> out;
    if (!part.alternatives.empty()) {
      for (const Phrase& alternative : part.alternatives)
        run(alternative, 0, so_far, out);
      return out;
    }
    const std::size_t at = so_far.end;
    if (at >= scene_.words.size()) return out;
    if (part.slot) {
      slot(*part.slot, so_far, out);
      return out;
    }
    const TextWord& word = scene_.words[at];
    // A guess at a misspelt word has its own spelling in `text`: only stems were corrected.
    const bool same = part.inflected ? word.stem == part.word : word.text == part.word;
    if (!same || (view_ != nullptr && view_->is_taken(at))) return out;
    PhraseMatch next = so_far;
    ++next.end;
    out.push_back(std::move(next));
    return out;
  }

  static void push(const PhraseMatch& so_far, std::size_t end, std::vector<PhraseMatch>& out) {
    out.push_back(so_far);
    out.back().end = end;
  }

  // "Older than 3" has no length without a unit.
  void quantity_slot(bool with_unit, const PhraseMatch& so_far, std::vector<PhraseMatch>& out) {
    const auto said = quantity_at(scene_.grammar, scene_.words, so_far.end);
    if (!said || (with_unit && said->first.unit.empty())) return;
    push(so_far, said->second, out);
    out.back().captured.quantities.push_back(said->first);
  }

  void period_slot(const PhraseMatch& so_far, std::vector<PhraseMatch>& out) {
    for (const PeriodSpan& span : scene_.periods) {
      if (span.first != so_far.end) continue;
      push(so_far, span.end, out);
      out.back().captured.period = span.period;
    }
  }

  // "Mondays" are any of them; "Monday" is one unless something else says so.
  void weekday_slot(bool any, const PhraseMatch& so_far, std::vector<PhraseMatch>& out) {
    const std::string& word = scene_.words[so_far.end].text;
    const auto day = weekday_named(word);
    if (!day || scene_.grammar.is(WordList::weekly_days, word) != any) return;
    push(so_far, so_far.end + 1, out);
    out.back().captured.weekdays.push_back(*day);
  }

  void slot(Slot slot, const PhraseMatch& so_far, std::vector<PhraseMatch>& out) {
    const std::size_t at = so_far.end;
    const auto& words = scene_.words;
    switch (slot) {
      case Slot::number:
        if (const auto number = small_number(words, at)) {
          push(so_far, at + 1, out);
          out.back().captured.numbers.push_back(*number);
        }
        return;
      case Slot::quantity:
      case Slot::duration: return quantity_slot(slot == Slot::duration, so_far, out);
      case Slot::period: return period_slot(so_far, out);
      case Slot::grain:
        if (const auto grain = grain_word(words[at].text)) {
          push(so_far, at + 1, out);
          out.back().captured.grain = grain;
        }
        return;
      case Slot::grain_adverb:
        if (const auto grain = adverb_grain(words[at].text)) {
          push(so_far, at + 1, out);
          out.back().captured.grain = grain;
          out.back().captured.grain_adverb = true;
        }
        return;
      case Slot::percentile:
        if (const auto value = percentile_of(words[at].text)) {
          push(so_far, at + 1, out);
          out.back().captured.percentile = value;
        }
        return;
      case Slot::currency:
        if (const auto code = currency_named(words[at].text)) {
          push(so_far, at + 1, out);
          out.back().captured.currency = *code;
        }
        return;
      case Slot::weekday:
      case Slot::weekdays: return weekday_slot(slot == Slot::weekdays, so_far, out);
      case Slot::clock:
        if (const auto said = clock_at(scene_, at)) {
          push(so_far, said->second, out);
          out.back().captured.hours.push_back(said->first);
        }
        return;
      case Slot::field:
      case Slot::number_field:
      case Slot::any_field:
      case Slot::value:
      case Slot::counted:
      case Slot::moment:
      case Slot::rows:
      case Slot::state: catalog_slot(slot, so_far, out); return;
    }
  }

  [[nodiscard]] static bool fits(Slot slot, const AnchorView::FieldAt& field) {
    const catalog::Field& held = *field.sense.field;
    // A key is a number by its type, and nothing to add up or to bound.
    if (slot == Slot::field) return can_group(held);
    if (slot == Slot::number_field) return is_numeric(held) && held.role != "key";
    if (slot == Slot::moment) return held.role == "time" && field.sense.distance == 0;
    return held.role != "hidden" && !field.entry_noun;
  }

  // "An open ticket": a number of rows, and not of those that are counted anyway.
  [[nodiscard]] bool counts_other_rows(const MeasureSense& sense) const {
    if (sense.entry == view_->anchor().what.entry) return false;
    return sense.measure == nullptr || sense.measure->aggregation == catalog::Aggregation::count ||
           sense.measure->aggregation == catalog::Aggregation::snapshot_count;
  }

  // "Until they were lost": a value whose rows the catalog counts by a moment of their own.
  void moments_of_values(const PhraseMatch& so_far, std::vector<PhraseMatch>& out) {
    for (const AnchorView::ValueAt& value : view_->values(so_far.end)) {
      if (value.sense.distance > 0 || value.corrected) continue;
      const catalog::Measure* rows =
          count_of_value(*value.sense.entry, *value.sense.field, value.value);
      const catalog::Field* moment =
          rows == nullptr ? nullptr : find_field(*value.sense.entry, rows->time);
      if (moment == nullptr || moment->role != "time") continue;
      push(so_far, value.end, out);
      AnchorView::FieldAt said;
      said.end = value.end;
      said.sense = {value.sense.vendor, value.sense.entry, moment, 0};
      out.back().captured.fields.push_back(said);
      out.back().captured.cost += value.cost;
    }
  }

  void catalog_slot(Slot slot, const PhraseMatch& so_far, std::vector<PhraseMatch>& out) {
    const std::size_t at = so_far.end;
    if (view_ == nullptr) return;
    if (slot == Slot::value) {
      for (const AnchorView::ValueAt& value : view_->values(at)) {
        push(so_far, value.end, out);
        out.back().captured.value = value;
        out.back().captured.cost += value.cost;
      }
      return;
    }
    if (slot == Slot::state) {
      for (const AnchorView::ValueAt& state : view_->values_anywhere(at)) {
        push(so_far, state.end, out);
        out.back().captured.states.push_back(state);
        out.back().captured.cost += state.cost;
      }
      return;
    }
    if (slot == Slot::counted || slot == Slot::rows) {
      for (const AnchorView::CountedAt& counted : view_->counted(at)) {
        if (slot == Slot::rows && !counts_other_rows(counted.sense)) continue;
        push(so_far, counted.end, out);
        out.back().captured.counted = counted.sense;
        out.back().captured.cost += counted.cost;
      }
      return;
    }
    if (slot == Slot::moment) moments_of_values(so_far, out);
    for (const AnchorView::FieldAt& field : view_->fields(at)) {
      if (!fits(slot, field)) continue;
      push(so_far, field.end, out);
      out.back().captured.fields.push_back(field);
      out.back().captured.cost += field.cost;
    }
  }

  const Scene& scene_;
  const AnchorView* view_;
};

}  // namespace

std::vector<PhraseMatch> match_phrase(const Scene& scene, const AnchorView* view,
                                      const Phrase& phrase, std::size_t at) {
  std::vector<PhraseMatch> out;
  PhraseMatch start;
  start.end = at;
  Matcher(scene, view).run(phrase, 0, std::move(start), out);
  return out;
}

}  // namespace sluice::analytics
