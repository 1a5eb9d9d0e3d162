#include "cli/stand_in_review.h"

#include <algorithm>

namespace sluice::cli {
namespace {

using sandbox::Access;

void review_read(const catalog::Tool& tool, const sandbox::ToolDefinitions& tools,
                 std::vector<std::string>& findings) {
  const sandbox::ToolDefinition* listed = tools.find(tool.name);
  if (listed == nullptr) {
    findings.push_back(tool.name + " is a read of the row, and the stand-in does not list it");
  } else if (listed->access == Access::write && listed->operations.is_null()) {
    findings.push_back(tool.name + " is a read of the row, and writes in the stand-in");
  }
}

}  // namespace

std::vector<std::string> review_stand_in(const catalog::Vendor& row, const sandbox::World& world,
                                         const sandbox::ToolDefinitions& tools) {
  std::vector<std::string> findings;
  for (const catalog::Tool& tool : row.tools)
    if (tool.callable()) review_read(tool, tools, findings);
  for (const sandbox::ToolDefinition& tool : tools.all())
    if (row.find_tool(tool.name) == nullptr)
      findings.push_back(tool.name + " is listed, and the row does not know it");
  for (const auto& [name, ignored] : world.tools().items())
    if (tools.find(name) == nullptr)
      findings.push_back(name + " has sample data, and is not listed");
  for (const catalog::Entry& entry : row.entries)
    if (!world.tool(entry.tool).is_object())
      findings.push_back("the entry " + entry.name + " asks " + entry.tool +
                         ", which has no sample data");
  return findings;
}

}  // namespace sluice::cli
