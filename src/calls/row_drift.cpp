#include "calls/row_drift.h"

#include "base/json_text.h"
#include "calls/definition_fit.h"
#include "catalog/connection_parameters.h"
#include "mcp/definition.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace sluice::calls {
namespace {

using Kind = ToolDrift::Kind;

constexpr std::array<Kind, 5> all_kinds{Kind::appeared, Kind::gone, Kind::arguments,
                                        Kind::definition, Kind::hints};
// Of what is kept with a connection: a server may list thousands.
constexpr std::size_t drift_max = 500;

[[nodiscard]] std::optional<ToolDrift> changed(const catalog::Tool& tool,
                                               const std::string& definition, JsonText listed) {
  const std::string shape = mcp::definition_shape(definition).value_or("");
  if (!tool.shape.empty() && !shape.empty() && tool.shape != shape)
    return ToolDrift{Kind::arguments, tool.name, misfit(tool, listed.member("inputSchema"))};
  // What was never captured can still be seen not to take what the row sends.
  if (tool.callable() && tool.shape.empty()) {
    const std::string why = misfit(tool, listed.member("inputSchema"));
    if (!why.empty()) return ToolDrift{Kind::arguments, tool.name, why};
  }
  const std::string digest = mcp::definition_digest(definition).value_or("");
  if (!tool.digest.empty() && !digest.empty() && tool.digest != digest)
    return ToolDrift{Kind::definition, tool.name, ""};
  return std::nullopt;
}

[[nodiscard]] bool says_it_writes(JsonText listed) {
  const JsonText hints = listed.member("annotations");
  return hints.member("readOnlyHint").flag() == false ||
         hints.member("destructiveHint").flag() == true;
}

[[nodiscard]] std::optional<Kind> kind_from(std::string_view word) {
  const auto found = std::ranges::find(all_kinds, word, [](Kind kind) { return to_text(kind); });
  return found == all_kinds.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::string_view to_text(ToolDrift::Kind kind) {
  switch (kind) {
    case Kind::appeared: return "appeared";
    case Kind::gone: return "gone";
    case Kind::arguments: return "arguments";
    case Kind::definition: return "definition";
    case Kind::hints: return "hints";
  }
  return "appeared";
}

std::string sentence_of(const ToolDrift& drift, const std::string& vendor) {
  const std::string why = drift.detail.empty() ? "" : " (" + drift.detail + ")";
  switch (drift.kind) {
    case Kind::appeared:
      return vendor + " lists a tool that nobody has reviewed: " + drift.tool + why;
    case Kind::gone: return vendor + " lists the tool " + drift.tool + " no more" + why;
    case Kind::arguments:
      return drift.tool + " takes other arguments than those that were reviewed" + why;
    case Kind::definition:
      return drift.tool + " is described in other words than those that were reviewed" + why;
    case Kind::hints:
      return vendor + " says that " + drift.tool +
             " does more than read, and its row calls it a read" + why;
  }
  return {};
}

std::vector<ToolDrift> drift_of(const catalog::Vendor& vendor,
                                const std::vector<std::string>& definitions,
                                const Json& parameters) {
  std::map<std::string, std::vector<ToolDrift>> found;
  std::set<std::string> listed_names;
  for (const std::string& definition : definitions) {
    const auto listed = JsonText::check(definition);
    const std::string name = listed ? listed->member("name").string().value_or("") : "";
    if (name.empty()) continue;
    listed_names.insert(name);
    const catalog::Tool* tool = vendor.find_tool(name);
    if (tool == nullptr) {
      found[name] = {{Kind::appeared, name, ""}};
      continue;
    }
    if (auto drift = changed(*tool, definition, *listed)) found[name].push_back(*std::move(drift));
    if (tool->callable() && says_it_writes(*listed)) found[name].push_back({Kind::hints, name, ""});
  }
  // A read-only address does not list what writes, so that is missed by nobody.
  for (const catalog::Tool& tool : vendor.tools)
    if (tool.callable() && !listed_names.contains(tool.name) &&
        catalog::is_served(vendor, parameters, tool.name))
      found[tool.name] = {{Kind::gone, tool.name, ""}};
  std::vector<ToolDrift> all;
  for (auto& [name, drifts] : found)
    for (ToolDrift& drift : drifts)
      if (all.size() < drift_max) all.push_back(std::move(drift));
  return all;
}

Json drift_to_json(const std::vector<ToolDrift>& drift) {
  Json json = Json::array();
  for (const ToolDrift& each : drift)
    json.push_back({{"kind", to_text(each.kind)}, {"tool", each.tool}, {"detail", each.detail}});
  return json;
}

std::vector<ToolDrift> drift_from_json(const Json& json) {
  std::vector<ToolDrift> drift;
  if (!json.is_array()) return drift;
  for (const Json& each : json) {
    const auto kind = kind_from(text_member(each, "kind").value_or(""));
    if (!kind) continue;  // Written by a newer program.
    drift.push_back(
        {*kind, text_member(each, "tool").value_or(""), text_member(each, "detail").value_or("")});
  }
  return drift;
}

}  // namespace sluice::calls
