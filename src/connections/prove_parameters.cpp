// What was filled in when connecting, held against what the vendor has.
#include "base/log.h"
#include "connections/connection_service.h"
#include "connections/flow.h"
#include "connections/look_up.h"

#include <utility>

namespace sluice::connections {

using vault::ConnectionRepository;
using vault::ConnectionStatus;

Task<std::expected<void, ConnectError>> ConnectionService::prove_parameters(const Flow* flow) {
  const LookedUp looked =
      co_await look_up({parts_.caller, parts_.spawner}, flow->connector.who.access,
                       flow->connection.id(), flow->vendor, flow->place.parameters);
  switch (looked.kind) {
    case LookedUp::Kind::found: co_return std::expected<void, ConnectError>{};
    case LookedUp::Kind::unknown:  // A vendor that is busy says nothing about the values.
      log(LogLevel::warning, "look_up_failed",
          {{"vendor", flow->vendor->slug}, {"detail", looked.detail}});
      co_return std::expected<void, ConnectError>{};
    case LookedUp::Kind::nothing:
    case LookedUp::Kind::refused: break;
  }
  co_await run_blocking(parts_.pool, [this, flow, &looked] {
    const ConnectionRepository repository(parts_.database, flow->connector.who.access);
    repository.store().write([&](storage::Transaction& transaction) {
      const auto now = ConnectionRepository::find(transaction, flow->connection.id());
      if (now)
        ConnectionRepository::set_status(transaction, *now, ConnectionStatus::failed,
                                         looked.detail);
    });
  });
  co_return Failed({ConnectReason::nothing_found, looked.detail});
}

Task<TestOutcome> ConnectionService::test(Connector connector, ConnectionId id) {
  TestOutcome listed = co_await list_tools(connector, id);
  if (!listed.ok) co_return listed;
  const auto connection = co_await run_blocking(parts_.pool, [&] {
    return ConnectionRepository(parts_.database, connector.who.access).find(id);
  });
  if (!connection) co_return listed;
  if (const catalog::Vendor* vendor = parts_.catalog.find(connection->row().vendor)) {
    const LookedUp looked = co_await look_up({parts_.caller, parts_.spawner}, connector.who.access,
                                             id, vendor, connection->row().parameters);
    if (looked.kind != LookedUp::Kind::found)
      co_return TestOutcome{false, "Connection test failed: " + looked.detail};
  }
  co_return listed;
}

}  // namespace sluice::connections
