#pragma once
#include "headless_login.h"
#include "mcp/client.h"

#include <expected>
#include <string>

namespace sluice::conformance {

// An MCP client and the login that it falls back on: each operation is repeated after whatever
// the server's refusal asked for. Both outlive the session.
class Session {
 public:
  Session(mcp::McpClient& client, HeadlessLogin& login) : client_(client), login_(login) {}

  [[nodiscard]] Task<std::expected<mcp::ServerFacts, mcp::McpError>> connect();
  [[nodiscard]] Task<std::expected<mcp::ToolList, mcp::McpError>> list_tools();
  [[nodiscard]] Task<std::expected<mcp::ToolResult, mcp::McpError>> call_tool(mcp::ToolCall call);

 private:
  template <class Result, class Operation>
  Task<std::expected<Result, mcp::McpError>> with_recovery(Operation operation);

  mcp::McpClient& client_;
  HeadlessLogin& login_;
};

}  // namespace sluice::conformance
