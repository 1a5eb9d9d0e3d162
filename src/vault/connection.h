#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/passkey.h"
#include "base/strong_id.h"
#include "identity/organization_access.h"
#include "keys/key_slots.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sluice::vault {

// What a connection is at this moment; the row holds the text of to_text(), the API tells it.
enum class ConnectionStatus {
  pending,  // Made, and the user is at the vendor's pop-up.
  connected,
  needs_reconnect,
  needs_more_access,
  failed,
  disconnected,
};
[[nodiscard]] std::string_view to_text(ConnectionStatus status);
// Nothing for a text that is no status: a newer program has written it.
[[nodiscard]] std::optional<ConnectionStatus> parse_connection_status(std::string_view text);
// Whether its credential works, if only for what was granted.
[[nodiscard]] constexpr bool is_usable(ConnectionStatus status) {
  return status == ConnectionStatus::connected || status == ConnectionStatus::needs_more_access;
}

// The row of a connection. No secret stands in it: those are sealed in rows of their own.
struct ConnectionRow {
  OrganizationId organization;
  ConnectionId id;
  std::string vendor;  // The catalog's slug; custom:NAME for Custom MCP.
  std::string name;    // Tells it from others to the same vendor.
  // What sentences call it: while no other account of the vendor is there, the name that it was
  // made under ("Stripe") and not the account's, which says nothing to somebody who has only one.
  std::string name_in_sentences;
  bool named_by_person = false;  // No other name is put in the place of such a one by itself.
  std::string endpoint;          // The MCP server's URL.
  Json parameters = Json::object();
  ConnectionStatus status = ConnectionStatus::pending;
  std::string status_detail;
  std::string wanted_scope;  // With needs_more_access: what Reconnect asks for.
  // Rises with every disconnect and reconnect: work that was begun under an older epoch must not
  // be sent and its result not be delivered.
  std::int64_t epoch = 0;
  std::int64_t generation = 0;  // Of the credential; 0 before the first.
  // Rises with every disconnect, which deletes what was read: an answer that was begun under an
  // older number is not kept.
  std::int64_t disconnects = 0;
  std::optional<keys::SlotId> slot;
  UserId connected_by;
  Instant created_at;
  std::optional<Instant> connected_at;
  std::optional<Instant> last_used_at;
  std::optional<UserId> last_used_by;
};

// It was connected once, and only the user can renew it: shown so, and said so to who asks.
[[nodiscard]] inline bool needs_reconnect(const ConnectionRow& row) {
  return row.status == ConnectionStatus::needs_reconnect ||
         (row.status == ConnectionStatus::failed && row.connected_at);
}

// A connection of the caller's own organization: only ConnectionRepository hands one out, so who
// holds one was authenticated for it. A snapshot; the vault compares its epoch before each use.
class Connection {
 public:
  Connection(Passkey<class ConnectionRepository>, identity::OrganizationAccess access,
             ConnectionRow row)
      : access_(access), row_(std::move(row)) {}
  [[nodiscard]] const ConnectionRow& row() const noexcept { return row_; }
  [[nodiscard]] ConnectionId id() const noexcept { return row_.id; }
  // Under which it was read: the vault opens its credential through the same door.
  [[nodiscard]] identity::OrganizationAccess access() const noexcept { return access_; }

 private:
  identity::OrganizationAccess access_;
  ConnectionRow row_;
};

}  // namespace sluice::vault
