#pragma once
#include "analytics/answering/answer.h"
#include "base/strong_id.h"
#include "storage/transaction.h"

#include <optional>
#include <set>
#include <string>

// Disconnecting deletes what was read through the connection: the answers here, the cards in
// dashboards/, both in the transaction that ends the connection.
namespace sluice::analytics {

// Through which connections the answer was read: it goes with any of them.
[[nodiscard]] std::set<ConnectionId> connections_shown(const Answer& answer);

// Empties every answer that shows anything of the connection, joined ones too. The question stays:
// its author wrote it. `name`: what it is said to have gone with.
void delete_answers_of(storage::Transaction& transaction, ConnectionId connection,
                       const std::string& name);

// The name of a connection that was ended since the answer was begun; nothing when all of
// the answer may be kept. Asked in the transaction that would keep it.
[[nodiscard]] std::optional<std::string> disconnected_since(storage::Transaction& transaction,
                                                            const Answer& answer);

}  // namespace sluice::analytics
