#pragma once
#include "audit/recorded_use.h"
#include "base/clock.h"
#include "base/json.h"
#include "storage/database.h"
#include "storage/transaction.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::audit {

// What somebody did. `action` is stable and dotted ("connection.connect", "tool.call.intent");
// `detail` holds no value that a vendor or a user sent, only names, counts and digests.
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
  std::int64_t sequence = 0;
  Instant recorded_at;
  std::string actor_kind;  // "user", "api_key", "operator_shell", "schedule".
  std::uint64_t actor_id = 0;
  AuditRecord record;
  std::string hash;
};

// What verify() found wrong first.
struct AuditFault {
  std::int64_t sequence = 0;
  std::string detail;
};
// The whole chain is as it was written.
struct AuditProof {
  std::int64_t records = 0;
  std::string head_hash;  // Compare with one noted earlier to see that no tail was cut.
};

// One organization's trail: a gapless sequence, each record hashed over the one before. Blocking.
class AuditTrail {
 public:
  AuditTrail(const storage::Database& database, const Clock& clock)
      : database_(database), clock_(clock) {}

  // Writes in the caller's transaction, so that the record and the change commit together; the
  // actor is the transaction's access. Returns the record's sequence number.
  std::int64_t append(storage::Transaction& transaction, const AuditRecord& record) const;

  // In a transaction of its own: for what changes no row of the organization (a sign-in, a call's
  // intent). On disk when it returns.
  std::int64_t record(storage::OrganizationAccess access, const AuditRecord& record) const;

  // Before a credential is used: commits "ACTION" as an intent and hands out the proof that the
  // vault asks for. Throws StorageFailure when nothing can be recorded: then nothing may leave.
  [[nodiscard]] RecordedUse begin_use(RecordedUse::Parts use, Json detail = Json::object()) const;
  // How it ended, as "ACTION.done". The use has happened by now, so a failure is not the caller's.
  void end_use(RecordedUse&& use, std::string_view result, Json detail = Json::object()) const;
  // What stands in a record for a value that must not: the same for the same text.
  [[nodiscard]] static std::string digest(std::string_view text);

  // Newest first, before `before` when given; at most `limit` (page_records_max).
  static constexpr std::int64_t page_records_max = 200;
  [[nodiscard]] std::vector<StoredRecord> page(storage::OrganizationAccess access,
                                               std::optional<std::int64_t> before,
                                               std::int64_t limit) const;
  // Finds any change, removal, insertion or reordering. A trail that was cut at its end together
  // with its head is only found by comparing head_hash with a copy kept elsewhere.
  [[nodiscard]] std::variant<AuditProof, AuditFault> verify(
      storage::OrganizationAccess access) const;

  // Everything, oldest first. CSV cells that a spreadsheet would run as a formula are neutralised.
  [[nodiscard]] std::string export_csv(storage::OrganizationAccess access) const;
  [[nodiscard]] std::string export_json_lines(storage::OrganizationAccess access) const;

 private:
  const storage::Database& database_;
  const Clock& clock_;
};

// The text of one CSV cell, quoted as RFC 4180 asks, with a formula made harmless by a leading
// apostrophe. Plain numbers stay numbers.
[[nodiscard]] std::string to_csv_cell(std::string_view text);

}  // namespace sluice::audit
