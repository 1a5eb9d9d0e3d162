#include "cli/mcp_conversation.h"

#include <algorithm>
#include <utility>

namespace sluice::cli {
namespace {

// "Name: value"; all of them are treated as secrets, since a token is the usual one.
mcp::Authorize authorize_with(const std::vector<std::string>& headers) {
  return [&headers](std::string_view /*method*/, std::string_view /*url*/) {
    mcp::Credentials credentials;
    for (const std::string& header : headers) {
      const std::size_t colon = std::min(header.find(':'), header.size());
      const std::size_t value = std::min(header.find_first_not_of(": ", colon), header.size());
      credentials.secret_headers.push_back(
          {header.substr(0, colon), "", Secret::take(header.substr(value))});
    }
    return credentials;
  };
}

}  // namespace

void add_sign_in_options(CLI::App& command, McpServerOptions& options) {
  command.add_option("--header", options.headers, "NAME:VALUE, sent with every request");
  command.add_option("--token-file", options.token_file, "A sign-in of `sluice mcp login`")
      ->excludes("--header");
  command.add_option("--peers", options.peers, peers_help.data());
}

std::expected<std::unique_ptr<McpConversation>, std::string> McpConversation::begin(
    const McpServerOptions& options) {
  auto bench = McpWorkbench::create(options.peers);
  if (!bench) return std::unexpected(bench.error());
  // make_unique cannot reach the private constructor.
  std::unique_ptr<McpConversation> made(new McpConversation(options, std::move(*bench)));
  if (options.token_file.empty()) return made;
  auto keeper = TokenKeeper::open(*made->bench_, options.token_file, options.url);
  if (!keeper) return std::unexpected(keeper.error());
  if (keeper->about_to_end()) {
    if (auto failed = keeper->renew()) return std::unexpected(std::move(*failed));
  }
  made->keeper_ = std::make_unique<TokenKeeper>(std::move(*keeper));
  return made;
}

std::expected<mcp::ToolList, mcp::McpError> McpConversation::list() {
  auto tools = bench_->runtime.run_to_completion(client_->list_tools(authorize()));
  const bool ended = !tools && tools.error().failure == mcp::McpFailure::unauthorized;
  if (!ended || !keeper_) return tools;
  if (const auto failed = keeper_->renew()) {
    tools.error().detail = *failed;
    return tools;
  }
  return bench_->runtime.run_to_completion(client_->list_tools(authorize()));
}

std::expected<mcp::ToolResult, mcp::McpError> McpConversation::call(mcp::ToolCall call) {
  return bench_->runtime.run_to_completion(client_->call_tool(std::move(call), authorize()));
}

void McpConversation::end() {
  bench_->runtime.run_to_completion(client_->close(authorize()));
}

mcp::Authorize McpConversation::authorize() const {
  return keeper_ ? keeper_->authorize() : authorize_with(options_.headers);
}

}  // namespace sluice::cli
