#include "analytics/language/grammar_names.h"

#include <array>

namespace sluice::analytics {
namespace {

// In a list, so that a name in the document is either one of these or a fault.
constexpr std::array<std::pair<std::string_view, Make>, 53> makes{{
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
    {"days", Make::days},
    {"hours", Make::hours},
    {"first_time", Make::first_time},
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

constexpr std::array<std::pair<std::string_view, Slot>, 19> slots{{
    {"n", Slot::number},
    {"quantity", Slot::quantity},
    {"duration", Slot::duration},
    {"period", Slot::period},
    {"grain", Slot::grain},
    {"grain_adverb", Slot::grain_adverb},
    {"percentile", Slot::percentile},
    {"currency", Slot::currency},
    {"weekday", Slot::weekday},
    {"weekdays", Slot::weekdays},
    {"clock", Slot::clock},
    {"field", Slot::field},
    {"number", Slot::number_field},
    {"any", Slot::any_field},
    {"value", Slot::value},
    {"counted", Slot::counted},
    {"moment", Slot::moment},
    {"rows", Slot::rows},
    {"state", Slot::state},
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
    {"counting_leads", WordList::counting_leads},
    {"occasion_leads", WordList::occasion_leads},
    {"demonstratives", WordList::demonstratives},
    {"clause_links", WordList::clause_links},
    {"band_links", WordList::band_links},
    {"some", WordList::some},
    {"indefinite", WordList::indefinite},
    {"definite", WordList::definite},
    {"determiners", WordList::determiners},
    {"belongs", WordList::belongs},
    {"year_parts", WordList::year_parts},
    {"halves", WordList::halves},
    {"stretch_links", WordList::stretch_links},
    {"stretch_ends", WordList::stretch_ends},
    {"actor_leads", WordList::actor_leads},
    {"agent_leads", WordList::agent_leads},
    {"split_leads", WordList::split_leads},
    {"not_words", WordList::not_words},
    {"product_leads", WordList::product_leads},
    {"ratio_links", WordList::ratio_links},
    {"futures", WordList::futures},
    {"ourselves_asking", WordList::ourselves_asking},
    {"still", WordList::still},
    {"not_yet", WordList::not_yet},
    {"state_verbs", WordList::state_verbs},
    {"did", WordList::did},
    {"value_links", WordList::value_links},
    {"percent_words", WordList::percent_words},
    {"question_links", WordList::question_links},
    {"order_links", WordList::order_links},
    {"order_objects", WordList::order_objects},
    {"please", WordList::please},
    {"order_fillers", WordList::order_fillers},
    {"command_leads", WordList::command_leads},
    {"who_is_asked", WordList::who_is_asked},
    {"asking_verbs", WordList::asking_verbs},
    {"numbered_nouns", WordList::numbered_nouns},
    {"gives", WordList::gives},
    {"gives_nothing", WordList::gives_nothing},
    {"gives_to", WordList::gives_to},
    {"opens", WordList::opens},
    {"makes_new", WordList::makes_new},
    {"per_step", WordList::per_step},
    {"judges", WordList::judges},
    {"within_leads", WordList::within_leads},
    {"shown_in", WordList::shown_in},
    {"days", WordList::days},
    {"weekly_days", WordList::weekly_days},
    {"last", WordList::last},
    {"and_words", WordList::and_words},
    {"same", WordList::same},
    {"each", WordList::each},
    {"every_row", WordList::every_row},
    {"who", WordList::who},
    {"calendar", WordList::calendar},
    {"versus", WordList::versus},
    {"why", WordList::why},
    {"reasons", WordList::reasons},
    {"places", WordList::places},
    {"reason_links", WordList::reason_links},
    {"actors", WordList::actors},
    {"helping_verbs", WordList::helping_verbs},
    {"group_numbers", WordList::group_numbers},
    {"group_articles", WordList::group_articles},
    {"having", WordList::having},
    {"owner_links", WordList::owner_links},
    {"things", WordList::things},
    {"money_words", WordList::money_words},
    {"gotten", WordList::gotten},
    {"name_links", WordList::name_links},
    {"deed_objects", WordList::deed_objects},
    {"forenoon", WordList::forenoon},
    {"afternoon", WordList::afternoon},
    {"oclock", WordList::oclock},
    {"noon", WordList::noon},
    {"midnight", WordList::midnight},
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
    {"bare_splits", PhraseList::bare_splits},
    {"bare_questions", PhraseList::bare_questions},
    {"counts_of", PhraseList::counts_of},
    {"no_ranks", PhraseList::no_ranks},
    {"wholes", PhraseList::wholes},
    {"no_orders", PhraseList::no_orders},
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
