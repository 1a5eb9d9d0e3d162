#pragma once
#include "base/json_text.h"
#include "net/http_client.h"

#include <expected>
#include <string>
#include <vector>

namespace sluice::mcp {

// An argument that a tool wants to see mirrored into a header: "x-mcp-header": "Region" on the
// property at `path` becomes "Mcp-Param-Region" (2026-07-28).
struct ParameterHeader {
  std::string name;
  std::vector<std::string> path;
};

// The annotations of a tool's inputSchema. The error says which rule the tool breaks: the name is
// a token and unique without regard to case, the property is a string, integer or boolean, and is
// reached through `properties` alone. Such a tool must not be offered.
[[nodiscard]] std::expected<std::vector<ParameterHeader>, std::string> parameter_headers(
    JsonText input_schema);

// The headers of one call. Absent and null arguments have none.
[[nodiscard]] std::vector<net::Header> mirror_arguments(
    const std::vector<ParameterHeader>& annotations, JsonText arguments);

}  // namespace sluice::mcp
