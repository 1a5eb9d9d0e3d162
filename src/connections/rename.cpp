// What an organization calls one of its connections.
#include "connections/connection_service.h"
#include "connections/flow.h"

#include <utility>

namespace sluice::connections {

using vault::ConnectionRepository;

Task<std::expected<std::string, ConnectError>> ConnectionService::rename(Connector connector,
                                                                         ConnectionId id,
                                                                         std::string name) {
  const auto fit = fitting_name(name);
  if (!fit) {
    co_return Failed({ConnectReason::invalid_input, "A connection's name is a line of 1 to " +
                                                        std::to_string(name_letters_max) +
                                                        " characters."});
  }
  using Outcome = std::expected<std::string, ConnectError>;
  const auto renamed = [&](storage::Transaction& transaction) -> Outcome {
    const auto connection = ConnectionRepository::find(transaction, id);
    if (!connection) return Failed({ConnectReason::unknown_connection, "This connection is gone."});
    if (!ConnectionRepository::rename(transaction, *connection, *fit)) {
      return Failed({ConnectReason::invalid_input,
                     "Another connection to the same vendor is called that already."});
    }
    parts_.audit.append(transaction, record_of(connector, "connection.rename", *connection, "ok"));
    return *fit;
  };
  co_return co_await run_blocking(parts_.pool, [&] {
    return ConnectionRepository(parts_.database, connector.who.access).store().write(renamed);
  });
}

}  // namespace sluice::connections
