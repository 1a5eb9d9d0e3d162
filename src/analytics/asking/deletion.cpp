#include "analytics/asking/deletion.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

[[nodiscard]] bool shows(const Answer& answer, const ReadThrough& connection) {
  return std::any_of(
      answer.provenance.begin(), answer.provenance.end(),
      [&](const sources::Provenance& read) { return read.vendor == connection.vendor; });
}

}  // namespace

std::string trace_of(const std::string& vendor) {
  return "%\"vendor\":" + to_wire(Json(vendor)) + "%";
}

void delete_answers_of(storage::Transaction& transaction, const std::string& vendor,
                       const std::string& vendor_name) {
  // The plan goes as well: a follow-up would inherit it from an answer that is no more.
  transaction.execute(
      "UPDATE answer SET answer = '', plan = NULL, deleted_with = :name"
      " WHERE organization_id = :organization_id AND answer LIKE :trace",
      {{"name", vendor_name}, {"trace", trace_of(vendor)}});
}

std::optional<std::string> disconnected_since(storage::Transaction& transaction,
                                              const Answer& answer) {
  for (const ReadThrough& connection : answer.connections) {
    if (!shows(answer, connection)) continue;
    const auto row = transaction.query_one(
        "SELECT disconnects FROM mcp_server_connection"
        " WHERE organization_id = :organization_id AND vendor = :vendor",
        {{"vendor", connection.vendor}});
    if (!row || row->integer("disconnects") != connection.disconnects) return connection.name;
  }
  return std::nullopt;
}

}  // namespace sluice::analytics
