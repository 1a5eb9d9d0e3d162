#pragma once
#include "cli/mcp_workbench.h"
#include "mcp/client.h"

#include <CLI/CLI.hpp>

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::cli {

inline constexpr std::string_view peers_help =
    "A file of test peers on loopback: {\"https://origin\": \"http://127.0.0.1:PORT\"}";

// Which server, and the sign-in that goes along.
struct McpServerOptions {
  std::string url;
  std::vector<std::string> headers;
  std::string token_file;
  std::string peers;
};
// --header, --token-file and --peers; `options` outlives the parsing.
void add_sign_in_options(CLI::App& command, McpServerOptions& options);

// One command's conversation, with the sign-in that it was given.
class McpConversation {
 public:
  // The error is a sentence. `options` outlives the conversation.
  [[nodiscard]] static std::expected<std::unique_ptr<McpConversation>, std::string> begin(
      const McpServerOptions& options);

  // Listed first in any case: the definitions say which arguments go into headers. A token that
  // the server ended before its time is renewed once.
  [[nodiscard]] std::expected<mcp::ToolList, mcp::McpError> list();
  [[nodiscard]] std::expected<mcp::ToolResult, mcp::McpError> call(mcp::ToolCall call);
  void end();
  [[nodiscard]] const mcp::McpSessionState& state() const { return client_->state(); }

 private:
  McpConversation(const McpServerOptions& options, std::unique_ptr<McpWorkbench> bench)
      : options_(options), bench_(std::move(bench)), client_(bench_->client(options.url)) {}
  [[nodiscard]] mcp::Authorize authorize() const;

  const McpServerOptions& options_;
  std::unique_ptr<McpWorkbench> bench_;
  std::unique_ptr<mcp::McpClient> client_;
  std::unique_ptr<TokenKeeper> keeper_;  // Null: no sign-in was given.
};

}  // namespace sluice::cli
