#include "analytics/reading/phrases.h"

#include "analytics/language/number_words.h"
#include "analytics/planner/question_shape.h"
#include "base/currency.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::analytics {
namespace {

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

struct UnitWord {
  std::string_view text;
  std::string_view unit;
};
constexpr std::array<UnitWord, 20> unit_words{{
    {"second", "second"}, {"seconds", "second"}, {"sec", "second"}, {"secs", "second"},
    {"minute", "minute"}, {"minutes", "minute"}, {"min", "minute"}, {"mins", "minute"},
    {"hour", "hour"},     {"hours", "hour"},     {"hrs", "hour"},   {"day", "day"},
    {"days", "day"},      {"week", "week"},      {"weeks", "week"}, {"month", "month"},
    {"months", "month"},  {"year", "year"},      {"years", "year"}, {"hr", "hour"},
}};

[[nodiscard]] std::string_view unit_of(const std::vector<TextWord>& words, std::size_t at) {
  if (at >= words.size()) return {};
  for (const UnitWord& each : unit_words)
    if (each.text == words[at].text) return each.unit;
  return {};
}

// "$10,000", "three weeks", "20 %", "a month".
[[nodiscard]] std::optional<std::pair<SaidQuantity, std::size_t>> quantity_at(
    const std::vector<TextWord>& words, std::size_t at) {
  if (at >= words.size()) return std::nullopt;
  SaidQuantity said;
  std::size_t next = at + 1;
  if (words[at].number) {
    said.value = words[at].value;
    said.money = words[at].money;
  } else if (word_is(words, at, {"a", "an", "one"}) && !unit_of(words, at + 1).empty()) {
    said.value = 1;
  } else if (const auto value = cardinal_word(words[at].text)) {
    said.value = *value;
  } else {
    return std::nullopt;
  }
  if (const std::string_view unit = unit_of(words, next); !unit.empty()) {
    said.unit = unit;
    ++next;
  } else if (word_is(words, next, {"%", "percent", "pct"})) {
    said.percent = true;
    ++next;
  } else if (next < words.size() && currency_named(words[next].text)) {
    said.money = true;
    ++next;
  }
  return std::pair{said, next};
}

[[nodiscard]] std::optional<Grain> adverb_grain(std::string_view word) {
  if (word == "daily" || word == "hourly") return Grain::day;
  if (word == "weekly") return Grain::week;
  if (word == "monthly") return Grain::month;
  if (word == "quarterly") return Grain::quarter;
  if (word == "yearly" || word == "annually") return Grain::year;
  return std::nullopt;
}

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

// Matches one phrase, all ways; recursion is as deep as the phrase is long.
class Matcher {
 public:
  Matcher(const Scene& scene, const AnchorView* view) : scene_(scene), view_(view) {}

  void run(const Phrase& phrase, std::size_t part, PhraseMatch so_far,
           std::vector<PhraseMatch>& out) {
    if (out.size() >= phrase_matches_max) return;
    if (part == phrase.size()) return out.push_back(std::move(so_far));
    const PhrasePart& here = phrase[part];
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
      case Slot::duration:
        if (const auto said = quantity_at(words, at)) {
          if (slot == Slot::duration && said->first.unit.empty()) return;
          push(so_far, said->second, out);
          out.back().captured.quantities.push_back(said->first);
        }
        return;
      case Slot::period:
        for (const PeriodSpan& span : scene_.periods) {
          if (span.first != at) continue;
          push(so_far, span.end, out);
          out.back().captured.period = span.period;
        }
        return;
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
      case Slot::field:
      case Slot::number_field:
      case Slot::any_field:
      case Slot::value:
      case Slot::counted: catalog_slot(slot, so_far, out); return;
    }
  }

