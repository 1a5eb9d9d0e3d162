#include "identity/role.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::identity {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 5> role_names{{
    {Role::owner, "owner"},
    {Role::administrator, "administrator"},
    {Role::analyst, "analyst"},
    {Role::member, "member"},
    {Role::viewer, "viewer"},
}};

// The lowest role that may do it; every role above may too.
Role lowest_role_for(Action action) {
  switch (action) {
    case Action::view_dashboards: return Role::viewer;
    case Action::ask:
    case Action::pin_own: return Role::member;
    case Action::pin_any:
    case Action::verify_answer:
    case Action::upload_file: return Role::analyst;
    case Action::connect_source:
    case Action::manage_members:
    case Action::manage_api_keys:
    case Action::manage_settings:
    case Action::view_audit:
    case Action::export_audit: return Role::administrator;
    case Action::name_owner:
    case Action::delete_organization: return Role::owner;
  }
  return Role::owner;
}

}  // namespace

bool permits(Role role, Action action) {
  return role <= lowest_role_for(action);
}

std::string_view to_text(KeyScope scope) {
  switch (scope) {
    case KeyScope::read: return "read";
    case KeyScope::manage: return "manage";
  }
  return {};
}

std::optional<KeyScope> parse_key_scope(std::string_view text) {
  if (text == to_text(KeyScope::read)) return KeyScope::read;
  if (text == to_text(KeyScope::manage)) return KeyScope::manage;
  return std::nullopt;
}

std::string_view to_text(Role role) {
  return std::ranges::find(role_names, role, &std::pair<Role, std::string_view>::first)->second;
}

std::optional<Role> parse_role(std::string_view text) {
  const auto* found =
      std::ranges::find(role_names, text, &std::pair<Role, std::string_view>::second);
  if (found == role_names.end()) return std::nullopt;
  return found->first;
}

}  // namespace sluice::identity
