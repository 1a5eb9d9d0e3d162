#include "mcp/client.h"

#include "mcp/core.h"

#include <utility>

namespace sluice::mcp {

McpClient::McpClient(net::HttpClient& http, net::EgressPolicy& policy, const Clock& clock,
                     McpTarget target, McpOptions options)
    : core_(std::make_unique<Core>(http, policy, clock, std::move(target), std::move(options))) {}
McpClient::~McpClient() = default;

void McpClient::set_state(McpSessionState state) {
  core_->state = std::move(state);
}
const McpSessionState& McpClient::state() const {
  return core_->state;
}

Task<std::expected<ServerFacts, McpError>> McpClient::connect(Authorize authorize) {
  return core_->connect(std::move(authorize));
}
Task<std::expected<ToolList, McpError>> McpClient::list_tools(Authorize authorize) {
  return core_->list_tools(std::move(authorize));
}
Task<std::expected<ToolResult, McpError>> McpClient::call_tool(ToolCall call, Authorize authorize) {
  return core_->call_tool(std::move(call), std::move(authorize));
}
Task<void> McpClient::close(Authorize authorize) {
  return core_->close(std::move(authorize));
}

}  // namespace sluice::mcp
