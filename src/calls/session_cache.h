#pragma once
#include "base/clock.h"
#include "base/strong_id.h"
#include "mcp/client.h"
#include "vault/connection.h"

#include <cstdint>
#include <map>
#include <mutex>

namespace sluice::calls {

// What is known of each connection's server, in memory only: a session id is a secret. An entry
// belongs to one epoch and generation of the connection; a change of either drops the session.
class SessionCache {
 public:
  // What is known, without a session that another credential opened; an empty state when nothing
  // is.
  [[nodiscard]] mcp::McpSessionState take(const vault::Connection& connection) const;
  // Under the epoch and generation of the snapshot; the newest call wins.
  void keep(const vault::Connection& connection, mcp::McpSessionState state);
  // After a disconnect or reconnect: nothing of the old grant may be used again.
  void forget(ConnectionId connection);
  // True for one caller when the connection's server has not answered for longer than
  // mcp::session_idle_max: that one validates what is cached, before anything else is asked.
  [[nodiscard]] bool claim_validation(const vault::Connection& connection, Instant now);

 private:
  struct Kept {
    std::int64_t epoch = 0;
    std::int64_t generation = 0;
    mcp::McpSessionState state;
  };
  mutable std::mutex mutex_;
  std::map<ConnectionId, Kept> kept_;
};

}  // namespace sluice::calls
