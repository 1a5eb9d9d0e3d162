#include "analytics/reading/rule_pieces.h"

#include "analytics/language/word_table.h"
#include "analytics/reading/bands_in.h"
#include "analytics/reading/catalog_pieces.h"
#include "analytics/reading/form_pieces.h"
#include "analytics/reading/time_pieces.h"

#include <array>
#include <utility>

// What a matched phrase means: its rule says which kind of piece, its slots say the rest.
namespace sluice::analytics {
namespace {

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

// The names as the grammar writes them behind "of".
constexpr std::array<Named<AskedFor>, 15> asked_names{{
    {"count", AskedFor::count},
    {"amount", AskedFor::amount},
    {"reason", AskedFor::reason},
    {"person", AskedFor::person},
    {"place", AskedFor::place},
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
constexpr std::array<Named<TimeRank>, 4> time_rank_names{{
    {"newest", TimeRank::newest},
    {"oldest", TimeRank::oldest},
    {"next", TimeRank::next},
    {"longest", TimeRank::longest},
}};

constexpr std::array<Named<Column::What>, 7> column_names{{
    {"holder", Column::What::holder},
    {"author", Column::What::author},
    {"amount", Column::What::amount},
    {"date", Column::What::date},
    {"due", Column::What::due},
    {"name", Column::What::name},
    {"key", Column::What::key},
}};
constexpr std::array<Named<FollowUp>, 4> follow_names{{
    {"", FollowUp::nothing},
    {"also", FollowUp::add},
    {"percent", FollowUp::percent},
    {"rows", FollowUp::rows},
}};

// Rows are compared by days; a month of 30 is near enough for "older than two months".
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
  if (rule.of == "none") {  // "No refunds": a number of them, and that is zero.
    bound.op = FilterOp::lte;
    return bound;
  }
  const SaidQuantity& said = captured.quantities.front();
  bound.op = value_named(op_names, rule.of).value_or(FilterOp::gte);
  bound.value = said.value;
  bound.money = said.money;
  bound.percent = said.percent;
  bound.unit = said.unit;
  // "Between 5 and 10 days": the unit may stand behind either number.
  if (captured.quantities.size() > 1) {
    bound.upper = captured.quantities[1].value;
    bound.money = bound.money || captured.quantities[1].money;
    bound.percent = bound.percent || captured.quantities[1].percent;
    if (bound.unit.empty()) bound.unit = captured.quantities[1].unit;
  }
  if (!captured.fields.empty()) bound.field = captured.fields.front().sense;
  return bound;
}

// The words of the phrase, for the rules that ask which one was said.
[[nodiscard]] bool says(const Scene& scene, std::size_t first, std::size_t end, WordList list) {
  for (std::size_t i = first; i < end; ++i)
    if (scene.grammar.is(list, scene.words, i)) return true;
  return false;
}

// Where the phrase stands: [first, end).
struct Place {
  std::size_t first = 0;
  std::size_t end = 0;
};

// A rule that names nothing we know is a mistake in the grammar; it makes no piece rather than a
// wrong one.
[[nodiscard]] std::optional<Piece> asked(const GrammarRule& rule, const Captured& captured) {
  const auto what = value_named(asked_names, rule.of);
  if (!what) return std::nullopt;
  // "Which one" is which.
  constexpr std::size_t several = 2;
  const auto number = captured.first_number();
  return Asked{*what, number && *number >= several ? number : std::nullopt};
}

[[nodiscard]] std::optional<Piece> aggregated(const GrammarRule& rule, const Captured& captured) {
  Aggregated made{value_named(aggregate_names, rule.of).value_or(AggregateKind::sum), 0};
  if (captured.percentile) made.percentile = *captured.percentile;
  if (const auto number = captured.first_number()) made.percentile = static_cast<int>(*number);
  constexpr int percentile_max = 99;
  if (made.percentile > percentile_max) return std::nullopt;
  return made;
}

// "This year by month" is no "year by year".
[[nodiscard]] bool names_two_grains(const Scene& scene, Place place) {
  const auto first = grain_word(scene.words[place.first].text);
  const auto last = grain_word(scene.words[place.end - 1].text);
  return place.end > place.first + 1 && first && last && first != last;
}

// "Most frequent this year": the year is a time and no step of one.
[[nodiscard]] bool is_within_period(const Scene& scene, Place place) {
  return std::ranges::any_of(scene.periods, [&](const PeriodSpan& span) {
    return !span.period.bare && span.first < place.first && place.end == span.end;
  });
}

[[nodiscard]] std::optional<Piece> bucketed(const Scene& scene, const GrammarRule& rule,
                                            const Captured& captured, Place place) {
  if (names_two_grains(scene, place) || is_within_period(scene, place)) return std::nullopt;
  // "How much did each of them bring in": the groups that were said, and no steps of time.
  if (rule.of == "each" && scene.grammar.is(WordList::pronouns, scene.words, place.end))
    return std::nullopt;
  // "Over $2,000 a month": of how much a month, and no series.
  if (place.first > 0 && scene.words[place.first - 1].number &&
      scene.grammar.is(WordList::articles, scene.words[place.first].text))
    return std::nullopt;
  Bucketed made{captured.grain, false, rule.of == "each", captured.grain_adverb,
                rule.of == "counted"};
  // "Monthly" alone is a series; only "a month" can mean the mean of one.
  made.each = captured.grain && !captured.grain_adverb &&
              says(scene, place.first, place.end, WordList::per_step);
  return made;
}

[[nodiscard]] std::optional<Piece> transformed(const GrammarRule& rule, const Captured& captured) {
  if (rule.of == "running_total") return Transformed{Transform::running_total, 0, captured.grain};
  // A moving average over nobody knows how many of what would be a guess.
  const auto number = captured.first_number();
  if (!number || !captured.grain) return std::nullopt;
  return Transformed{Transform::moving_average, *number, captured.grain};
}

[[nodiscard]] std::optional<Piece> ranked_by_time(const Scene& scene, const GrammarRule& rule,
                                                  const Captured& captured) {
  // "Current version of each": without a group the word only says that it is today's.
  const bool current = rule.of == "current";
  if (current && !says(scene, 0, scene.words.size(), WordList::each)) return std::nullopt;
  const auto how =
      current ? std::optional(TimeRank::newest) : value_named(time_rank_names, rule.of);
  if (!how) return std::nullopt;
  return RankedByTime{*how, captured.first_number(), current};
}

[[nodiscard]] Piece compared(const GrammarRule& rule, const Captured& captured) {
  return ComparedWith{value_named(comparison_names, rule.of).value_or(Comparison::previous_period),
                      captured.period};
}

[[nodiscard]] std::optional<Piece> ranked(const Scene& scene, const GrammarRule& rule,
                                          const Captured& captured, Place place) {
  // "At least one": no rank.
  if (place.first > 0 &&
      scene.grammar.phrase_at(PhraseList::no_ranks, scene.words, place.first - 1) > 0)
    return std::nullopt;
  return Ranked{rule.of != "low", captured.first_number(),
                says(scene, place.first, place.end, WordList::judges),
                says(scene, place.first, place.end, WordList::vague)};
}

[[nodiscard]] std::optional<Piece> bounded_field(const GrammarRule& rule,
                                                 const Captured& captured) {
  if (captured.fields.empty()) return std::nullopt;
  return bounded(rule, captured);
}

[[nodiscard]] Piece aged(const GrammarRule& rule, const Captured& captured) {
  return Aged{rule.of != "younger", rule.of == "untouched", days_of(captured.quantities.front())};
}

[[nodiscard]] std::optional<Piece> column(const AnchorView* view, const GrammarRule& rule,
                                          const Captured& captured, Place place) {
  // "HubSpot: reasons for lost deals": in front of what is counted it is no column of it.
  if (view != nullptr && !view->anchor().words.empty() && place.end <= view->anchor().words.front())
    return std::nullopt;
  if (const auto what = value_named(column_names, rule.of)) return Column{*what, {}};
  return catalog_piece(view, rule, captured, place.first);
}

[[nodiscard]] Piece follows(const GrammarRule& rule) {
  return Follows{value_named(follow_names, rule.of).value_or(FollowUp::nothing)};
}

// "Got declined", "were dropped": what was done to the rows is no change of their number.
// "Dropped us": what rows did to somebody is none either.
[[nodiscard]] bool is_deed(const Scene& scene, Place place) {
  const bool object = place.end < scene.words.size() &&
                      scene.grammar.is(WordList::deed_objects, scene.words, place.end);
  if (object && place.end == place.first + 1) return true;
  return place.first > 0 && place.end == place.first + 1 &&
         WordTable::english().is_participle(scene.words[place.first].text) &&
         scene.grammar.is(WordList::passives, scene.words[place.first - 1].text);
}

// "How did it progress" moves; what is "in progress" does not.
[[nodiscard]] bool is_no_move(const Scene& scene, const GrammarRule& rule, Place place) {
  return rule.make == Make::filler && rule.of == "moves" && place.first > 0 &&
         scene.grammar.is(WordList::place_leads, scene.words, place.first - 1);
}

// The kinds whose words alone say everything.
[[nodiscard]] std::optional<Piece> piece_of_kind(const GrammarRule& rule) {
  if (rule.make == Make::filler) return Filler{};
  if (rule.make == Make::share) return ShareOf{};
  if (rule.make == Make::listed) return Listed{};
  if (rule.make == Make::rest) return WithRest{};
  if (rule.make == Make::weekday) return ByWeekday{};
  if (rule.make == Make::change) {
    const bool shown = rule.of == "shown";
    return ChangeAsked{shown || rule.of == "percent", rule.of == "more", rule.of == "amount",
                       shown};
  }
  if (rule.make == Make::ratio_asked) return RatioAsked{};
  if (rule.make == Make::lack_person) return LacksPerson{rule.of == "has"};
  if (rule.make == Make::drawn) return DrawnAs{rule.of};
  if (rule.make == Make::unit) return InUnit{rule.of};
  if (rule.make == Make::distribution) return Distributed{rule.of == "size"};
  if (rule.make == Make::hour) return ByHour{};
  if (rule.make == Make::funnel) return FunnelAsked{};
  return std::nullopt;
}

[[nodiscard]] std::optional<Piece> piece_of_words(const Scene& scene, const AnchorView* view,
                                                  const GrammarRule& rule, const Captured& captured,
                                                  Place place) {
  if (rule.make == Make::change && is_deed(scene, place)) return std::nullopt;
  if (is_no_move(scene, rule, place)) return std::nullopt;
  switch (rule.make) {
    case Make::filler:
    case Make::share:
    case Make::listed:
    case Make::rest:
    case Make::weekday:
    case Make::change:
    case Make::ratio_asked:
    case Make::lack_person:
    case Make::drawn:
    case Make::unit:
    case Make::distribution:
    case Make::hour:
    case Make::funnel: return piece_of_kind(rule);
    case Make::asked: return asked(rule, captured);
    case Make::aggregate: return aggregated(rule, captured);
    case Make::bucket: return bucketed(scene, rule, captured, place);
    case Make::compare: return compared(rule, captured);
    case Make::transform: return transformed(rule, captured);
    case Make::rank: return ranked(scene, rule, captured, place);
    case Make::rank_time: return ranked_by_time(scene, rule, captured);
    case Make::bound: return bounded(rule, captured);
    case Make::bound_on: return bounded_field(rule, captured);
    case Make::age: return aged(rule, captured);
    case Make::follow: return follows(rule);
    case Make::days: return at_days(rule, captured);
    case Make::hours: return at_hours(rule, captured);
    case Make::first_time: return FirstWithin{captured.grain};
    case Make::currency: return InCurrency{captured.currency};
    case Make::length:
      return length_bounded(value_named(op_names, rule.of).value_or(FilterOp::lte), captured);
    case Make::moment_from:
    case Make::moment_until:
    case Make::steps: return moments(rule, captured);
    // One alone is a bound; several beside each other are put together by bands_in().
    case Make::band: return std::nullopt;
    case Make::with_rows:
    case Make::without_rows: return related_to(view, rule, captured, {place.first, place.end});
    case Make::banded: return banded(view, rule, captured);
    case Make::column: return column(view, rule, captured, place);
    case Make::group:
    case Make::lack:
    case Make::where_not:
    case Make::among:
    case Make::ratio:
    case Make::ratio_to:
    case Make::beside: return catalog_piece(view, rule, captured, place.first);
    // No rule makes these: the catalog's own words do.
    case Make::counted:
    case Make::noun:
    case Make::where:
    case Make::during:
    case Make::vendor:
    case Make::time_of:
    case Make::name: return std::nullopt;
  }
  return std::nullopt;
}

void add_pieces(const Scene& scene, const AnchorView* view, PhraseAt which, std::size_t at,
                std::vector<Placed>& out) {
  const GrammarRule& rule = scene.grammar.rules()[which.rule];
  // "Instead" of what, where nothing was said before?
  if (rule.make == Make::follow && scene.before == nullptr) return;
  for (const PhraseMatch& match : match_phrase(scene, view, rule.phrases[which.phrase], at)) {
    // All of the phrase was optional: no word says it.
    if (match.end == at) continue;
    auto piece = piece_of_words(scene, view, rule, match.captured, {at, match.end});
    if (!piece) continue;
    out.push_back({at, match.end, *std::move(piece), rule.make, rule.id,
                   rule.cost + match.captured.cost, rule.after});
  }
}

}  // namespace

std::vector<Placed> rule_pieces(const Scene& scene, const AnchorView* view) {
  std::vector<Placed> out;
  for (std::size_t at = 0; at < scene.words.size(); ++at) {
    if (view != nullptr && view->is_taken(at)) continue;
    const auto phrases = view != nullptr ? scene.catalog_phrases[at]
                                         : scene.grammar.starting(scene.words[at], false);
    for (const PhraseAt& phrase : phrases)
      add_pieces(scene, view, phrase, at, out);
  }
  if (view == nullptr)
    for (Placed& bands : bands_in(scene))
      out.push_back(std::move(bands));
  return out;
}

}  // namespace sluice::analytics
