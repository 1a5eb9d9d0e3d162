#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace sluice::cli {

// `sluice mcp tools URL` and `sluice mcp call URL TOOL JSON`, both with `--header NAME:VALUE`:
// talk to an MCP server from the shell, through the egress policy without exceptions. The
// arguments of a call are sent as they are; the allowlist is the product's, not this command's.
void add_mcp_command(CLI::App& app, int& exit_code);

}  // namespace sluice::cli
