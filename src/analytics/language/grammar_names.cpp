#include "analytics/language/grammar_names.h"

#include <array>

namespace sluice::analytics {
namespace {

// In a list, so that a name in the document is either one of these or a fault.
constexpr std::array<std::pair<std::string_view, Make>, 50> makes{{
    {"filler", Make::filler},
    {"asked", Make::asked},
    {"aggregate", Make::aggregate},
    {"share", Make::share},
    {"listed", Make::listed},
    {"rest", Make::rest},
    {"bucket", Make::bucket},
    {"weekday", Make::weekday},
    {"compare", Make::compare},
    {"change", Make::change},
    {"transform", Make::transform},
    {"rank", Make::rank},
    {"rank_time", Make::rank_time},
    {"among", Make::among},
    {"group", Make::group},
    {"column", Make::column},
    {"where_not", Make::where_not},
    {"lack", Make::lack},
    {"lack_person", Make::lack_person},
    {"bound", Make::bound},
    {"bound_on", Make::bound_on},
    {"age", Make::age},
    {"ratio", Make::ratio},
    {"ratio_asked", Make::ratio_asked},
    {"ratio_to", Make::ratio_to},
    {"beside", Make::beside},
    {"drawn", Make::drawn},
    {"currency", Make::currency},
    {"unit", Make::unit},
    {"follow", Make::follow},
    {"moment_from", Make::moment_from},
    {"moment_until", Make::moment_until},
    {"length", Make::length},
    {"distribution", Make::distribution},
    {"band", Make::band},
    {"banded", Make::banded},
    {"hour", Make::hour},
    {"with_rows", Make::with_rows},
    {"without_rows", Make::without_rows},
    {"funnel", Make::funnel},
    {"steps", Make::steps},
    {"counted", Make::counted},
    {"noun", Make::noun},
    {"where", Make::where},
    {"during", Make::during},
    {"vendor", Make::vendor},
    {"time_of", Make::time_of},
    {"name", Make::name},
}};

constexpr std::array<std::pair<std::string_view, Slot>, 15> slots{{
    {"n", Slot::number},
    {"quantity", Slot::quantity},
    {"duration", Slot::duration},
    {"period", Slot::period},
    {"grain", Slot::grain},
    {"grain_adverb", Slot::grain_adverb},
    {"percentile", Slot::percentile},
    {"currency", Slot::currency},
    {"field", Slot::field},
    {"number", Slot::number_field},
    {"any", Slot::any_field},
    {"value", Slot::value},
    {"counted", Slot::counted},
    {"moment", Slot::moment},
    {"rows", Slot::rows},
}};

constexpr std::array<WordListName, word_lists - 1> lists{{
    {"harmless", WordList::harmless},
    {"light", WordList::light},
    {"begins", WordList::begins},
    {"planned", WordList::planned},
    {"expected", WordList::expected},
    {"due", WordList::due},
    {"writes", WordList::writes},
    {"commanded", WordList::commanded},
    {"binding", WordList::binding},
    {"anaphora", WordList::anaphora},
    {"speakers", WordList::speakers},
    {"background_leads", WordList::background_leads},
    {"occasions", WordList::occasions},
    {"yes_or_no", WordList::yes_or_no},
    {"pronouns", WordList::pronouns},
    {"links", WordList::links},
    {"ties", WordList::ties},
    {"any_one", WordList::any_one},
    {"whose", WordList::whose},
    {"many", WordList::many},
    {"negations", WordList::negations},
    {"name_leads", WordList::name_leads},
    {"own_name_leads", WordList::own_name_leads},
    {"period_leads", WordList::period_leads},
    {"vendor_leads", WordList::vendor_leads},
    {"relations", WordList::relations},
    {"value_leads", WordList::value_leads},
    {"group_leads", WordList::group_leads},
    {"narrowing", WordList::narrowing},
    {"gains", WordList::gains},
    {"points_back", WordList::points_back},
    {"ends_back", WordList::ends_back},
    {"narrows", WordList::narrows},
    {"orders", WordList::orders},
    {"orders_of", WordList::orders_of},
    {"orders_of_rows", WordList::orders_of_rows},
    {"objects", WordList::objects},
    {"no_objects", WordList::no_objects},
    {"courtesies", WordList::courtesies},
    {"foreign", WordList::foreign},
    {"forecasts", WordList::forecasts},
    {"ahead", WordList::ahead},
    {"products", WordList::products},
    {"sets_against", WordList::sets_against},
    {"passives", WordList::passives},
    {"of_length", WordList::of_length},
    {"of_money", WordList::of_money},
    {"comparators", WordList::comparators},
    {"articles", WordList::articles},
    {"past", WordList::past},
}};

constexpr std::array<PhraseListName, phrase_lists> phrases{{
    {"asks", PhraseList::asks},
    {"musings", PhraseList::musings},
    {"leads", PhraseList::leads},
    {"part_leads", PhraseList::part_leads},
    {"order_leads", PhraseList::order_leads},
    {"forecast_phrases", PhraseList::forecast_phrases},
    {"statements", PhraseList::statements},
    {"instructions", PhraseList::instructions},
    {"advice", PhraseList::advice},
    {"overviews", PhraseList::overviews},
    {"greetings", PhraseList::greetings},
    {"help", PhraseList::help},
}};

template <class Value, std::size_t Size>
[[nodiscard]] std::optional<Value> named(
    const std::array<std::pair<std::string_view, Value>, Size>& table, std::string_view name) {
  for (const auto& [text, value] : table)
    if (text == name && !text.empty()) return value;
  return std::nullopt;
}

}  // namespace

std::optional<Make> make_named(std::string_view name) {
  return named(makes, name);
}

std::optional<Slot> slot_named(std::string_view name) {
  return named(slots, name);
}

std::string_view to_text(Make make) {
  for (const auto& [text, value] : makes)
    if (value == make) return text;
  return "filler";
}

std::span<const WordListName> word_list_names() {
  return lists;
}

std::span<const PhraseListName> phrase_list_names() {
  return phrases;
}

}  // namespace sluice::analytics
