// Looking at what became of a connection's tools, and approving it.
#include "connections/connection_service.h"

#include <algorithm>
#include <utility>

namespace sluice::connections {

Task<std::vector<calls::WithdrawnTool>> ConnectionService::changed_tools(Connector connector,
                                                                         ConnectionId id) {
  co_return co_await run_blocking(
      parts_.pool, [&] { return parts_.reviews.withdrawn(connector.who.access, id); });
}

Task<std::vector<std::string>> ConnectionService::drifted_tools(Connector connector,
                                                                ConnectionId id) {
  co_return co_await run_blocking(parts_.pool,
                                  [&] { return parts_.reviews.drifted(connector.who.access, id); });
}

Task<std::vector<calls::ToolDrift>> ConnectionService::row_drift(Connector connector,
                                                                 ConnectionId id) {
  co_return co_await run_blocking(parts_.pool,
                                  [&] { return parts_.reviews.drift(connector.who.access, id); });
}

Task<std::expected<void, ConnectError>> ConnectionService::approve_tool(Connector connector,
                                                                        ConnectionId id,
                                                                        std::string tool,
                                                                        std::string digest) {
  const audit::AuditRecord by{.action = "tool.approve",
                              .target_kind = "connection",
                              .target_id = to_text(id),
                              .result = "ok",
                              .actor_name = connector.who.user.email,
                              .address = connector.address,
                              .detail = {{"tool", tool}, {"digest", digest}}};
  const bool approved = co_await run_blocking(parts_.pool, [&] {
    const auto changed = parts_.reviews.withdrawn(connector.who.access, id);
    const auto found = std::ranges::find(changed, tool, &calls::WithdrawnTool::tool);
    return found != changed.end() && !digest.empty() && found->listed_digest == digest &&
           parts_.reviews.approve(connector.who.access, id, *found, by);
  });
  if (!approved) {
    co_return Failed({ConnectReason::unknown_connection,
                      "This tool is not waiting for an approval, or has changed again since you "
                      "looked. Reload the page and look once more."});
  }
  co_return std::expected<void, ConnectError>{};
}

}  // namespace sluice::connections
