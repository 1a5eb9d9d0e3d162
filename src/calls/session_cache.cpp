// What is remembered of each connection's server between two calls.
#include "calls/session_cache.h"

#include <utility>

namespace sluice::calls {

using vault::Connection;

mcp::McpSessionState SessionCache::take(const Connection& connection) const {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(connection.id());
  if (found == kept_.end() || found->second.epoch != connection.row().epoch) return {};
  mcp::McpSessionState state = found->second.state;
  if (found->second.generation != connection.row().generation) state.drop_session();
  return state;
}

void SessionCache::keep(const Connection& connection, mcp::McpSessionState state) {
  const std::lock_guard lock(mutex_);
  kept_[connection.id()] = {connection.row().epoch, connection.row().generation, std::move(state)};
}

bool SessionCache::claim_validation(const Connection& connection, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(connection.id());
  if (found == kept_.end() || found->second.epoch != connection.row().epoch) return false;
  mcp::McpSessionState& state = found->second.state;
  if (state.era == mcp::Era::unknown || now - state.used_at <= mcp::session_idle_max) return false;
  state.used_at = now;  // Whoever comes next relies on this one.
  return true;
}

void SessionCache::forget(ConnectionId connection) {
  const std::lock_guard lock(mutex_);
  kept_.erase(connection);
}

}  // namespace sluice::calls
