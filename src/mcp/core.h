#pragma once
#include "mcp/client.h"
#include "mcp/http_transport.h"
#include "mcp/parameter_header.h"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::mcp {

// One request in the words of either era; the era adds its own wrapping.
struct Question {
  std::string method = {};
  // Members of params without the braces: "\"cursor\":\"x\""; may be empty.
  std::string members = {};
  std::string name = {};                   // For Mcp-Name: the tool.
  std::vector<net::Header> mirrored = {};  // Mcp-Param-*.
  bool progress = false;                   // The server may report progress.
  bool repeatable = true;                  // Changes nothing at the server.
};

// The conversation behind McpClient, era by era: negotiation.cpp finds the era, modern.cpp,
// legacy.cpp and old_streams.cpp ask one question in it, tool_list.cpp and tool_call.cpp put the
// questions.
// Defined in negotiation.cpp, modern.cpp, legacy.cpp, old_streams.cpp, tool_list.cpp and
// tool_call.cpp.
class McpClient::Core {
 public:
  // The public four are those of McpClient, which only hands on.
  Core(net::HttpClient& http, net::EgressPolicy& policy, const Clock& clock, McpTarget target,
       McpOptions options);

  [[nodiscard]] Task<std::expected<ServerFacts, McpError>> connect(Authorize authorize);
  [[nodiscard]] Task<std::expected<ToolList, McpError>> list_tools(Authorize authorize);
  [[nodiscard]] Task<std::expected<ToolResult, McpError>> call_tool(ToolCall call,
                                                                    Authorize authorize);
  [[nodiscard]] Task<void> close(Authorize authorize);

  McpSessionState state;

 private:
  using FactsResult = std::expected<ServerFacts, McpError>;

  // Makes sure that the era is known and, in the legacy one, that a session is open.
  [[nodiscard]] Task<std::optional<McpError>> ensure_ready(Authorize authorize);
  [[nodiscard]] Task<FactsResult> negotiate(Authorize authorize);
  [[nodiscard]] Task<FactsResult> discover(Authorize authorize);
  [[nodiscard]] Task<FactsResult> initialize(Authorize authorize);
  [[nodiscard]] Task<FactsResult> initialize_as(std::string version, Authorize authorize);
  [[nodiscard]] FactsResult open_session(const RpcAnswer& answer);

  // Asks in the era found, with the recoveries that the era allows.
  [[nodiscard]] Task<RpcResult> ask(Question question, Authorize authorize);
  [[nodiscard]] Task<RpcResult> ask_once(Question question, Authorize authorize);
  [[nodiscard]] Task<RpcResult> ask_modern(Question question, Authorize authorize);
  [[nodiscard]] Task<RpcResult> ask_legacy(Question question, Authorize authorize);
  [[nodiscard]] Task<RpcResult> ask_old_streams(Question question, Authorize authorize);

  [[nodiscard]] RpcRequest modern_request(const Question& question);
  [[nodiscard]] RpcRequest legacy_request(const Question& question);
  [[nodiscard]] std::vector<net::Header> legacy_headers() const;
  [[nodiscard]] std::string initialize_members(std::string_view version) const;
  [[nodiscard]] bool lost_session(const McpError& error) const;
  [[nodiscard]] std::string client_info() const;

  [[nodiscard]] Task<RpcResult> ask_with_input(ToolCall call, Question question,
                                               Authorize authorize);
  [[nodiscard]] std::vector<net::Header> mirrored_for(const ToolCall& call) const;

  const Clock& clock_;
  McpTarget target_;
  McpOptions options_;
  HttpTransport transport_;
  std::int64_t last_id_ = 0;
  bool session_renewable_ = true;              // This operation has not opened a session anew yet.
  std::map<std::string, std::string> listed_;  // Definitions of the last list, by name.
};

}  // namespace sluice::mcp
