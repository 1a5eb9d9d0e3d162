#pragma once
#include "authoring/vendor_facts.h"
#include "cli/mcp_conversation.h"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace sluice::cli {

// What a command was told with --from: what a server lists now, a list in a file, or facts.
struct ToolSource {
  std::string url{};  // Of the server that was asked; empty: a file.
  std::vector<std::string> definitions{};
  std::optional<authoring::VendorFacts> facts{};
};

// `from`: an https address, which is asked with the sign-in of `server`, or a file. What a server
// lists and nobody could use is said on standard error. The error is a sentence.
[[nodiscard]] std::expected<ToolSource, std::string> read_tool_source(const std::string& from,
                                                                      McpServerOptions server);

}  // namespace sluice::cli
