#include "analytics/meaning/labels.h"

#include "analytics/language/text_words.h"
#include "analytics/meaning/length.h"
#include "base/text.h"

namespace sluice::analytics {

std::string measure_label(const Meaning& meaning, const Reference& reference) {
  const catalog::Entry* entry = meaning.entry(reference);
  const auto measure = entry == nullptr ? std::nullopt : measure_named(*entry, reference.name);
  return measure ? label_of(*measure) : reference.name;
}

std::string field_label(const Meaning& meaning, const Reference& reference) {
  const catalog::Field* field = meaning.field(reference);
  if (field != nullptr) return label_of(*field);
  const catalog::Entry* entry = meaning.entry(reference);
  const auto length = entry == nullptr ? std::nullopt : length_named(*entry, reference.name);
  return length ? label_of(*length) : reference.name;
}

std::string noun_of(const catalog::Entry& entry) {
  const std::vector<std::string> stems = stems_of(entry.name);
  for (const std::string& synonym : entry.synonyms)
    if (synonym != entry.name && stems_of(synonym) == stems) return synonym;
  return inside_sentence(entry.label);
}

std::string inside_sentence(const std::string& text) {
  return text.size() > 1 && is_lower(text[1]) ? lower_first(text) : text;
}

}  // namespace sluice::analytics
