#pragma once
#include "base/clock.h"

#include <chrono>
#include <string>

namespace sluice::mcp {

// 2026-07-28; 2025-03-26 to 2025-11-25 over one URL; 2024-11-05 and older over two (HTTP with SSE).
enum class Era { unknown, modern, legacy, sse2024 };

// What is known about one server after talking to it: belongs to the connection, and the caller
// keeps it between operations. The session id is a secret of the connection: sealed at rest, never
// logged; it goes with the access token under which it was made.
struct McpSessionState {
  Era era = Era::unknown;
  std::string version;     // Negotiated.
  std::string session_id;  // Legacy servers only, and not all of them.
  Instant checked_at;      // When the era was found out.
  Instant used_at;         // When the server last answered.

  // After a change of credentials: the server's session is another's.
  void drop_session() {
    session_id.clear();
    if (era == Era::legacy) version.clear();
  }
  friend bool operator==(const McpSessionState&, const McpSessionState&) = default;
};

// A legacy verdict never fails by itself when the server learns the modern protocol.
inline constexpr std::chrono::hours legacy_verdict_lifetime{24 * 7};
// After this pause a legacy session is opened anew before it is used (docs/limits).
inline constexpr std::chrono::minutes session_idle_max{60};

}  // namespace sluice::mcp
