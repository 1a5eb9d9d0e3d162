#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "storage/organization_access.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::audit {

// Which of an organization's two trails: what happened to its own rows and uses of its credentials,
// or to what stands in the control database (members, keys, invitations, settings, sessions).
enum class Trail { organization, control };
// "organization" or "control": part of the chained line and of derived keys, so it may never
// change.
[[nodiscard]] std::string_view to_text(Trail trail);

// What somebody did. `action` is stable and dotted ("connection.connect", "tool.call"); `detail`
// holds no value that a vendor sent, only names, counts, digests, and what a setting was and is.
struct AuditRecord {
  std::string action;
  // Initialised, so that a caller names only what it has without a warning.
  // NOLINTBEGIN(readability-redundant-member-init)
  std::string target_kind = {};  // "connection", "user", "organization", ...
  std::string target_id = {};
  std::string result = "ok";    // "ok", "refused", "failed", "intent".
  std::string actor_name = {};  // Where it is another than the access names.
  std::string address = {};     // Likewise.
  // NOLINTEND(readability-redundant-member-init)
  Json detail = Json::object();
};

// A record as stored, in its place in the chain.
struct StoredRecord {
  Trail trail = Trail::organization;
  std::int64_t sequence = 0;
  Instant recorded_at;
  std::string actor_kind;  // "user", "api_key", "operator_shell", "schedule".
  std::uint64_t actor_id = 0;
  AuditRecord record;
  std::string hash;
};

// The record as one line of JSON with sorted members: what is chained, what is exported, and what
// a signed head covers. No two different records have the same line.
[[nodiscard]] std::string line_of(const StoredRecord& stored);

// As actor_kind above; chained, so it may never change.
[[nodiscard]] std::string_view to_text(storage::ActorKind kind);

}  // namespace sluice::audit
