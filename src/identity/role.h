#pragma once
#include <optional>
#include <string_view>
#include <vector>

namespace sluice::identity {

// What a person is in one organization (product: "Roles").
enum class Role { owner, administrator, analyst, member, viewer };

// What a role may or may not do. One entry per thing that a route or command guards.
enum class Action {
  view_dashboards,
  ask,
  pin_own,  // Pin, and remove what one pinned oneself.
  pin_any,  // Remove or change what somebody else pinned.
  verify_answer,
  upload_file,
  connect_source,  // Connect, reconnect, test, disconnect, approve tools.
  manage_members,  // Invite, change roles below owner, remove.
  manage_api_keys,
  manage_settings,  // Name, time zone, currency, rates.
  view_audit,
  export_audit,
  name_owner,
  delete_organization,
};

// What an API key may do of what its maker's role allows. The route table says which scope a route
// needs; a key can never do more than the person who made it.
enum class KeyScope {
  read,    // Ask, and see dashboards, data sources and what answers are counted in.
  manage,  // Everything.
};
// A key that manages also reads: the enumerators stand in that order.
[[nodiscard]] constexpr bool covers(KeyScope has, KeyScope needed) {
  return has >= needed;
}
[[nodiscard]] std::string_view to_text(KeyScope scope);  // "read"
[[nodiscard]] std::optional<KeyScope> parse_key_scope(std::string_view text);

// Owner: all. Administrator: all but deleting the organization and naming owners. Analyst: ask,
// pin, verify, upload. Member: ask and pin own. Viewer: see dashboards.
[[nodiscard]] bool permits(Role role, Action action);

// Everything that the role may do: pages offer nothing else.
[[nodiscard]] std::vector<Action> actions_of(Role role);

[[nodiscard]] std::string_view to_text(Action action);  // "pin_own", as the API has it.
[[nodiscard]] std::string_view to_text(Role role);      // "owner", as the API and the rows have it.
[[nodiscard]] std::optional<Role> parse_role(std::string_view text);

}  // namespace sluice::identity
