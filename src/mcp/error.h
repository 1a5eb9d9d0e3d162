#pragma once
#include "mcp/message.h"
#include "net/http_client.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::mcp {

enum class McpFailure {
  refused_address,      // The egress policy does not let us ask that URL.
  unreachable,          // No connection, TLS, broken transfer.
  timed_out,            // Connecting, waiting for an event, or the whole call.
  too_large,            // Body, line, number of events, tools or pages beyond the limits.
  unauthorized,         // 401: `challenges` say how to get access.
  forbidden,            // 403: `challenges` may ask for more scope.
  rate_limited,         // 429 or 503 that a single repetition did not get past.
  vendor_status,        // Another status without a JSON-RPC answer.
  not_json,             // HTML or another type where JSON was due: often a login page.
  protocol_violation,   // JSON, but not what the protocol allows.
  rpc_error,            // A JSON-RPC error: `rpc`.
  version_unsupported,  // No revision that we both speak.
  input_required,       // The server wants a person to fill something in; we never do.
  visit_required,       // The server wants a person to visit `visit_host`.
  answer_lost,          // The connection ended before the answer; the call may have had an effect.
  cancelled,            // By our own side.
  no_credential,        // Ours cannot be opened: the request did not leave.
};
[[nodiscard]] std::string_view to_text(McpFailure failure);  // A stable code.

// What went wrong between us and an MCP server. Texts of the server are untrusted.
struct McpError {
  McpFailure failure = McpFailure::unreachable;
  std::string detail;                        // What happened and what to do (fault_text.h).
  int status = 0;                            // HTTP; 0 when no answer came.
  std::vector<std::string> challenges = {};  // WWW-Authenticate values, with 401 and 403.
  std::string dpop_nonce = {};               // RFC 9449, section 9.
  std::optional<RpcError> rpc = {};
  std::optional<std::chrono::seconds> retry_after = {};
  std::string visit_host = {};
  std::optional<net::HttpError> transport = {};  // How the exchange failed below HTTP.
  // Where a redirect leads, fit to be shown: https, a name, no more than 200 bytes. Empty: nowhere
  // that could be entered.
  std::string moved_to = {};
  // The server's own words speak of a session or of its initialization.
  bool speaks_of_session = false;
};

}  // namespace sluice::mcp
