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

constexpr std::array<std::pair<Action, std::string_view>, 14> action_names{{
    {Action::view_dashboards, "view_dashboards"},
    {Action::ask, "ask"},
    {Action::pin_own, "pin_own"},
    {Action::pin_any, "pin_any"},
    {Action::verify_answer, "verify_answer"},
    {Action::upload_file, "upload_file"},
    {Action::connect_source, "connect_source"},
    {Action::manage_members, "manage_members"},
    {Action::manage_api_keys, "manage_api_keys"},
    {Action::manage_settings, "manage_settings"},
    {Action::view_audit, "view_audit"},
    {Action::export_audit, "export_audit"},
    {Action::name_owner, "name_owner"},
    {Action::delete_organization, "delete_organization"},
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

std::vector<Action> actions_of(Role role) {
  std::vector<Action> actions;
  for (const auto& [action, name] : action_names) {
    if (permits(role, action)) actions.push_back(action);
  }
  return actions;
}

std::string_view to_text(Action action) {
  return std::ranges::find(action_names, action, &std::pair<Action, std::string_view>::first)
      ->second;
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
