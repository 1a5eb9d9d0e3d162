#include "analytics/asking/own_value_repository.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sluice::analytics {
namespace {

// One field of one connection, and the transaction that changes what is kept of it.
class KeptField {
 public:
  KeptField(storage::Transaction& transaction, ConnectionId connection, const LearntField& learnt)
      : transaction_(transaction),
        learnt_(learnt),
        place_{{"connection", connection}, {"entry", learnt.entry}, {"field", learnt.field}} {}

  // Whether anything changed. `room` is how many values more the connection may have.
  [[nodiscard]] bool add(std::size_t room, Instant now) {
    const auto known = transaction_.query_one(
        "SELECT state FROM own_field WHERE organization_id = :organization_id"
        " AND connection_id = :connection AND entry = :entry AND field = :field",
        place_);
    if (known && known->text("state") != to_text(OwnFieldState::kept)) return false;
    const std::vector<std::string> fresh = unknown_values();
    const std::size_t all = fresh.size() + kept_;
    if (learnt_.state == OwnFieldState::left_out || all > own_values_of_field_max) {
      leave_out();
      return true;
    }
    if (fresh.empty() || room == 0) return false;
    set_state(OwnFieldState::kept);
    for (std::size_t i = 0; i < std::min(fresh.size(), room); ++i)
      insert(fresh[i], now);
    return true;
  }

 private:
  [[nodiscard]] storage::Parameters with(storage::Parameter more) const {
    storage::Parameters parameters = place_;
    parameters.push_back(std::move(more));
    return parameters;
  }

  [[nodiscard]] std::vector<std::string> unknown_values() {
    std::vector<std::string> kept;
    for (const storage::Row& row : transaction_.query(
             "SELECT value FROM own_value WHERE organization_id = :organization_id"
             " AND connection_id = :connection AND entry = :entry AND field = :field",
             place_))
      kept.push_back(row.text("value"));
    kept_ = kept.size();
    std::vector<std::string> fresh;
    for (const std::string& value : learnt_.values)
      if (std::ranges::find(kept, value) == kept.end()) fresh.push_back(value);
    return fresh;
  }

  void set_state(OwnFieldState state) {
    transaction_.execute(
        "INSERT INTO own_field (organization_id, connection_id, entry, field, state)"
        " VALUES (:organization_id, :connection, :entry, :field, :state)"
        " ON CONFLICT (organization_id, connection_id, entry, field) DO UPDATE SET state = :state",
        with({"state", to_text(state)}));
  }

  void insert(const std::string& value, Instant now) {
    storage::Parameters parameters = with({"value", value});
    parameters.push_back({"now", now});
    transaction_.execute(
        "INSERT INTO own_value (organization_id, connection_id, entry, field, value, learnt_at)"
        " VALUES (:organization_id, :connection, :entry, :field, :value, :now)",
        parameters);
  }

  void leave_out() {
    set_state(OwnFieldState::left_out);
    transaction_.execute(
        "DELETE FROM own_value WHERE organization_id = :organization_id"
        " AND connection_id = :connection AND entry = :entry AND field = :field",
        place_);
  }

  storage::Transaction& transaction_;
  const LearntField& learnt_;
  storage::Parameters place_;
  std::size_t kept_ = 0;
};

void change_version(storage::Transaction& transaction, ConnectionId connection) {
  transaction.execute(
      "UPDATE mcp_server_connection SET own_values_version = own_values_version + 1"
      " WHERE organization_id = :organization_id AND id = :connection",
      {{"connection", connection}});
}

// The connection while it is the one that the answer was read through.
[[nodiscard]] std::optional<ConnectionId> still_there(storage::Transaction& transaction,
                                                      const ReadThrough& through) {
  const auto row = transaction.query_one(
      "SELECT id FROM mcp_server_connection WHERE organization_id = :organization_id"
      " AND id = :connection AND disconnects = :disconnects",
      {{"connection", through.connection}, {"disconnects", through.disconnects}});
  if (!row) return std::nullopt;
  return row->id<ConnectionId>("id");
}

[[nodiscard]] std::size_t room_of(storage::Transaction& transaction, ConnectionId connection) {
  const auto row = transaction.query_one(
      "SELECT COUNT(*) AS kept FROM own_value WHERE organization_id = :organization_id"
      " AND connection_id = :connection",
      {{"connection", connection}});
  const auto kept = static_cast<std::size_t>(row ? row->integer("kept") : 0);
  return own_values_of_connection_max - std::min(kept, own_values_of_connection_max);
}

void learn_of(storage::Transaction& transaction, const ReadThrough& through,
              const std::vector<LearntField>& fields, Instant now) {
  const auto connection = still_there(transaction, through);
  if (!connection) return;
  bool changed = false;
  for (const LearntField& field : fields) {
    if (field.connection != through.connection) continue;
    const std::size_t room = room_of(transaction, *connection);
    if (KeptField(transaction, *connection, field).add(room, now)) changed = true;
  }
  if (changed) change_version(transaction, *connection);
}

}  // namespace

OwnValueVersions OwnValueRepository::versions() const {
  OwnValueVersions versions;
  for (const storage::Row& row :
       store_.query("SELECT vendor, own_values_version FROM mcp_server_connection"
                    " WHERE organization_id = :organization_id"))
    versions[row.text("vendor")] += row.integer("own_values_version");
  return versions;
}

std::vector<OwnValue> OwnValueRepository::list() const {
  std::vector<OwnValue> values;
  for (const storage::Row& row :
       store_.query("SELECT c.vendor, v.entry, v.field, v.value FROM own_value v"
                    " JOIN mcp_server_connection c ON c.organization_id = v.organization_id"
                    " AND c.id = v.connection_id WHERE v.organization_id = :organization_id"
                    " ORDER BY c.vendor, v.entry, v.field, v.value"))
    values.push_back({.vendor = row.text("vendor"),
                      .entry = row.text("entry"),
                      .field = row.text("field"),
                      .value = row.text("value")});
  return values;
}

void OwnValueRepository::learn(const std::vector<LearntField>& fields,
                               const std::vector<ReadThrough>& connections, Instant now) const {
  if (fields.empty()) return;
  store_.write([&](storage::Transaction& transaction) {
    for (const ReadThrough& through : connections)
      learn_of(transaction, through, fields, now);
  });
}

void OwnValueRepository::delete_values_of(storage::Transaction& transaction,
                                          ConnectionId connection) {
  transaction.execute(
      "DELETE FROM own_value WHERE organization_id = :organization_id"
      " AND connection_id = :connection",
      {{"connection", connection}});
  transaction.execute(
      "DELETE FROM own_field WHERE organization_id = :organization_id"
      " AND connection_id = :connection",
      {{"connection", connection}});
  change_version(transaction, connection);
}

}  // namespace sluice::analytics
