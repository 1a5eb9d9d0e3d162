#include "analytics/reading/options.h"

#include "base/text.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string label_of(const MeasureSense& counted) {
  if (counted.measure != nullptr) return counted.measure->label;
  const std::size_t colon = counted.name.find(':');
  if (colon == std::string::npos) return counted.entry->label;
  const auto* field = find_field(*counted.entry, counted.name.substr(colon + 1));
  return field == nullptr ? counted.entry->label : field->label;
}

// An acronym keeps its capitals.
[[nodiscard]] std::string inside_question(const std::string& text) {
  return text.size() > 1 && is_upper(text[1]) ? text : lower_first(text);
}

// The measure's own name in the place of what was said, when it was said in one piece.
[[nodiscard]] std::string question_of(const Scene& scene, const Reading& reading) {
  std::string text = scene.text;
  while (!text.empty() && (text.back() == '?' || text.back() == '.' || text.back() == ' '))
    text.pop_back();
  const auto& words = reading.counted_words;
  const bool contiguous = !words.empty() && words.back() - words.front() + 1 == words.size();
  if (!contiguous || reading.counted.measure == nullptr) return text;
  const TextWord& first = scene.words[words.front()];
  const TextWord& last = scene.words[words.back()];
  return scene.text.substr(0, first.offset) + inside_question(reading.counted.measure->label) +
         text.substr(std::min(text.size(), last.offset + last.length));
}

}  // namespace

Option option_of(const Scene& scene, const Reading& reading) {
  const auto& vendors = scene.lexicon.vendors();
  if (reading.part) {
    // "MRR by deal owner (HubSpot)": what is counted is clear, and a part of the question is not.
    const std::string& whose = vendors[reading.part->vendor].vendor->name;
    const std::size_t begin = scene.words[reading.part->first].offset;
    const TextWord& last = scene.words[reading.part->end - 1];
    return {label_of(reading.counted) + " " +
                scene.text.substr(begin, last.offset + last.length - begin) + " (" + whose + ")",
            question_of(scene, reading) + " in " + whose + "?"};
  }
  const std::string& vendor = vendors[reading.counted.vendor].vendor->name;
  // "PayPal sales" says whose they are.
  const std::string label = label_of(reading.counted);
  return {label.contains(vendor) ? label : label + " (" + vendor + ")",
          question_of(scene, reading) + " in " + vendor + "?"};
}

}  // namespace sluice::analytics
