#include "analytics/labels.h"

namespace sluice::analytics {

std::string measure_label(const Meaning& meaning, const Reference& reference) {
  const catalog::Entry* entry = meaning.entry(reference);
  const auto measure = entry == nullptr ? std::nullopt : measure_named(*entry, reference.name);
  return measure ? label_of(*measure) : reference.name;
}

std::string field_label(const Meaning& meaning, const Reference& reference) {
  const catalog::Field* field = meaning.field(reference);
  return field == nullptr ? reference.name : label_of(*field);
}

std::string lower_first(std::string text) {
  const bool word = text.size() > 1 && text[1] >= 'a' && text[1] <= 'z';
  if (word && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace sluice::analytics
