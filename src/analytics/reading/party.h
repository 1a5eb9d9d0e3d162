#pragma once
#include "analytics/reading/scene.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// What the words before a name say of whoever is called so.
struct PartyLead {
  bool actor = false;  // "by", "did": who did something, a person.
  std::string deed;    // "owned by": the owner rather than another person; empty: none was said.
  std::string verb;    // The same, as a stem.
};

// Where a party may stand: the nearest field of the right kind, and before all others the one that
// the deed names.
struct PartyField {
  FieldSense field;
  bool called = false;  // By the deed.
};

// The field that a person's name stands in, or without an actor that of a company or of the rows
// themselves. Nothing: the rows and what they join to have none.
[[nodiscard]] std::optional<PartyField> party_field(const AnchorView& view, const PartyLead& lead);

// Whether the field holds names, and no addresses.
[[nodiscard]] bool holds_names(const std::optional<PartyField>& party);

}  // namespace sluice::analytics
