#include "calls/call_rules.h"

#include "calls/tool_gate.h"

namespace sluice::calls {

std::expected<Json, Denial> check_call(const catalog::Vendor& vendor, const ProposedCall& call,
                                       const Json& parameters) {
  const catalog::Tool* tool = vendor.find_tool(call.tool);
  if (tool == nullptr) return std::unexpected(unknown_tool(vendor, call.tool));
  return ToolGate(vendor, *tool).judge(call.arguments, parameters);
}

Denial unknown_tool(const catalog::Vendor& vendor, std::string_view name) {
  return {"unknown_tool", vendor.name + " has no reviewed tool " + shown(name) + "."};
}

}  // namespace sluice::calls
