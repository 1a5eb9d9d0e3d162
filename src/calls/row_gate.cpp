#include "calls/row_gate.h"

#include "calls/call_rules.h"

namespace sluice::calls {

RowGate::RowGate(const catalog::Vendor& vendor) : vendor_(vendor) {
  for (const catalog::Tool& tool : vendor.tools)
    by_name_.try_emplace(tool.name, &slots_.emplace_back(tool));
}

std::expected<Json, Denial> RowGate::judge(const ProposedCall& call, const Json& parameters) const {
  const auto found = by_name_.find(call.tool);
  if (found == by_name_.end()) return std::unexpected(unknown_tool(vendor_, call.tool));
  Slot& slot = *found->second;
  std::call_once(slot.made,
                 [&] { slot.gate = std::make_unique<const ToolGate>(vendor_, slot.tool); });
  return slot.gate->judge(call.arguments, parameters);
}

}  // namespace sluice::calls
