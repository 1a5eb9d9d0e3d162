#pragma once
#include "identity/role.h"

#include <optional>

namespace sluice::server {

// What a route asks of the caller's role. It stands in the route table, where a reviewer reads it;
// the router refuses by it, so a handler never decides who may come in.
struct Permission {
  enum class Kind {
    any_member,      // Whoever belongs to the organization.
    action,          // The role permits `needed`.
    own_or,          // `needed` for what is the caller's own, `beyond` for what is anybody's.
    below_owner_or,  // `needed`; and `beyond` where an owner is made, changed or removed.
  };
  Kind kind = Kind::any_member;
  std::optional<identity::Action> needed;  // Without it nobody comes in.
  std::optional<identity::Action> beyond;  // Asked again by the use case, which knows the row.
};

inline constexpr Permission any_member{};
[[nodiscard]] constexpr Permission needs(identity::Action action) {
  return {Permission::Kind::action, action, std::nullopt};
}
// The role of a caller says less than the row: identity::OrganizationSettings holds the rule that
// only an owner makes, changes or removes one (product: "Roles").
[[nodiscard]] constexpr Permission below_owner_or(identity::Action below, identity::Action owners) {
  return {Permission::Kind::below_owner_or, below, owners};
}

// A permission of its own type: its handler cannot be registered without taking the Reach.
struct OwnOr {
  identity::Action own;
  identity::Action any;
};
[[nodiscard]] constexpr OwnOr own_or(identity::Action own, identity::Action any) {
  return {own, any};
}

}  // namespace sluice::server
