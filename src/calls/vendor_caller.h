#pragma once
#include "base/deadline.h"
#include "base/json.h"
#include "base/strong_id.h"
#include "base/task.h"
#include "storage/organization_access.h"
#include "vault/credential_vault.h"

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

namespace sluice::calls {

// Why a vendor gave no result. `detail` is a sentence for the person: what happened, whose side it
// is on, what to do; nothing in it was written by the vendor.
struct CallError {
  // Closed: each has one meaning for the page and one for what is tried next.
  enum class Kind {
    not_connected,
    tool_not_allowed,
    needs_reconnect,    // The credential is no longer good.
    cannot_open,        // It may be good: our keys do not open it. The operator's to mend.
    needs_more_access,  // 403 insufficient_scope.
    vendor_refused,     // A 4xx answer, or the tool itself says that it failed.
    vendor_down,        // No answer, a 5xx answer, or nothing that can be understood.
    deadline,
    not_recorded,  // The audit trail could not be written: then nothing is sent.
    plan_required,
  };
  Kind kind = Kind::vendor_down;
  std::string detail;
};

// What a vendor lists.
struct ListedTools {
  std::vector<std::string> names;
  std::string cut_because = {};  // A sentence of ours, when the list was not read to its end.
};

// One tool call of one organization, from the name to the bytes of its result: finds the
// connection, admits the call, refreshes the token when it is about to end, commits the intent to
// the audit trail, sends, and records how it ended. The only way a question reaches a vendor.
class VendorCaller {
 public:
  virtual ~VendorCaller() = default;
  // The CallToolResult as JSON text, unread. By the connection and not its vendor: of one there may
  // be several, and an id of another organization's is none.
  [[nodiscard]] virtual Task<std::expected<std::string, CallError>> call(
      storage::OrganizationAccess access, ConnectionId connection, std::string tool, Json arguments,
      Deadline deadline) = 0;
  // The tools that the connection's server offers: a real round trip.
  [[nodiscard]] virtual Task<std::expected<ListedTools, CallError>> list_tools(
      storage::OrganizationAccess access, ConnectionId connection, Deadline deadline) = 0;
  // The same with an API key that is sealed and not stored yet, at the address it is meant for:
  // what is not known to work replaces nothing; without any, where the row's server asks nobody to
  // sign in. `key` outlives the call.
  [[nodiscard]] virtual Task<std::expected<std::vector<std::string>, CallError>> try_key(
      const vault::SealedCredential* key, vault::Connection connection, std::string endpoint,
      Deadline deadline) = 0;
  // Drops the cached session of a connection: it was disconnected or reconnected.
  virtual void forget(ConnectionId connection) = 0;
};

}  // namespace sluice::calls
