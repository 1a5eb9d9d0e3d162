#pragma once
#include "mcp/client.h"
#include "mcp/test_scripted_http.h"

#include <deque>
#include <string>
#include <string_view>
#include <utility>

// Tests only: one client at one scripted server, and the words that such servers say.
namespace sluice::mcp {

inline constexpr std::string_view server_url = "https://mcp.example.com/mcp";
inline const std::string discovered =
    R"({"resultType":"complete","supportedVersions":["2026-07-28"],)"
    R"("capabilities":{},"serverInfo":{"name":"s","version":"1"}})";
inline const std::string initialized =
    R"({"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"s","version":"1"}})";
inline const std::string one_tool =
    R"({"tools":[{"name":"read_rows","inputSchema":{"type":"object"}}]})";
inline const std::string done = R"({"content":[{"type":"text","text":"ok"}]})";

inline ScriptedReply session_reply(std::string id) {
  ScriptedReply reply = result_reply(initialized);
  reply.headers.push_back({"Mcp-Session-Id", std::move(id)});
  return reply;
}
inline ScriptedReply accepted() {
  return {.status = 202};
}

// One client at one scripted server.
struct Bench {
  explicit Bench(std::deque<ScriptedReply> script, McpOptions options = {},
                 std::string url = std::string(server_url))
      : http(std::move(script)),
        client(http, policy, clock, {.url = std::move(url)}, std::move(options)) {}

  auto list() { return runtime.run_to_completion(client.list_tools({})); }
  auto call(ToolCall tool_call) {
    return runtime.run_to_completion(client.call_tool(std::move(tool_call), {}));
  }
  [[nodiscard]] std::string rpc_method(std::size_t request) const {
    const auto body = JsonText::check(http.seen.at(request).body);
    return body ? body->member("method").string().value_or("(reply)") : "(none)";
  }

  net::IoRuntime runtime{1};
  net::TableResolver resolver{{{"*", {{"93.184.216.34"}}}}};
  net::EgressPolicy policy{resolver, {}};
  FixedClock clock{Instant(std::chrono::hours(500'000))};
  ScriptedHttp http;
  McpClient client;
};

inline McpSessionState known(Era era, std::string version, std::string session = "") {
  const Instant now(std::chrono::hours(500'000));
  return {era, std::move(version), std::move(session), now, now};
}

}  // namespace sluice::mcp
