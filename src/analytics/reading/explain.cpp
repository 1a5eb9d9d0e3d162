#include "analytics/reading/explain.h"

#include "analytics/reading/read.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string words_of(const Scene& scene, std::size_t first, std::size_t end) {
  const TextWord& last = scene.words[end - 1];
  return scene.text.substr(scene.words[first].offset,
                           last.offset + last.length - scene.words[first].offset);
}

// To three places: costs are sums of small parts.
[[nodiscard]] double rounded(double cost) {
  constexpr double places = 1'000;
  return static_cast<double>(static_cast<long long>(cost * places + (cost < 0 ? -0.5 : 0.5))) /
         places;
}

// By the words as they were read, so that a wrong correction shows.
[[nodiscard]] OrderedJson note_of(const Scene& scene, const Reading& reading) {
  OrderedJson note;
  note["counts"] = scene.lexicon.vendors()[reading.counted.vendor].vendor->slug + "." +
                   reading.counted.entry->name + "." + reading.counted.name;
  note["cost"] = rounded(reading.cost);
  if (!reading.impossible.empty()) note["impossible"] = reading.impossible;
  note["words"] = OrderedJson::array();
  for (const std::size_t word : reading.counted_words)
    note["words"].push_back(words_of(scene, word, word + 1));
  note["pieces"] = OrderedJson::array();
  for (const Placed& placed : reading.parse.pieces)
    note["pieces"].push_back({{"words", words_of(scene, placed.first, placed.end)},
                              {"rule", placed.rule},
                              {"cost", rounded(placed.cost)}});
  note["unexplained"] = OrderedJson::array();
  for (const std::size_t word : reading.parse.unexplained)
    note["unexplained"].push_back(words_of(scene, word, word + 1));
  return note;
}

}  // namespace

OrderedJson explain_reading(const PlannerContext& context, std::string_view question) {
  const Lexicon lexicon(context.connected, context.lexicon, context.own);
  const Scene scene = make_scene(context, lexicon, Grammar::english(), question);
  OrderedJson json;
  json["read_as"] = scene.text;
  json["readings"] = OrderedJson::array();
  for (const Reading& reading : read_question(scene)) {
    if (json["readings"].size() == readings_shown) break;
    json["readings"].push_back(note_of(scene, reading));
  }
  if (const auto features = features_of_answer(context, question))
    for (std::size_t i = 0; i < features_count; ++i)
      json["features"][std::string(to_text(static_cast<Feature>(i)))] = rounded(features->at(i));
  return json;
}

}  // namespace sluice::analytics
