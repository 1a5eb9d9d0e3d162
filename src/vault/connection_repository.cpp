#include "vault/connection_repository.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace sluice::vault {
namespace {

// `others` in both: how many accounts of the same vendor the organization has beside the row's.
constexpr storage::TenantSql select_by_id =
    "SELECT c.*, (SELECT COUNT(*) FROM mcp_server_connection o"
    " WHERE o.organization_id = c.organization_id AND o.vendor = c.vendor AND o.id <> c.id"
    " AND o.connected_at IS NOT NULL AND o.status <> 'disconnected') AS others"
    " FROM mcp_server_connection c WHERE c.organization_id = :organization_id AND c.id = :id";
constexpr storage::TenantSql select_all =
    "SELECT c.*, (SELECT COUNT(*) FROM mcp_server_connection o"
    " WHERE o.organization_id = c.organization_id AND o.vendor = c.vendor AND o.id <> c.id"
    " AND o.connected_at IS NOT NULL AND o.status <> 'disconnected') AS others"
    " FROM mcp_server_connection c WHERE c.organization_id = :organization_id"
    " ORDER BY c.vendor, c.created_at, c.name, c.id";
constexpr storage::TenantSql select_by_vendor =
    "SELECT * FROM mcp_server_connection WHERE organization_id = :organization_id"
    " AND vendor = :vendor ORDER BY created_at, name, id";
// Neither alive nor about to be: no sign-in that was begun for it can still come back.
constexpr storage::TenantSql select_idle =
    "SELECT * FROM mcp_server_connection c WHERE c.organization_id = :organization_id"
    " AND c.vendor = :vendor AND (c.status = 'disconnected' OR c.connected_at IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM pending_authorization p"
    " WHERE p.organization_id = c.organization_id AND p.connection_id = c.id"
    " AND p.expires_at > :now)"
    " ORDER BY c.created_at, c.name, c.id";

ConnectionRow read_connection(const storage::Row& row) {
  ConnectionRow connection;
  connection.organization = row.id<OrganizationId>("organization_id");
  connection.id = row.id<ConnectionId>("id");
  connection.vendor = row.text("vendor");
  connection.name = row.text("name");
  connection.named_by_person = row.is_null("given_name");
  const bool alone = row.integer("others") == 0 && !connection.named_by_person;
  connection.name_in_sentences = alone ? row.text("given_name") : connection.name;
  connection.endpoint = row.text("endpoint");
  // Written by us and checked when it was filled in; what cannot be read is as if nothing was
  // filled in.
  connection.parameters = parse_json(row.text("parameters")).value_or(Json::object());
  connection.status =
      // A status that this program does not know is none that a call may be made under.
      parse_connection_status(row.text("status")).value_or(ConnectionStatus::failed);
  connection.status_detail = row.text("status_detail");
  connection.wanted_scope = row.text("wanted_scope");
  connection.epoch = row.integer("epoch");
  connection.generation = row.integer("generation");
  connection.disconnects = row.integer("disconnects");
  if (!row.is_null("slot")) connection.slot = row.id<keys::SlotId>("slot");
  connection.connected_by = row.id<UserId>("connected_by");
  connection.created_at = row.instant("created_at");
  connection.connected_at = row.optional_instant("connected_at");
  connection.last_used_at = row.optional_instant("last_used_at");
  if (!row.is_null("last_used_by")) connection.last_used_by = row.id<UserId>("last_used_by");
  return connection;
}

[[nodiscard]] ConnectionId insert_connection(storage::Transaction& transaction,
                                             const NewConnection& connection, Random& random,
                                             Instant now) {
  const ConnectionId id{random.id()};
  transaction.execute(
      "INSERT INTO mcp_server_connection (organization_id, id, vendor, name, given_name, endpoint,"
      " parameters, status, status_detail, epoch, generation, connected_by, created_at)"
      " VALUES (:organization_id, :id, :vendor, :name, :name, :endpoint, :parameters, 'pending',"
      " '', 0, 0, :user, :now)",
      {{"id", id},
       {"vendor", connection.vendor},
       {"name", connection.name},
       {"endpoint", connection.endpoint},
       {"parameters", to_wire(connection.parameters)},
       {"user", transaction.access().user()},
       {"now", now}});
  return id;
}

// As people compare names: "acme" beside "Acme" would be asked back for ever.
[[nodiscard]] bool is_taken(storage::Transaction& transaction, std::string_view vendor,
                            std::optional<ConnectionId> own, std::string_view name) {
  const auto rows = transaction.query(select_by_vendor, {{"vendor", vendor}});
  return std::ranges::any_of(rows, [&](const storage::Row& row) {
    return row.id<ConnectionId>("id") != own && lower(row.text("name")) == lower(name);
  });
}

[[nodiscard]] std::string free_name_of(storage::Transaction& transaction, std::string_view vendor,
                                       std::optional<ConnectionId> own, std::string_view name) {
  std::string free(name);
  for (int number = 2; is_taken(transaction, vendor, own, free); ++number)
    free = std::string(name) + " " + std::to_string(number);
  return free;
}

// Read again in the transaction that wrote it.
[[nodiscard]] Connection present(std::optional<Connection> written) {
  if (!written) throw std::logic_error("a connection that was just written is not there");
  return *std::move(written);
}

}  // namespace

