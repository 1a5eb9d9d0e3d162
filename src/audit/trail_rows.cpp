#include "audit/trail_rows.h"

#include <algorithm>
#include <iterator>

namespace sluice::audit {
namespace {

// Every column takes part in the hash, so a row is read as a whole and judged by whoever checks it:
// a detail that is no JSON becomes null here, and its hash fails there.
TrailRow read_row(const storage::Row& row, Trail trail) {
  TrailRow read;
  StoredRecord& stored = read.stored;
  stored.trail = trail;
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
  read.previous_hash = row.text("previous_hash");
  return read;
}

std::vector<TrailRow> read_rows(const std::vector<storage::Row>& rows, Trail trail) {
  std::vector<TrailRow> read;
  read.reserve(rows.size());
  std::ranges::transform(rows, std::back_inserter(read),
                         [&](const storage::Row& row) { return read_row(row, trail); });
  return read;
}

// An organization without a row has written nothing: its chain stands at its start.
ChainHead read_head(const std::optional<storage::Row>& row, const Chain& chain) {
  if (!row) return chain.start();
  return {row->integer("sequence"), row->text("hash"), row->text("seal")};
}

// Two files, two statements: the organization's own is bound by its store, the control file by
// hand.
constexpr storage::TenantSql select_head =
    "SELECT sequence, hash, seal FROM audit_head WHERE organization_id = :organization_id";
constexpr storage::ControlSql select_control_head =
    "SELECT sequence, hash, seal FROM control_audit_head WHERE organization_id = :organization";

storage::Parameters columns_of(const TrailRow& row) {
  const StoredRecord& stored = row.stored;
  return {{"sequence", stored.sequence},
          {"recorded_at", stored.recorded_at},
          {"actor_kind", stored.actor_kind},
          {"actor_id", stored.actor_id},
          {"actor_name", stored.record.actor_name},
          {"action", stored.record.action},
          {"target_kind", stored.record.target_kind},
          {"target_id", stored.record.target_id},
          {"result", stored.record.result},
          {"address", stored.record.address},
          {"detail", to_wire(stored.record.detail)},
          {"previous_hash", row.previous_hash},
          {"hash", stored.hash}};
}

storage::Parameters columns_of(const ChainHead& head) {
  return {{"sequence", head.sequence}, {"hash", head.hash}, {"seal", head.seal}};
}

storage::Parameters with_organization(OrganizationId organization, storage::Parameters columns) {
  columns.emplace_back("organization", organization);
  return columns;
}

}  // namespace

std::vector<TrailRow> rows_after(const storage::Database& database,
                                 const storage::OrganizationAccess& access, Trail trail,
                                 std::int64_t after) {
  const storage::Parameters which{{"after", after}, {"limit", rows_at_once_max}};
  switch (trail) {
    case Trail::organization:
      return read_rows(database.organization(access).query(
                           "SELECT * FROM audit_record WHERE organization_id = :organization_id"
                           " AND sequence > :after ORDER BY sequence LIMIT :limit",
                           which),
                       trail);
    case Trail::control:
      return read_rows(database.control().query(
                           "SELECT * FROM control_audit_record WHERE organization_id ="
                           " :organization AND sequence > :after ORDER BY sequence LIMIT :limit",
                           with_organization(access.organization(), which)),
                       trail);
  }
  return {};
}

std::vector<TrailRow> rows_before(const storage::Database& database,
                                  const storage::OrganizationAccess& access, Trail trail,
                                  std::int64_t before, std::int64_t limit) {
  const storage::Parameters which{{"before", before}, {"limit", limit}};
  switch (trail) {
    case Trail::organization:
      return read_rows(database.organization(access).query(
                           "SELECT * FROM audit_record WHERE organization_id = :organization_id"
                           " AND sequence < :before ORDER BY sequence DESC LIMIT :limit",
                           which),
                       trail);
    case Trail::control:
      return read_rows(
          database.control().query(
              "SELECT * FROM control_audit_record WHERE organization_id = :organization"
              " AND sequence < :before ORDER BY sequence DESC LIMIT :limit",
              with_organization(access.organization(), which)),
          trail);
  }
  return {};
}

std::int64_t last_sequence(const storage::Database& database,
                           const storage::OrganizationAccess& access, Trail trail) {
  // Of the rows and not of the head: whoever asks wants to hold the two against each other.
  const auto last = rows_before(database, access, trail, INT64_MAX, 1);
  return last.empty() ? 0 : last.front().stored.sequence;
}

ChainHead head_of(const storage::Database& database, const storage::OrganizationAccess& access,
                  const Chain& chain) {
  switch (chain.trail()) {
    case Trail::organization:
      return read_head(database.organization(access).query_one(select_head), chain);
    case Trail::control:
      return read_head(database.control().query_one(select_control_head,
                                                    with_organization(access.organization(), {})),
                       chain);
  }
  return {};
}

ChainHead head_of(storage::Transaction& transaction, const Chain& chain) {
  return read_head(transaction.query_one(select_head), chain);
}

ChainHead head_of(storage::ControlTransaction& transaction, OrganizationId organization,
                  const Chain& chain) {
  return read_head(transaction.query_one(select_control_head, with_organization(organization, {})),
                   chain);
}

void insert_row(storage::Transaction& transaction, const TrailRow& row, const ChainHead& head) {
  transaction.execute(
      "INSERT INTO audit_record (organization_id, sequence, recorded_at, actor_kind, actor_id,"
      " actor_name, action, target_kind, target_id, result, address, detail, previous_hash, hash)"
      " VALUES (:organization_id, :sequence, :recorded_at, :actor_kind, :actor_id, :actor_name,"
      " :action, :target_kind, :target_id, :result, :address, :detail, :previous_hash, :hash)",
      columns_of(row));
  // The head moves in the transaction of the record: after a crash the two agree.
  transaction.execute(
      "INSERT INTO audit_head (organization_id, sequence, hash, seal)"
      " VALUES (:organization_id, :sequence, :hash, :seal)"
      " ON CONFLICT (organization_id) DO UPDATE SET sequence = :sequence, hash = :hash,"
      " seal = :seal",
      columns_of(head));
}

void insert_row(storage::ControlTransaction& transaction, OrganizationId organization,
                const TrailRow& row, const ChainHead& head) {
  transaction.execute(
      "INSERT INTO control_audit_record (organization_id, sequence, recorded_at, actor_kind,"
      " actor_id, actor_name, action, target_kind, target_id, result, address, detail,"
      " previous_hash, hash) VALUES (:organization, :sequence, :recorded_at, :actor_kind,"
      " :actor_id, :actor_name, :action, :target_kind, :target_id, :result, :address, :detail,"
      " :previous_hash, :hash)",
      with_organization(organization, columns_of(row)));
  transaction.execute(
      "INSERT INTO control_audit_head (organization_id, sequence, hash, seal)"
      " VALUES (:organization, :sequence, :hash, :seal)"
      " ON CONFLICT (organization_id) DO UPDATE SET sequence = :sequence, hash = :hash,"
      " seal = :seal",
      with_organization(organization, columns_of(head)));
}

}  // namespace sluice::audit
