#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "identity/organization_access.h"
#include "storage/database.h"
#include "vault/connection.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::vault {

// Where a person wants to connect to, before anything was asked of the vendor.
struct NewConnection {
  std::string vendor;
  std::string name;
  std::string endpoint;
  Json parameters = Json::object();
};

// The connections of one organization. No method takes an organization id. Blocking.
class ConnectionRepository {
 public:
  ConnectionRepository(const storage::Database& database, identity::OrganizationAccess access)
      : store_(database.organization(access)) {}

  // Nothing for another organization's id, as for one that never was.
  [[nodiscard]] std::optional<Connection> find(ConnectionId id) const;
  [[nodiscard]] std::optional<Connection> find_by_vendor(std::string_view vendor) const;
  [[nodiscard]] std::vector<Connection> list() const;  // By vendor.
  // True while the connection is in the epoch of the snapshot: asked before each send and before
  // each delivery.
  [[nodiscard]] bool is_current(const Connection& connection) const;

  // The transaction must be one of the same organization (its own store makes it).
  [[nodiscard]] static std::optional<Connection> find(storage::Transaction& transaction,
                                                      ConnectionId id);
  // The row for a vendor: made as pending, or the existing one as it is. A live credential goes on
  // going where it was granted for: another address becomes the row's by move_to(), together with
  // the credential that the vendor gave for it.
  [[nodiscard]] static Connection find_or_add(storage::Transaction& transaction,
                                              const NewConnection& connection, Random& random,
                                              Instant now);
  static void move_to(storage::Transaction& transaction, const Connection& connection,
                      const NewConnection& place);
  // `detail` is a sentence of ours for the person; empty where the status says it all.
  static void set_status(storage::Transaction& transaction, const Connection& connection,
                         ConnectionStatus status, std::string_view detail);
  // needs_more_access: it goes on working for what was granted.
  static void want_scope(storage::Transaction& transaction, const Connection& connection,
                         std::string_view scope);
  // Its data is deleted in the same transaction.
  static void count_disconnect(storage::Transaction& transaction, const Connection& connection);
  // By the transaction's user.
  static void set_last_used(storage::Transaction& transaction, const Connection& connection,
                            Instant now);

  [[nodiscard]] const storage::OrganizationStore& store() const noexcept { return store_; }

 private:
  storage::OrganizationStore store_;
};

}  // namespace sluice::vault
