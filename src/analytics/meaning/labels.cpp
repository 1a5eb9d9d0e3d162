#include "analytics/meaning/labels.h"

#include "base/text.h"

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

std::string inside_sentence(const std::string& text) {
  return text.size() > 1 && is_lower(text[1]) ? lower_first(text) : text;
}

}  // namespace sluice::analytics
