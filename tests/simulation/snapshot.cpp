#include "snapshot.h"

namespace sluice::simulation {
namespace {

void look_at_rows(const storage::OrganizationStore& store, OrganizationSeen& seen) {
  for (const storage::Row& row :
       store.query("SELECT id, vendor, status, slot, disconnects FROM mcp_server_connection"
                   " WHERE organization_id = :organization_id"))
    seen.connections[row.id<ConnectionId>("id")] = {row.text("vendor"), row.text("status"),
                                                    row.optional_integer("slot").value_or(0),
                                                    row.integer("disconnects")};
  for (const storage::Row& row :
       store.query("SELECT id FROM card WHERE organization_id = :organization_id"))
    seen.cards.insert(row.id<CardId>("id"));
  const auto last = store.query_one(
      "SELECT MAX(sequence) AS last FROM audit_record WHERE organization_id = :organization_id");
  seen.sequence = last->optional_integer("last").value_or(0);
}

void add(Records& records, const std::vector<storage::Row>& rows) {
  for (const storage::Row& row : rows)
    records[{row.text("action"), row.text("result")}] += row.integer("count");
}

}  // namespace

Snapshot look_at(const House& house) {
  Snapshot snapshot;
  for (std::size_t at = 0; at < organization_count; ++at) {
    const auto access = house.access_to(at);
    OrganizationSeen& seen = snapshot.organizations.at(at);
    look_at_rows(house.database->organization(access), seen);
    const auto last = house.database->control().query_one(
        "SELECT MAX(sequence) AS last FROM control_audit_record"
        " WHERE organization_id = :organization",
        {{"organization", access.organization()}});
    seen.control_sequence = last->optional_integer("last").value_or(0);
  }
  for (const storage::Row& row :
       house.database->control().query("SELECT token_hash FROM user_session"))
    snapshot.sessions.insert(row.text("token_hash"));
  return snapshot;
}

Records records_since(const House& house, const Snapshot& before) {
  Records records;
  for (std::size_t at = 0; at < organization_count; ++at) {
    const auto access = house.access_to(at);
    const OrganizationSeen& seen = before.organizations.at(at);
    add(records, house.database->organization(access).query(
                     "SELECT action, result, COUNT(*) AS count FROM audit_record"
                     " WHERE organization_id = :organization_id AND sequence > :last"
                     " GROUP BY action, result",
                     {{"last", seen.sequence}}));
    add(records,
        house.database->control().query(
            "SELECT action, result, COUNT(*) AS count FROM control_audit_record"
            " WHERE organization_id = :organization AND sequence > :last GROUP BY action, result",
            {{"organization", access.organization()}, {"last", seen.control_sequence}}));
  }
  return records;
}

std::int64_t open_uses(const House& house) {
  std::int64_t open = 0;
  for (std::size_t at = 0; at < organization_count; ++at) {
    const auto store = house.database->organization(house.access_to(at));
    // "connection.authorize" is the intent of a person, and opens nothing.
    const auto begun = store.query_one(
        "SELECT COUNT(*) AS count FROM audit_record WHERE organization_id = :organization_id"
        " AND result = 'intent' AND action <> 'connection.authorize'");
    const auto ended = store.query_one(
        "SELECT COUNT(*) AS count FROM audit_record WHERE organization_id = :organization_id"
        " AND action LIKE '%.done'");
    open += begun->integer("count") - ended->integer("count");
  }
  return open;
}

}  // namespace sluice::simulation