  [[nodiscard]] static bool fits(Slot slot, const AnchorView::FieldAt& field) {
    const catalog::Field& held = *field.sense.field;
    if (slot == Slot::field) return can_group(held);
    if (slot == Slot::number_field) return is_numeric(held) && held.role != "key";
    return held.role != "hidden" && !field.entry_noun;
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
    if (slot == Slot::counted) {
      for (const AnchorView::CountedAt& counted : view_->counted(at)) {
        push(so_far, counted.end, out);
        out.back().captured.counted = counted.sense;
        out.back().captured.cost += counted.cost;
      }
      return;
    }
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

template <class Value>
struct Named {
  std::string_view text;
  Value value;
};

template <class Value, std::size_t Size>
[[nodiscard]] std::optional<Value> value_named(const std::array<Named<Value>, Size>& table,
                                               std::string_view text) {
  for (const Named<Value>& each : table)
    if (each.text == text) return each.value;
  return std::nullopt;
}

constexpr std::array<Named<AskedFor>, 14> asked_names{{
    {"count", AskedFor::count},
    {"amount", AskedFor::amount},
    {"reason", AskedFor::reason},
    {"person", AskedFor::person},
    {"moment", AskedFor::moment},
    {"duration", AskedFor::duration},
    {"which", AskedFor::which},
    {"course", AskedFor::course},
    {"overall", AskedFor::overall},
    {"all_time", AskedFor::all_time},
    {"at_present", AskedFor::at_present},
    {"versus", AskedFor::versus},
    {"contribution", AskedFor::contribution},
    {"examples", AskedFor::examples},
}};
constexpr std::array<Named<AggregateKind>, 7> aggregate_names{{
    {"sum", AggregateKind::sum},
    {"average", AggregateKind::average},
    {"median", AggregateKind::median},
    {"percentile", AggregateKind::percentile},
    {"minimum", AggregateKind::minimum},
    {"maximum", AggregateKind::maximum},
    {"distinct", AggregateKind::distinct},
}};
constexpr std::array<Named<FilterOp>, 5> op_names{{
    {"gt", FilterOp::gt},
    {"gte", FilterOp::gte},
    {"lt", FilterOp::lt},
    {"lte", FilterOp::lte},
    {"eq", FilterOp::eq},
}};
constexpr std::array<Named<Comparison>, 3> comparison_names{{
    {"previous_year", Comparison::previous_year},
    {"previous_period", Comparison::previous_period},
    {"named_period", Comparison::named_period},
}};
constexpr std::array<Named<TimeRank>, 3> time_rank_names{{
    {"newest", TimeRank::newest},
    {"oldest", TimeRank::oldest},
    {"next", TimeRank::next},
}};

[[nodiscard]] std::optional<std::size_t> first_number(const Captured& captured) {
  if (captured.numbers.empty()) return std::nullopt;
  return captured.numbers.front();
}

[[nodiscard]] double days_of(const SaidQuantity& said) {
  if (said.unit == "hour") return said.value / 24;
  if (said.unit == "minute") return said.value / (24.0 * 60);
  if (said.unit == "second") return said.value / (24.0 * 60 * 60);
  if (said.unit == "week") return said.value * 7;
  if (said.unit == "month") return said.value * 30;
  if (said.unit == "year") return said.value * 365;
  return said.value;
}

[[nodiscard]] Bounded bounded(const GrammarRule& rule, const Captured& captured) {
  Bounded bound;
  const SaidQuantity& said = captured.quantities.front();
  bound.op = value_named(op_names, rule.of).value_or(FilterOp::gte);
  bound.value = said.value;
  bound.money = said.money;
  bound.percent = said.percent;
  bound.unit = said.unit;
  if (captured.quantities.size() > 1) {
    bound.upper = captured.quantities[1].value;
    bound.money = bound.money || captured.quantities[1].money;
    bound.percent = bound.percent || captured.quantities[1].percent;
    if (bound.unit.empty()) bound.unit = captured.quantities[1].unit;
  }
  if (!captured.fields.empty()) bound.field = captured.fields.front().sense;
  return bound;
}

[[nodiscard]] Json json_value(const catalog::Field& field, const std::string& value) {
  if (field.type == "boolean") return value == "true";
  if (field.type == "integer" || field.type == "decimal") {
    const Json number = Json::parse(value, nullptr, false);
    if (number.is_number()) return number;
  }
  return value;
}

// The words of the phrase, for the rules that ask which one was said.
[[nodiscard]] bool says(const Scene& scene, std::size_t first, std::size_t end,
                        std::initializer_list<std::string_view> any) {
  for (std::size_t i = first; i < end; ++i)
    if (word_is(scene.words, i, any)) return true;
  return false;
}

struct Place {
  std::size_t first = 0;
  std::size_t end = 0;
};

[[nodiscard]] std::optional<Piece> piece_of_field(const GrammarRule& rule,
                                                  const Captured& captured) {
  const auto& fields = captured.fields;
  switch (rule.make) {
    case Make::group: {
      if (fields.empty()) return std::nullopt;
      // "By label, merged this year": a truth is no further group.
      if (!rule.after.empty() && fields.front().sense.field->type == "boolean") return std::nullopt;
      return GroupedBy{fields.front().sense, rule.of == "subject", rule.of == "qualified",
                       fields.front().plural, first_number(captured)};
    }
    case Make::column:
      if (fields.empty()) return std::nullopt;
      return Column{fields.front().sense};
    case Make::lack: {
      if (fields.empty()) return std::nullopt;
      const FieldSense& field = fields.front().sense;
      // "Without being a draft": what is true or false is never empty.
      if (field.field->type == "boolean") return Where{field, FilterOp::eq, {false}, false};
      return Where{field, FilterOp::is_null, {}, false};
    }
    case Make::where_not: {
      if (!captured.value || captured.value->corrected) return std::nullopt;
      const AnchorView::ValueAt& value = *captured.value;
      return Where{value.sense, FilterOp::ne, {json_value(*value.sense.field, value.value)}, false};
    }
    case Make::among: {
      if (fields.empty() || captured.numbers.empty()) return std::nullopt;
      return Among{fields.front().sense, captured.numbers.front(), rule.of != "low",
                   captured.counted};
    }
    case Make::ratio:
    case Make::ratio_to:
      if (!captured.counted) return std::nullopt;
      return Ratio{*captured.counted, rule.of == "percent", rule.make == Make::ratio_to};
    case Make::beside:
      if (!captured.counted) return std::nullopt;
      return SideBySide{*captured.counted};
    default: return std::nullopt;
  }
}

[[nodiscard]] std::optional<Piece> piece_of_words(const Scene& scene, const GrammarRule& rule,
                                                  const Captured& captured, Place place) {
  switch (rule.make) {
    case Make::filler: return Filler{};
    case Make::asked: {
      const auto what = value_named(asked_names, rule.of);
      if (!what) return std::nullopt;
      return Asked{*what};
    }
    case Make::aggregate: {
      Aggregated made{value_named(aggregate_names, rule.of).value_or(AggregateKind::sum), 0};
      if (captured.percentile) made.percentile = *captured.percentile;
      if (const auto number = first_number(captured)) made.percentile = static_cast<int>(*number);
      constexpr int percentile_max = 99;
      if (made.percentile > percentile_max) return std::nullopt;
      return made;
    }
    case Make::share: return ShareOf{};
    case Make::listed: return Listed{};
    case Make::rest: return WithRest{};
    case Make::bucket: {
      Bucketed made{captured.grain, false, rule.of == "each", captured.grain_adverb};
      made.each = captured.grain && !captured.grain_adverb &&
                  says(scene, place.first, place.end, {"a", "per", "each", "every"});
      return made;
    }
    case Make::weekday: return ByWeekday{};
    case Make::compare:
      return ComparedWith{
          value_named(comparison_names, rule.of).value_or(Comparison::previous_period),
          captured.period};
    case Make::change: return ChangeAsked{rule.of == "percent", rule.of == "more"};
    case Make::transform: {
      if (rule.of == "running_total")
        return Transformed{Transform::running_total, 0, captured.grain};
      const auto number = first_number(captured);
      if (!number || !captured.grain) return std::nullopt;
      return Transformed{Transform::moving_average, *number, captured.grain};
    }
    case Make::rank:
      return Ranked{rule.of != "low", first_number(captured),
                    says(scene, place.first, place.end, {"best", "worst"})};
    case Make::rank_time: {
      const auto how = value_named(time_rank_names, rule.of);
      if (!how) return std::nullopt;
      return RankedByTime{*how, first_number(captured)};
    }
    case Make::bound: return bounded(rule, captured);
    case Make::bound_on:
      if (captured.fields.empty()) return std::nullopt;
      return bounded(rule, captured);
    case Make::age: return Aged{rule.of != "younger", days_of(captured.quantities.front())};
    case Make::ratio_asked: return RatioAsked{};
    case Make::lack_person: return LacksPerson{};
    case Make::drawn: return DrawnAs{rule.of};
    case Make::unit: return InUnit{rule.of};
    case Make::currency: return InCurrency{captured.currency};
    default: return piece_of_field(rule, captured);
  }
}

[[nodiscard]] bool has_catalog_slot(const PhrasePart& part) {
  if (part.slot) switch (*part.slot) {
      case Slot::field:
      case Slot::number_field:
      case Slot::any_field:
      case Slot::value:
      case Slot::counted: return true;
      case Slot::number:
      case Slot::quantity:
      case Slot::duration:
      case Slot::period:
      case Slot::grain:
      case Slot::grain_adverb:
      case Slot::percentile:
      case Slot::currency: return false;
    }
  return std::any_of(part.alternatives.begin(), part.alternatives.end(), needs_catalog);
}

}  // namespace

bool needs_catalog(const Phrase& phrase) {
  return std::any_of(phrase.begin(), phrase.end(), has_catalog_slot);
}

std::vector<PhraseMatch> match_phrase(const Scene& scene, const AnchorView* view,
                                      const Phrase& phrase, std::size_t at) {
  std::vector<PhraseMatch> out;
  PhraseMatch start;
  start.end = at;
  Matcher(scene, view).run(phrase, 0, std::move(start), out);
  return out;
}

std::vector<Placed> rule_pieces(const Scene& scene, const AnchorView* view) {
  std::vector<Placed> out;
  for (std::size_t at = 0; at < scene.words.size(); ++at) {
    if (view != nullptr && view->is_taken(at)) continue;
    for (const GrammarRule& rule : scene.grammar.rules())
      for (const Phrase& phrase : rule.phrases) {
        if (needs_catalog(phrase) != (view != nullptr)) continue;
        for (const PhraseMatch& match : match_phrase(scene, view, phrase, at)) {
          if (match.end == at) continue;
          auto piece = piece_of_words(scene, rule, match.captured, {at, match.end});
          if (!piece) continue;
          out.push_back({at, match.end, *std::move(piece), rule.make, rule.id,
                         rule.cost + match.captured.cost, rule.after});
        }
      }
  }
  return out;
}

}  // namespace sluice::analytics