std::optional<Connection> ConnectionRepository::find(ConnectionId id) const {
  const auto row = store_.query_one(select_by_id, {{"id", id}});
  if (!row) return std::nullopt;
  return Connection({}, store_.access(), read_connection(*row));
}

std::vector<Connection> ConnectionRepository::list_of(std::string_view vendor) const {
  std::vector<Connection> connections;
  for (Connection& connection : list())
    if (connection.row().vendor == vendor) connections.push_back(std::move(connection));
  return connections;
}

std::vector<Connection> ConnectionRepository::list() const {
  std::vector<Connection> connections;
  for (const storage::Row& row : store_.query(select_all))
    connections.push_back(Connection({}, store_.access(), read_connection(row)));
  return connections;
}

// The epoch alone: a refresh changes the generation, and what was begun before it may still be
// sent.
bool ConnectionRepository::is_current(const Connection& connection) const {
  const auto row = store_.query_one(select_by_id, {{"id", connection.id()}});
  return row && row->integer("epoch") == connection.row().epoch;
}

std::optional<Connection> ConnectionRepository::find(storage::Transaction& transaction,
                                                     ConnectionId id) {
  const auto row = transaction.query_one(select_by_id, {{"id", id}});
  if (!row) return std::nullopt;
  return Connection({}, transaction.access(), read_connection(*row));
}

Connection ConnectionRepository::find_or_add(storage::Transaction& transaction,
                                             const NewConnection& connection, Random& random,
                                             Instant now) {
  const auto rows = transaction.query(select_by_vendor, {{"vendor", connection.vendor}});
  // A disconnected row is taken up again: its id stands in the trail, in cards and in answers.
  if (rows.empty())
    return present(find(transaction, insert_connection(transaction, connection, random, now)));
  const auto alive = std::ranges::find_if(rows, [](const storage::Row& row) {
    return row.text("status") != to_text(ConnectionStatus::disconnected);
  });
  const storage::Row& row = alive == rows.end() ? rows.front() : *alive;
  return present(find(transaction, row.id<ConnectionId>("id")));
}

Connection ConnectionRepository::add_another(storage::Transaction& transaction,
                                             const NewConnection& connection, Random& random,
                                             Instant now) {
  const auto idle = transaction.query(select_idle, {{"vendor", connection.vendor}, {"now", now}});
  if (idle.empty()) {
    NewConnection named = connection;
    named.name = free_name_of(transaction, connection.vendor, std::nullopt, connection.name);
    return present(find(transaction, insert_connection(transaction, named, random, now)));
  }
  const auto id = idle.front().id<ConnectionId>("id");
  // Whose account it was says nothing of whose it will be.
  transaction.execute(
      "UPDATE mcp_server_connection SET name = :name, given_name = :name"
      " WHERE organization_id = :organization_id AND id = :id",
      {{"name", free_name_of(transaction, connection.vendor, id, connection.name)}, {"id", id}});
  return present(find(transaction, id));
}

