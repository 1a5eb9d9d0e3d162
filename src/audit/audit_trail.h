#pragma once
#include "audit/chain.h"
#include "audit/record.h"
#include "audit/recorded_use.h"
#include "audit/signed_head.h"
#include "audit/trail_keys.h"
#include "base/clock.h"
#include "base/json.h"
#include "storage/database.h"
#include "storage/transaction.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::audit {

// Both trails are as they were written, as far as a look at them alone can tell.
struct AuditProof {
  SignedHead head;  // Of this moment: where each trail stands.
};
using AuditCheck = std::variant<AuditProof, AuditFault>;

// Where the next page begins: before these numbers. Text: "ORGANIZATION.CONTROL".
struct PageMark {
  std::int64_t organization = INT64_MAX;
  std::int64_t control = INT64_MAX;
  // Travels through a browser as an opaque text; it is not signed, since a wrong one only shows
  // another page of the caller's own trail.
  [[nodiscard]] std::string to_text() const;
  // Nothing for anything but two whole numbers from 1 on.
  [[nodiscard]] static std::optional<PageMark> parse(std::string_view text);
};

// The two trails of every organization, each a gapless sequence of records chained under a key that
// the files do not hold. Blocking; thread-safe.
// Defined in audit_trail.cpp, trail_check.cpp and trail_pages.cpp.
class AuditTrail {
 public:
  // Without keys: data that no server has opened yet, or reading. What is written is chained by a
  // plain hash then, and the first start with a key anchors it (open_trail).
  AuditTrail(const storage::Database& database, const Clock& clock,
             std::optional<TrailKeys> keys = std::nullopt)
      : database_(database), clock_(clock), keys_(std::move(keys)) {}

  // Writes in the caller's transaction, so that the record and the change commit together; the
  // actor is the transaction's access. Returns the record's sequence number.
  std::int64_t append(storage::Transaction& transaction, const AuditRecord& record) const;
  // The same for a change in the control database, into the organization's control trail.
  std::int64_t append(storage::ControlTransaction& transaction, OrganizationId organization,
                      const storage::Actor& actor, const AuditRecord& record) const;

  // In a transaction of its own: for what changes no row of the organization (a refusal, a call's
  // intent). On disk when it returns.
  std::int64_t record(const storage::OrganizationAccess& access, const AuditRecord& record) const;

  // Before a credential is used: commits "ACTION" as an intent and hands out the proof that the
  // vault asks for. Throws StorageFailure when nothing can be recorded: then nothing may leave.
  [[nodiscard]] RecordedUse begin_use(RecordedUse::Parts use, Json detail = Json::object()) const;
  // How it ended, as "ACTION.done". The use has happened by now, so a failure is not the caller's.
  void end_use(RecordedUse&& use, std::string_view result, Json detail = Json::object()) const;
  // What stands in a record for a value that must not: the same for the same text, and nothing to
  // try values against without the key.
  [[nodiscard]] std::string digest(const storage::OrganizationAccess& access,
                                   std::string_view text) const;

  // Writes the first record of an organization's own trail, and notes in its control trail that
  // there is one: from then on an emptied file is found. Does nothing the second time.
  void begin(const storage::OrganizationAccess& access) const;
  // A write to the organization's file that changes nothing: throws while its trail could not be
  // written, so that what is only in the control database does not change then either.
  void require_writable(const storage::OrganizationAccess& access) const;

  // Both trails, newest first, before a mark; at most `limit` (page_records_max).
  static constexpr std::int64_t page_records_max = 200;
  // A `limit` below 1 counts as 1. Records of the same moment: the organization's own first.
  [[nodiscard]] std::vector<StoredRecord> page(const storage::OrganizationAccess& access,
                                               PageMark before, std::int64_t limit) const;

  // Finds any change, removal, insertion, reordering, a cut tail and an emptied trail in both
  // trails; with a head that was kept elsewhere also an old copy in their place.
  [[nodiscard]] AuditCheck verify(const storage::OrganizationAccess& access,
                                  const SignedHead* known = nullptr) const;
  // Whether there is a key: without one verify() proves nothing against who has the program.
  [[nodiscard]] bool keyed() const noexcept { return keys_.has_value(); }
  // The key that heads are signed with, hexadecimal; empty without keys.
  [[nodiscard]] std::string public_key() const { return keys_ ? keys_->public_key() : ""; }

  // Every record of both trails in the order of their time, oldest first, a piece at a time: JSON
  // Lines, or CSV whose cells no spreadsheet runs as a formula.
  enum class Format { json_lines, csv };
  // Holds a few hundred records in memory however long the trails are; `write` may be called often.
  // What is appended meanwhile may or may not be part of it.
  void export_to(const storage::OrganizationAccess& access, Format format,
                 const std::function<void(std::string_view)>& write) const;

 private:
  [[nodiscard]] Chain chain(OrganizationId organization, Trail trail) const;
  [[nodiscard]] SignedHead signed_head(OrganizationId organization,
                                       std::map<Trail, TrailMark> marks) const;

  const storage::Database& database_;
  const Clock& clock_;
  std::optional<TrailKeys> keys_;
};

}  // namespace sluice::audit
