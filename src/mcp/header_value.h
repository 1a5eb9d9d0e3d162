#pragma once
#include <string>
#include <string_view>

namespace sluice::mcp {

// A text as the value of an Mcp-Name or Mcp-Param header (2026-07-28): as it is where HTTP carries
// it unchanged, else "=?base64?...?=". Whatever goes in, no control character comes out, so an
// argument cannot add a header.
[[nodiscard]] std::string header_value(std::string_view text);

}  // namespace sluice::mcp
