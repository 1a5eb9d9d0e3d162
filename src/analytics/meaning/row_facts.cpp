#include "analytics/meaning/row_facts.h"

#include "analytics/language/text_words.h"
#include "analytics/meaning/reach.h"
#include "base/text.h"
#include "catalog/concepts.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace sluice::analytics {

bool can_group(const catalog::Field& field) {
  if (field.role == "hidden" || field.role == "time" || field.role == "measure") return false;
  return field.type == "text" || field.type == "boolean" || field.type == "date" ||
         field.role == "dimension" || field.role == "name" || field.role == "key";
}

bool is_numeric(const catalog::Field& field) {
  return field.type == "integer" || field.type == "decimal" || field.type == "money";
}

const catalog::Measure* row_count_of(const catalog::Entry& entry) {
  const catalog::Measure* best = nullptr;
  for (const catalog::Measure& measure : entry.measures) {
    if (measure.aggregation != catalog::Aggregation::count || !measure.filter.empty()) continue;
    if (measure.time.empty() || measure.time == entry.default_time) return &measure;
    if (best == nullptr) best = &measure;
  }
  return best;
}

const catalog::Measure* count_of_value(const catalog::Entry& entry, const catalog::Field& field,
                                       std::string_view value) {
  const catalog::Measure* best = nullptr;
  const std::string spelled = field.name + " = '" + std::string(value) + "'";
  for (const catalog::Measure& measure : entry.measures) {
    if (measure.aggregation != catalog::Aggregation::count || measure.unnamed) continue;
    const bool by_moment = !measure.time.empty() && measure.time == lower(value) &&
                           measure.filter == measure.time + " is not null";
    const bool by_truth = field.type == "boolean" && value == "true" && !field.expression.empty() &&
                          measure.filter == field.expression;
    if (measure.filter != spelled && !by_moment && !by_truth) continue;
    if (best == nullptr || (measure.known_only_now && !best->known_only_now)) best = &measure;
  }
  return best;
}

bool can_count_rows(const catalog::Entry& entry) {
  return row_count_of(entry) != nullptr ||
         std::ranges::any_of(entry.fields, [&](const catalog::Field& field) {
           return field.role == "key" || (!field.name.empty() && field.name == entry.name_field);
         });
}

bool is_mean(const catalog::Measure& measure) {
  using catalog::Aggregation;
  return measure.aggregation == Aggregation::average ||
         measure.aggregation == Aggregation::median || measure.aggregation == Aggregation::formula;
}

bool is_stock(const catalog::Measure& measure) {
  return measure.kind == catalog::MeasureKind::state;
}

const catalog::Field* person_of(const catalog::Entry& entry) {
  for (const catalog::Field& field : entry.fields)
    if (field.act != catalog::Act::none && field.role != "hidden") return &field;
  return nullptr;
}

namespace {

// "opened by": what is done comes first in the phrase.
[[nodiscard]] bool is_deed_of(catalog::Act act, const std::string& stem) {
  static const std::map<catalog::Act, std::set<std::string>> deeds = [] {
    std::map<catalog::Act, std::set<std::string>> made;
    for (const auto& [of, phrases] : catalog::concepts().act_verbs)
      for (const std::string& phrase : phrases)
        if (const auto stems = stems_of(phrase); !stems.empty()) made[of].insert(stems.front());
    return made;
  }();
  const auto found = deeds.find(act);
  return found != deeds.end() && found->second.contains(stem);
}

}  // namespace

const catalog::Field* doer_of(const catalog::Entry& entry, const std::string& stem) {
  const auto found = std::ranges::find_if(entry.fields, [&](const catalog::Field& field) {
    return field.role != "hidden" && is_deed_of(field.act, stem);
  });
  return found == entry.fields.end() ? nullptr : &*found;
}

const catalog::Field* time_ahead(const catalog::Entry& entry) {
  using catalog::Moment;
  for (const Moment moment : {Moment::due, Moment::starts, Moment::ends, Moment::closed})
    for (const catalog::Field& field : entry.fields)
      if (field.moment == moment) return &field;
  return field_named(entry, entry.default_time);
}

const catalog::Field* first_moment(const catalog::Entry& entry) {
  const catalog::Field* first = nullptr;
  for (const catalog::Field& field : entry.fields) {
    if (field.role != "time") continue;
    if (field.moment == catalog::Moment::created) return &field;
    if (first == nullptr) first = &field;
  }
  return first;
}

const catalog::Field* last_change(const catalog::Entry& entry) {
  const auto found = std::ranges::find_if(entry.fields, [](const catalog::Field& field) {
    return field.role == "time" && field.moment == catalog::Moment::updated;
  });
  return found == entry.fields.end() ? nullptr : &*found;
}

std::optional<Reference> size_measure_of(const std::vector<VendorMeaning>& vendors,
                                         const JoinTargets& targets, const catalog::Entry& ranked) {
  // What the entry says of itself stands above what others would say.
  for (const bool own : {true, false})
    for (std::size_t v = 0; v < vendors.size(); ++v)
      for (const catalog::Entry& sized : vendors[v].vendor->entries) {
        const std::size_t dot = sized.size.find('.');
        if (dot == std::string::npos || (own && &sized != &ranked)) continue;
        const catalog::Entry* entry = find_entry(vendors[v], sized.size.substr(0, dot));
        if (entry != nullptr && Reach(vendors, targets, v, *entry).distance(&ranked))
          return Reference{vendors[v].vendor->slug, entry->name, sized.size.substr(dot + 1)};
      }
  return std::nullopt;
}

}  // namespace sluice::analytics
