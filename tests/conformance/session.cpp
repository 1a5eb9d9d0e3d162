#include "session.h"

#include <utility>

namespace sluice::conformance {

template <class Result, class Operation>
Task<std::expected<Result, mcp::McpError>> Session::with_recovery(Operation operation) {
  login_.start_operation();
  while (true) {
    auto result = co_await operation(client_, login_.authorize());
    if (result || !co_await login_.recover(result.error())) co_return result;
  }
}

Task<std::expected<mcp::ServerFacts, mcp::McpError>> Session::connect() {
  return with_recovery<mcp::ServerFacts>([](mcp::McpClient& client, mcp::Authorize authorize) {
    return client.connect(std::move(authorize));
  });
}

Task<std::expected<mcp::ToolList, mcp::McpError>> Session::list_tools() {
  return with_recovery<mcp::ToolList>([](mcp::McpClient& client, mcp::Authorize authorize) {
    return client.list_tools(std::move(authorize));
  });
}

Task<std::expected<mcp::ToolResult, mcp::McpError>> Session::call_tool(mcp::ToolCall call) {
  return with_recovery<mcp::ToolResult>(
      [call = std::move(call)](mcp::McpClient& client, mcp::Authorize authorize) {
        return client.call_tool(call, std::move(authorize));
      });
}

}  // namespace sluice::conformance
