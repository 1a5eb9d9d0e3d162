#include "analytics/asking/deletion.h"

#include <algorithm>

namespace sluice::analytics {

std::set<ConnectionId> connections_shown(const Answer& answer) {
  std::set<ConnectionId> shown;
  for (const sources::Provenance& read : answer.provenance)
    if (read.connection != ConnectionId{}) shown.insert(read.connection);
  return shown;
}

void delete_answers_of(storage::Transaction& transaction, ConnectionId connection,
                       const std::string& name) {
  const storage::Parameters which{{"name", name}, {"connection", connection}};
  // The plan goes as well: a follow-up would inherit it from an answer that is no more.
  transaction.execute(
      "UPDATE answer SET answer = '', plan = NULL, deleted_with = :name"
      " WHERE organization_id = :organization_id AND id IN (SELECT s.answer_id FROM answer_source s"
      " WHERE s.organization_id = :organization_id AND s.connection_id = :connection)",
      which);
  // What is empty shows nothing of any connection.
  transaction.execute(
      "DELETE FROM answer_source WHERE organization_id = :organization_id AND answer_id IN"
      " (SELECT a.id FROM answer a WHERE a.organization_id = :organization_id"
      " AND a.deleted_with IS NOT NULL)");
}

std::optional<std::string> disconnected_since(storage::Transaction& transaction,
                                              const Answer& answer) {
  const std::set<ConnectionId> shown = connections_shown(answer);
  for (const ReadThrough& read : answer.connections) {
    if (!shown.contains(read.connection)) continue;
    const auto row = transaction.query_one(
        "SELECT disconnects FROM mcp_server_connection"
        " WHERE organization_id = :organization_id AND id = :connection",
        {{"connection", read.connection}});
    if (!row || row->integer("disconnects") != read.disconnects) return read.name;
  }
  return std::nullopt;
}

}  // namespace sluice::analytics
