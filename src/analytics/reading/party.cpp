#include "analytics/reading/party.h"

#include "analytics/meaning/meaning.h"

namespace sluice::analytics {
namespace {

// The first field of the entry that is better than what was found before, if there is one.
void consider(const PartyLead& lead, const FieldSense& entry, std::optional<PartyField>& best) {
  for (const catalog::Field& field : entry.entry->fields) {
    const bool called =
        !lead.deed.empty() && can_group(field) &&
        (field.name.starts_with(lead.deed) || doer_of(*entry.entry, lead.verb) == &field);
    if (best && (called == best->called ? entry.distance >= best->field.distance : !called))
      continue;
    const bool person = field.meaning.starts_with("person.") || field.meaning.starts_with("staff.");
    const bool company = field.meaning == "company.name";
    const bool own =
        entry.distance == 0 && field.name == entry.entry->name_field && field.role != "key";
    if (field.role == "hidden" || !(called || (lead.actor ? person : company || own))) continue;
    best = PartyField{{entry.vendor, entry.entry, &field, entry.distance}, called};
    return;
  }
}

}  // namespace

std::optional<PartyField> party_field(const AnchorView& view, const PartyLead& lead) {
  std::optional<PartyField> best;
  const auto& vendors = view.scene().lexicon.vendors();
  for (std::size_t v = 0; v < vendors.size(); ++v)
    for (const catalog::Entry& entry : vendors[v].vendor->entries)
      if (const auto distance = view.reach().distance(&entry))
        consider(lead, {v, &entry, nullptr, *distance}, best);
  return best;
}

bool holds_names(const std::optional<PartyField>& party) {
  return party && (party->field.field->meaning.ends_with(".name") ||
                   party->field.field->meaning.ends_with(".login"));
}

}  // namespace sluice::analytics
