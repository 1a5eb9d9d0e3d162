#pragma once
#include "base/clock.h"
#include "base/deadline.h"
#include "base/task.h"
#include "mcp/error.h"
#include "mcp/protocol.h"
#include "mcp/session_state.h"
#include "net/egress_policy.h"
#include "net/http_client.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::mcp {

// What proves the right to one HTTP request, and to no other.
struct Credentials {
  std::vector<net::SecretHeader> secret_headers;
  std::vector<net::Header> headers;
};
// Asked once for every HTTP request, just before it leaves, so that no secret is held across a
// wait: the vault opens the token, or a DPoP proof is made for this method and URL. Must not
// block. May be empty: no credentials. Nothing: there are some and they cannot be had, so the
// request does not leave.
using Authorize =
    std::function<std::optional<Credentials>(std::string_view method, std::string_view url)>;

// Where to, and what goes along with every request.
struct McpTarget {
  std::string url;
  std::vector<net::Header> headers = {};  // A catalog row's (read-only switches and the like).
  bool custom = false;                    // Typed by a user: the egress policy grants no exception.
  std::string pool = {};                  // net::HttpRequest::pool.
};

// How to begin when nothing is known.
enum class EraChoice {
  probe,        // Ask server/discover, fall back to initialize (the product).
  modern_only,  // Take 2026-07-28 for granted, ask nothing first.
  legacy_only,
};

// Answers a server's question to the user: raw JSON of a result, or nothing to decline by error.
// The product has none; the conformance driver must have one.
using InputHandler =
    std::function<std::optional<std::string>(std::string_view method, JsonText params)>;

// How one client behaves; the defaults are the product's.
struct McpOptions {
  std::string client_name = "Sluice";
  std::string client_version = "1";
  EraChoice era = EraChoice::probe;
  std::string capabilities = "{}";  // Raw JSON object; we offer none.
  InputHandler input_handler = {};
  Deadline deadline = Deadline::in(call_timeout);  // Of everything this client does.
  std::chrono::milliseconds idle = idle_timeout;   // Without a complete event.
  // Legacy servers may put their own questions on a stream of their own, opened by GET, instead of
  // the answer's: listen there during a call. The product has no answers, so it does not.
  bool listen = false;
  std::size_t list_pages_max = pages_max;  // A list of tools is cut behind so many of its pages.
};

// What is asked of a server. The name and the arguments were admitted elsewhere (calls/).
struct ToolCall {
  std::string name;
  std::string arguments = "{}";  // Raw JSON object.
  // The tool's definition as listed (raw JSON): says which arguments are mirrored into headers.
  // Empty: the last list of this client is used.
  std::string definition = {};
  // Known to change nothing: may be asked again, once, when the answer was lost on the way.
  bool repeatable = false;
};

// What a tools/call gave. An error of the tool is a result: only the transport's are McpErrors.
struct ToolResult {
  std::string json;  // The CallToolResult as it came: rows are read elsewhere.
  bool is_error = false;
};

// A tool of a list that is not offered to anybody, and which rule it breaks.
struct DroppedTool {
  std::string name;
  std::string reason;
};

// As much of a server's list as its limits let in, in the server's order.
struct ToolList {
  std::vector<std::string> definitions;  // Raw JSON of each tool, in the server's order.
  std::vector<DroppedTool> dropped;      // Not offered: broken or named twice.
  bool complete = true;                  // False: the list was cut at a limit.
  std::string cut_because = {};          // A sentence, when it was.
  std::chrono::milliseconds fresh_for{0};
};

// What a server says about itself; for display, never a basis for decisions.
struct ServerFacts {
  std::string name;
  std::string version;
  std::string instructions;  // Untrusted words, at most 8 KiB.
};

// Talks to one MCP server for one operation of one connection: any number of calls, one after the
// other, by one coroutine. Speaks every revision from 2024-11-05 to 2026-07-28 and finds out which
// (2026-07-28, "Versioning"). Only initialize, server/discover, tools/list, tools/call and their
// notifications leave. HttpClient, EgressPolicy and Clock outlive it.
class McpClient {
 public:
  McpClient(net::HttpClient& http, net::EgressPolicy& policy, const Clock& clock, McpTarget target,
            McpOptions options = {});
  ~McpClient();
  McpClient(const McpClient&) = delete;
  McpClient& operator=(const McpClient&) = delete;

  // What the caller kept from last time, and what it should keep now: also after an error.
  // Before the first request; an empty state is a server that nothing is known of.
  void set_state(McpSessionState state);
  [[nodiscard]] const McpSessionState& state() const;

  // Finds the era and opens a session where one is needed. The others do it by themselves.
  [[nodiscard]] Task<std::expected<ServerFacts, McpError>> connect(Authorize authorize);
  // Every page up to the limits of protocol.h; a cut list says so and is no error.
  [[nodiscard]] Task<std::expected<ToolList, McpError>> list_tools(Authorize authorize);
  // Asked once; again only after a session was lost, and where `repeatable` says that it changes
  // nothing.
  [[nodiscard]] Task<std::expected<ToolResult, McpError>> call_tool(ToolCall call,
                                                                    Authorize authorize);
  // Ends a legacy session at the server, best effort, at most two seconds.
  [[nodiscard]] Task<void> close(Authorize authorize);

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace sluice::mcp
