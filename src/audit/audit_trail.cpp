#include "audit/audit_trail.h"

#include "base/log.h"
#include "base/time_format.h"
#include "crypto/hashing.h"

#include <algorithm>
#include <functional>

namespace sluice::audit {
namespace {

constexpr std::int64_t records_read_at_once = 1'000;

std::string_view to_text(storage::ActorKind kind) {
  switch (kind) {
    case storage::ActorKind::user: return "user";
    case storage::ActorKind::api_key: return "api_key";
    case storage::ActorKind::operator_shell: return "operator_shell";
    case storage::ActorKind::schedule: return "schedule";
  }
  return {};
}

// What the first record follows: bound to the organization, so that one trail cannot be put in
// another's place.
std::string first_hash(OrganizationId organization) {
  return crypto::sha256_hex("sluice audit v1|" + sluice::to_text(organization));
}

Json to_json(const StoredRecord& stored) {
  return Json{{"sequence", stored.sequence},
              {"time", to_rfc3339(stored.recorded_at)},
              {"actor",
               {{"kind", stored.actor_kind},
                {"id", std::to_string(stored.actor_id)},
                {"name", stored.record.actor_name}}},
              {"action", stored.record.action},
              {"target", {{"kind", stored.record.target_kind}, {"id", stored.record.target_id}}},
              {"result", stored.record.result},
              {"address", stored.record.address},
              {"detail", stored.record.detail}};
}

// SHA-256 over the hash before and every column, as JSON with sorted members: no two different
// records have the same text.
std::string chain_hash(std::string_view previous, const StoredRecord& stored) {
  return crypto::sha256_hex(std::string(previous) + "|" + to_wire(to_json(stored)));
}

StoredRecord read_record(const storage::Row& row) {
  StoredRecord stored;
  stored.sequence = row.integer("sequence");
  stored.recorded_at = row.instant("recorded_at");
  stored.actor_kind = row.text("actor_kind");
  stored.actor_id = static_cast<std::uint64_t>(row.integer("actor_id"));
  stored.record = {row.text("action"),
                   row.text("target_kind"),
                   row.text("target_id"),
                   row.text("result"),
                   row.text("actor_name"),
                   row.text("address"),
                   parse_json(row.text("detail")).value_or(Json())};
  stored.hash = row.text("hash");
  return stored;
}

struct Head {
  std::int64_t sequence = 0;
  std::string hash;
};

Head read_head(const std::optional<storage::Row>& row, OrganizationId organization) {
  if (!row) return {0, first_hash(organization)};
  return {row->integer("sequence"), row->text("hash")};
}

constexpr storage::TenantSql select_head =
    "SELECT sequence, hash FROM audit_head WHERE organization_id = :organization_id";

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

// Every record from the first, in pages; `visit` says false to stop.
void for_each_record(const storage::OrganizationStore& store,
                     const std::function<bool(const storage::Row&)>& visit) {
  std::int64_t after = 0;
  while (true) {
    const auto rows = store.query(
        "SELECT * FROM audit_record WHERE organization_id = :organization_id"
        " AND sequence > :after ORDER BY sequence LIMIT :limit",
        {{"after", after}, {"limit", records_read_at_once}});
    for (const storage::Row& row : rows)
      if (!visit(row)) return;
    if (rows.empty()) return;
    after = rows.back().integer("sequence");
  }
}

}  // namespace

std::int64_t AuditTrail::append(storage::Transaction& transaction,
                                const AuditRecord& record) const {
  const storage::OrganizationAccess access = transaction.access();
  const Head head = read_head(transaction.query_one(select_head), access.organization());
  const storage::Actor& actor = access.actor();
  StoredRecord stored{head.sequence + 1, clock_.now(), std::string(to_text(actor.kind)),
                      actor.id,          record,       {}};
  if (record.actor_name.empty()) stored.record.actor_name = actor.name.view();
  if (record.address.empty()) stored.record.address = actor.address.view();
  stored.hash = chain_hash(head.hash, stored);
  transaction.execute(
      "INSERT INTO audit_record (organization_id, sequence, recorded_at, actor_kind, actor_id,"
      " actor_name, action, target_kind, target_id, result, address, detail, previous_hash, hash)"
      " VALUES (:organization_id, :sequence, :recorded_at, :actor_kind, :actor_id, :actor_name,"
      " :action, :target_kind, :target_id, :result, :address, :detail, :previous_hash, :hash)",
      {{"sequence", stored.sequence},
       {"recorded_at", stored.recorded_at},
       {"actor_kind", stored.actor_kind},
       {"actor_id", stored.actor_id},
       {"actor_name", stored.record.actor_name},
       {"action", record.action},
       {"target_kind", record.target_kind},
       {"target_id", record.target_id},
       {"result", record.result},
       {"address", stored.record.address},
       {"detail", to_wire(record.detail)},
       {"previous_hash", head.hash},
       {"hash", stored.hash}});
  transaction.execute(
      "INSERT INTO audit_head (organization_id, sequence, hash)"
      " VALUES (:organization_id, :sequence, :hash)"
      " ON CONFLICT (organization_id) DO UPDATE SET sequence = :sequence, hash = :hash",
      {{"sequence", stored.sequence}, {"hash", stored.hash}});
  return stored.sequence;
}

std::int64_t AuditTrail::record(storage::OrganizationAccess access,
                                const AuditRecord& record) const {
  return database_.organization(access).write(
      [&](storage::Transaction& transaction) { return append(transaction, record); });
}

RecordedUse AuditTrail::begin_use(RecordedUse::Parts use, Json detail) const {
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

std::string AuditTrail::digest(std::string_view text) {
  return crypto::sha256_hex(text);
}

std::vector<StoredRecord> AuditTrail::page(storage::OrganizationAccess access,
                                           std::optional<std::int64_t> before,
                                           std::int64_t limit) const {
  const auto rows = database_.organization(access).query(
      "SELECT * FROM audit_record WHERE organization_id = :organization_id"
      " AND sequence < :before ORDER BY sequence DESC LIMIT :limit",
      {{"before", before.value_or(INT64_MAX)},
       {"limit", std::clamp<std::int64_t>(limit, 1, page_records_max)}});
  std::vector<StoredRecord> records;
  std::ranges::transform(rows, std::back_inserter(records), read_record);
  return records;
}

std::variant<AuditProof, AuditFault> AuditTrail::verify(storage::OrganizationAccess access) const {
  const storage::OrganizationStore store = database_.organization(access);
  // The head first: records that are appended meanwhile lie beyond it and are left out.
  const Head head = read_head(store.query_one(select_head), access.organization());
  Head at{0, first_hash(access.organization())};
  AuditFault fault;  // Sequence 0: none so far.
  for_each_record(store, [&](const storage::Row& row) {
    const StoredRecord stored = read_record(row);
    if (stored.sequence > head.sequence) return false;
    if (stored.sequence != at.sequence + 1)
      fault = {at.sequence + 1, "The record is missing."};
    else if (row.text("previous_hash") != at.hash)
      fault = {stored.sequence, "The record does not follow the one before it."};
    else if (stored.hash != chain_hash(at.hash, stored))
      fault = {stored.sequence, "The record was changed."};
    at = {stored.sequence, stored.hash};
    return fault.sequence == 0;
  });
  if (fault.sequence != 0) return fault;
  if (at.sequence != head.sequence || at.hash != head.hash)
    return AuditFault{at.sequence + 1, "The end of the trail was cut off or exchanged."};
  const auto beyond = store.query(
      "SELECT MAX(sequence) AS last FROM audit_record WHERE organization_id = :organization_id");
  const Head now = read_head(store.query_one(select_head), access.organization());
  if (beyond.front().optional_integer("last").value_or(0) > now.sequence)
    return AuditFault{now.sequence + 1, "There are records beyond the end of the trail."};
  return AuditProof{at.sequence, at.hash};
}

std::string AuditTrail::export_csv(storage::OrganizationAccess access) const {
  std::string text =
      "sequence,time,actor_kind,actor_id,actor_name,action,target_kind,target_id,result,address,"
      "detail,hash\r\n";
  for_each_record(database_.organization(access), [&](const storage::Row& row) {
    const StoredRecord stored = read_record(row);
    const AuditRecord& record = stored.record;
    text += std::to_string(stored.sequence);
    for (const std::string& cell :
         {to_rfc3339(stored.recorded_at), stored.actor_kind, std::to_string(stored.actor_id),
          record.actor_name, record.action, record.target_kind, record.target_id, record.result,
          record.address, to_wire(record.detail), stored.hash})
      text.append(",").append(to_csv_cell(cell));
    text += "\r\n";
    return true;
  });
  return text;
}

std::string AuditTrail::export_json_lines(storage::OrganizationAccess access) const {
  std::string text;
  for_each_record(database_.organization(access), [&](const storage::Row& row) {
    const StoredRecord stored = read_record(row);
    Json line = to_json(stored);
    line["hash"] = stored.hash;
    text.append(to_wire(line)).push_back('\n');
    return true;
  });
  return text;
}

}  // namespace sluice::audit