bool ConnectionRepository::rename(storage::Transaction& transaction, const Connection& connection,
                                  std::string_view name) {
  if (is_taken(transaction, connection.row().vendor, connection.id(), name)) return false;
  transaction.execute(
      "UPDATE mcp_server_connection SET name = :name, given_name = NULL"
      " WHERE organization_id = :organization_id AND id = :id",
      {{"name", name}, {"id", connection.id()}});
  return true;
}

bool ConnectionRepository::name_after_account(storage::Transaction& transaction,
                                              const Connection& connection, std::string_view name) {
  const auto now = find(transaction, connection.id());
  const ConnectionRow& before = connection.row();
  if (!now || now->row().named_by_person || now->row().epoch != before.epoch) return false;
  if (name == now->row().name || is_taken(transaction, before.vendor, connection.id(), name))
    return false;
  transaction.execute(
      "UPDATE mcp_server_connection SET name = :name"
      " WHERE organization_id = :organization_id AND id = :id",
      {{"name", name}, {"id", connection.id()}});
  return true;
}

std::string ConnectionRepository::free_name(storage::Transaction& transaction,
                                            const Connection& connection, std::string_view name) {
  return free_name_of(transaction, connection.row().vendor, connection.id(), name);
}

void ConnectionRepository::move_to(storage::Transaction& transaction, const Connection& connection,
                                   const NewConnection& place) {
  transaction.execute(
      "UPDATE mcp_server_connection SET endpoint = :endpoint, parameters = :parameters"
      " WHERE organization_id = :organization_id AND id = :id",
      {{"endpoint", place.endpoint},
       {"parameters", to_wire(place.parameters)},
       {"id", connection.id()}});
}

void ConnectionRepository::set_status(storage::Transaction& transaction,
                                      const Connection& connection, ConnectionStatus status,
                                      std::string_view detail) {
  // Only in the snapshot's epoch: a late failure must not overwrite a disconnect or a reconnect.
  transaction.execute(
      "UPDATE mcp_server_connection SET status = :status, status_detail = :detail"
      " WHERE organization_id = :organization_id AND id = :id AND epoch = :epoch",
      {{"status", to_text(status)},
       {"detail", detail},
       {"id", connection.id()},
       {"epoch", connection.row().epoch}});
}

void ConnectionRepository::want_scope(storage::Transaction& transaction,
                                      const Connection& connection, std::string_view scope) {
  set_status(transaction, connection, ConnectionStatus::needs_more_access,
             "The vendor wants the scope " + std::string(scope) +
                 " granted for some questions. Press Reconnect and allow it.");
  transaction.execute(
      "UPDATE mcp_server_connection SET wanted_scope = :scope"
      " WHERE organization_id = :organization_id AND id = :id AND epoch = :epoch",
      {{"scope", scope}, {"id", connection.id()}, {"epoch", connection.row().epoch}});
}

void ConnectionRepository::count_disconnect(storage::Transaction& transaction,
                                            const Connection& connection) {
  transaction.execute(
      "UPDATE mcp_server_connection SET disconnects = disconnects + 1"
      " WHERE organization_id = :organization_id AND id = :id",
      {{"id", connection.id()}});
}

void ConnectionRepository::set_last_used(storage::Transaction& transaction,
                                         const Connection& connection, Instant now) {
  transaction.execute(
      "UPDATE mcp_server_connection SET last_used_at = :now, last_used_by = :user"
      " WHERE organization_id = :organization_id AND id = :id",
      {{"now", now}, {"user", transaction.access().user()}, {"id", connection.id()}});
}

}  // namespace sluice::vault
