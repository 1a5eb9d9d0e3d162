// A connection that nobody has named yet is called as its vendor calls the account.
#include "connections/account_name.h"
#include "connections/connection_service.h"
#include "connections/flow.h"

#include <utility>

namespace sluice::connections {

using vault::Connection;
using vault::ConnectionRepository;

namespace {

// The trail says what the server does by itself, and holds no name: a vendor has sent it.
[[nodiscard]] audit::AuditRecord naming_record(const Connector& connector,
                                               const Connection& connection) {
  audit::AuditRecord record = record_of(connector, "connection.rename", connection, "ok");
  record.actor_name = "the server";
  record.detail["reason"] = "account";
  return record;
}

}  // namespace

Task<void> ConnectionService::name_after_account(const Flow* flow) {
  if (!flow->vendor->account) co_return;
  const ConnectionRepository repository(parts_.database, flow->connector.who.access);
  // As it is now: what another account is called must not become the name of this one.
  const auto connection =
      co_await run_blocking(parts_.pool, [&] { return repository.find(flow->connection.id()); });
  if (!connection || connection->row().named_by_person) co_return;
  const auto name =
      co_await account_name({parts_.caller, parts_.spawner}, flow->connector.who.access,
                            connection->id(), flow->vendor, connection->row().parameters);
  if (!name) co_return;
  co_await run_blocking(parts_.pool, [&] {
    repository.store().write([&](storage::Transaction& transaction) {
      // With a number behind it the name may be too long.
      const auto free =
          fitting_name(ConnectionRepository::free_name(transaction, *connection, *name));
      if (free && ConnectionRepository::name_after_account(transaction, *connection, *free))
        parts_.audit.append(transaction, naming_record(flow->connector, *connection));
    });
  });
}

}  // namespace sluice::connections
