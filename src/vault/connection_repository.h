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
  [[nodiscard]] std::vector<Connection> list() const;  // By vendor, its oldest first.
  [[nodiscard]] std::vector<Connection> list_of(std::string_view vendor) const;
  // True while the connection is in the epoch of the snapshot: asked before each send and before
  // each delivery.
  [[nodiscard]] bool is_current(const Connection& connection) const;

  // The transaction must be one of the same organization (its own store makes it).
  [[nodiscard]] static std::optional<Connection> find(storage::Transaction& transaction,
                                                      ConnectionId id);
  // The row for a vendor: made as pending, or the existing one as it is; of several the oldest that
  // nobody disconnected. A live credential goes on going where it was granted for: another address
  // becomes the row's by move_to(), together with the credential that the vendor gave for it.
  [[nodiscard]] static Connection find_or_add(storage::Transaction& transaction,
                                              const NewConnection& connection, Random& random,
                                              Instant now);
  // The row for one more account of a vendor, pending, under a name that is free. A row whose
  // connection was ended, or that nobody ever came back for, is taken up again.
  [[nodiscard]] static Connection add_another(storage::Transaction& transaction,
                                              const NewConnection& connection, Random& random,
                                              Instant now);
  // By a person. False: another connection to the same vendor has the name, however it is
  // capitalized.
  [[nodiscard]] static bool rename(storage::Transaction& transaction, const Connection& connection,
                                   std::string_view name);
  // The name, or the first of "NAME 2", "NAME 3" ... that no other connection to the vendor has.
  [[nodiscard]] static std::string free_name(storage::Transaction& transaction,
                                             const Connection& connection, std::string_view name);
  // After what the vendor calls the account: never instead of a person's name, nor of a connection
  // that was ended or connected anew since the snapshot, whose account may be another one. False:
  // it is called as before.
  [[nodiscard]] static bool name_after_account(storage::Transaction& transaction,
                                               const Connection& connection, std::string_view name);
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
