#pragma once
#include "catalog/vendor.h"
#include "sandbox/tool_definitions.h"
#include "sandbox/world.h"

#include <string>
#include <vector>

namespace sluice::cli {

// What a stand-in and the row of its vendor do not agree on, without asking anything: a tool that
// only one of them knows, a read that writes there, an entry whose tool has no sample data. One
// sentence each.
[[nodiscard]] std::vector<std::string> review_stand_in(const catalog::Vendor& row,
                                                       const sandbox::World& world,
                                                       const sandbox::ToolDefinitions& tools);

}  // namespace sluice::cli
