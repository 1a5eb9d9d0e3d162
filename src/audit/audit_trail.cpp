#include "audit/audit_trail.h"

#include "audit/trail_marks.h"
#include "audit/trail_rows.h"
#include "base/log.h"
#include "crypto/hashing.h"

#include <stdexcept>
#include <utility>

namespace sluice::audit {
namespace {

AuditRecord record_of(const RecordedUse::Parts& use, std::string action, std::string result,
                      Json detail) {
  detail["vendor"] = use.vendor;
  if (!use.tool.empty()) detail["tool"] = use.tool;
  return {.action = std::move(action),
          .target_kind = "connection",
          .target_id = sluice::to_text(use.connection),
          .result = std::move(result),
          .actor_name = {},
          .address = {},
          .detail = std::move(detail)};
}

TrailRow row_of(const storage::Actor& actor, const AuditRecord& record, Trail trail, Instant now) {
  TrailRow row{{trail, 0, now, std::string(to_text(actor.kind)), actor.id, record, {}}, {}};
  AuditRecord& stored = row.stored.record;
  // A record may name somebody else: a sign-in that failed has no actor, only a name that was
  // typed.
  if (stored.actor_name.empty()) stored.actor_name = actor.name.view();
  if (stored.address.empty()) stored.address = actor.address.view();
  return row;
}

// Puts the row behind the head: its number, what it follows, its hash. Returns the new head.
ChainHead link(const Chain& chain, const ChainHead& head, TrailRow& row) {
  // Commands open the keys that the data names; a writer without them would break the chain.
  if (!chain.keyed() && !head.seal.empty())
    throw std::logic_error("the trail is under a key that this program did not open");
  row.stored.sequence = head.sequence + 1;
  row.previous_hash = head.hash;
  return chain.extend(head, row.stored);
}

}  // namespace

Chain AuditTrail::chain(OrganizationId organization, Trail trail) const {
  std::optional<crypto::Digest> key;
  if (keys_) key = keys_->chain_key(organization, trail);
  return {organization, trail, key};
}

std::int64_t AuditTrail::append(storage::Transaction& transaction,
                                const AuditRecord& record) const {
  const storage::OrganizationAccess access = transaction.access();
  const Chain own = chain(access.organization(), Trail::organization);
  TrailRow row = row_of(access.actor(), record, Trail::organization, clock_.now());
  const ChainHead head = link(own, head_of(transaction, own), row);
  insert_row(transaction, row, head);
  return head.sequence;
}

std::int64_t AuditTrail::append(storage::ControlTransaction& transaction,
                                OrganizationId organization, const storage::Actor& actor,
                                const AuditRecord& record) const {
  const Chain control = chain(organization, Trail::control);
  TrailRow row = row_of(actor, record, Trail::control, clock_.now());
  const ChainHead head = link(control, head_of(transaction, organization, control), row);
  insert_row(transaction, organization, row, head);
  return head.sequence;
}

std::int64_t AuditTrail::record(const storage::OrganizationAccess& access,
                                const AuditRecord& record) const {
  return database_.organization(access).write(
      [&](storage::Transaction& transaction) { return append(transaction, record); });
}

RecordedUse AuditTrail::begin_use(RecordedUse::Parts use, Json detail) const {
  // Before the proof exists: who holds one can rely on the record being on disk.
  record(use.access, record_of(use, use.action, "intent", std::move(detail)));
  return RecordedUse({}, std::move(use));
}

void AuditTrail::end_use(RecordedUse&& use, std::string_view result, Json detail) const {
  const RecordedUse ended = std::move(use);
  const RecordedUse::Parts& parts = ended.parts();
  try {  // What has happened has happened: an intent without an outcome says that it is unknown.
    record(parts.access,
           record_of(parts, parts.action + ".done", std::string(result), std::move(detail)));
  } catch (const storage::StorageFailure& failure) {
    log(LogLevel::error, "outcome_not_recorded",
        {{"action", parts.action}, {"vendor", parts.vendor}, {"error", failure.what()}});
  }
}

std::string AuditTrail::digest(const storage::OrganizationAccess& access,
                               std::string_view text) const {
  // Without a key anyone could try values against it; such data has no server, and no calls are
  // recorded.
  return keys_ ? keys_->digest(access.organization(), text) : crypto::sha256_hex(text);
}

void AuditTrail::begin(const storage::OrganizationAccess& access) const {
  if (marks_of(database_, access).begun) return;
  const Chain own = chain(access.organization(), Trail::organization);
  // The organization's file first: a crash in between leaves a trail that is not noted, and the
  // next start notes it; the other order would look like an emptied one.
  if (head_of(database_, access, own).sequence == 0)
    record(access, {.action = std::string(begin_action),
                    .target_kind = "organization",
                    .target_id = sluice::to_text(access.organization())});
  database_.control().write([&](storage::ControlTransaction& transaction) {
    append(transaction, access.organization(), access.actor(),
           {.action = std::string(begin_action),
            .target_kind = "organization",
            .target_id = sluice::to_text(access.organization())});
  });
}

void AuditTrail::require_writable(const storage::OrganizationAccess& access) const {
  database_.organization(access).write([](storage::Transaction& transaction) {
    transaction.execute(
        "UPDATE audit_head SET sequence = sequence WHERE organization_id = :organization_id");
  });
}

}  // namespace sluice::audit
