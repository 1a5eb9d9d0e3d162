#include "analytics/reading/missing_value.h"

#include "analytics/meaning/meaning.h"
#include "base/text.h"
#include "base/text_distance.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::size_t values_shown_max = 6;

[[nodiscard]] std::optional<MissingValue> of_field(const Scene& scene, std::size_t word,
                                                   const FieldSense& sense) {
  // What holds names of the customer's own is open: nobody knows all of them.
  const bool open = sense.field->values.empty() || sense.field->role != "dimension";
  std::vector<std::string> own = scene.lexicon.own_values(*sense.field);
  if (sense.field->type != "text" || (open && own.empty())) return std::nullopt;
  MissingValue missing;
  // What answers have shown beside them says that the list is not all there is.
  missing.all_known = !open && own.empty();
  missing.word = scene.text.substr(scene.words[word].offset, scene.words[word].length);
  missing.field = label_of(*sense.field);
  missing.vendor = scene.lexicon.vendors()[sense.vendor].vendor->name;
  for (const catalog::FieldValue& value : sense.field->values)
    if (missing.known.size() < values_shown_max)
      missing.known.push_back(value.synonyms.empty() ? value.value : value.synonyms.front());
  const std::string said = lower(missing.word);
  std::ranges::sort(own, {}, [&](const std::string& value) {
    return std::pair(text_distance(said, lower(value)), value);
  });
  for (std::string& value : own)
    if (missing.known.size() < values_shown_max) missing.known.push_back(std::move(value));
  return missing;
}

}  // namespace

std::optional<MissingValue> missing_value(const Scene& scene, const Reading& reading) {
  // Of several words one may be the name and the next its noun, which alone was no group either;
  // of others nothing is said.
  constexpr std::size_t name_and_noun = 2;
  const std::vector<std::size_t>& words = reading.parse.unexplained;
  if (words.empty() || words.size() > name_and_noun) return std::nullopt;
  if (words.size() == name_and_noun && words[1] != words[0] + 1) return std::nullopt;
  Anchor anchor;
  anchor.what = reading.counted;
  anchor.words = reading.counted_words;
  const AnchorView view(scene, anchor);
  const std::size_t name = words.front();
  const std::size_t last = words.back();
  // The field that is nearest to what is counted: of another vendor only where there is no other.
  const AnchorView::FieldAt* nearest = nullptr;
  std::size_t missing = name;
  const auto consider = [&](const AnchorView::FieldAt& field, std::size_t word) {
    if (field.entry_noun || (nearest != nullptr && nearest->sense.distance <= field.sense.distance))
      return;
    nearest = &field;
    missing = word;
  };
  if (name + 1 < scene.words.size())
    for (const AnchorView::FieldAt& field : view.fields(name + 1))
      if (field.end > last) consider(field, name);
  // "Plan gold".
  for (std::size_t at = 0; at < last; ++at)
    for (const AnchorView::FieldAt& field : view.fields(at))
      if (field.end == last && (words.size() == 1 || at == name)) consider(field, last);
  if (nearest != nullptr) return of_field(scene, missing, nearest->sense);
  return std::nullopt;
}

}  // namespace sluice::analytics
