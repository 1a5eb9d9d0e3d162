#include "connections/flow.h"

#include <utility>

namespace sluice::connections {

audit::AuditRecord record_of(const Connector& connector, std::string action,
                             const vault::Connection& connection, std::string result) {
  return {.action = std::move(action),
          .target_kind = "connection",
          .target_id = to_text(connection.id()),
          .result = std::move(result),
          .actor_name = connector.who.user.email,
          .address = connector.address,
          .detail = {{"vendor", connection.row().vendor}}};
}

}  // namespace sluice::connections
