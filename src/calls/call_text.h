#pragma once
#include "calls/vendor_caller.h"
#include "mcp/error.h"

#include <string>

namespace sluice::calls {

// What an MCP failure means for a person who asked something of `vendor` (its display name).
[[nodiscard]] CallError call_error(const std::string& vendor, const mcp::McpError& error);

// Our keys do not open the access that is stored: nothing was sent, and nothing is deleted for it.
[[nodiscard]] CallError cannot_open(const std::string& vendor);

}  // namespace sluice::calls
