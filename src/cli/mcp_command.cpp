#include "cli/mcp_command.h"

#include "base/clock.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "mcp/client.h"
#include "mcp/definition.h"
#include "net/io_runtime.h"
#include "net/system_resolver.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sluice::cli {
namespace {

constexpr std::size_t description_characters_shown = 100;

struct McpArguments {
  std::string url;
  std::string tool;
  std::string call_arguments = "{}";
  std::vector<std::string> headers;
  bool json = false;
};

// Everything a conversation needs, for the time of one command.
struct Workbench {
  net::IoRuntime runtime{1};
  net::SystemResolver resolver;
  net::EgressPolicy policy{resolver, {}};
  // A typed address: every request opens its own connection.
  std::unique_ptr<net::HttpClient> http =
      net::make_http_client(runtime, {.trust = net::TrustClass::custom});
  SystemClock clock;
};

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

std::string words_of(const mcp::McpError& error) {
  std::string words = std::string(to_text(error.failure)) + ": " + error.detail;
  if (error.status != 0) words += " (HTTP " + std::to_string(error.status) + ")";
  if (error.rpc) words += ": " + error.rpc->message;
  if (error.failure == mcp::McpFailure::unauthorized) {
    words += "; give a token with --header 'Authorization: Bearer ...'";
  }
  return words;
}

int report_error(std::string_view command, const mcp::McpError& error) {
  report_failure(command, words_of(error));
  return error.failure == mcp::McpFailure::refused_address ? exit_no : exit_failure;
}

std::string_view era_name(mcp::Era era) {
  switch (era) {
    case mcp::Era::unknown: return "unknown";
    case mcp::Era::modern: return "modern";
    case mcp::Era::legacy: return "legacy";
    case mcp::Era::sse2024: return "2024-11-05";
  }
  return "unknown";
}

// The server's words with control characters taken out, on one line.
std::string one_line(std::string text) {
  text = text.substr(0, description_characters_shown);
  std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

int print_tools(const mcp::ToolList& list, const mcp::McpSessionState& state, bool json) {
  OrderedJson tools = OrderedJson::array();
  for (const std::string& definition : list.definitions) {
    const auto tool = JsonText::check(definition);
    const std::string name = tool->member("name").string().value_or("");
    if (json) {
      tools.push_back({{"digest", mcp::definition_digest(definition).value_or("")},
                       {"definition", OrderedJson::parse(definition)}});
    } else {
      const std::string words = tool->member("description").string().value_or("");
      std::cout << one_line(name) << "  " << one_line(words) << '\n';
    }
  }
  for (const mcp::DroppedTool& dropped : list.dropped)
    std::cerr << "left out: " << one_line(dropped.name) << " (" << dropped.reason << ")\n";
  if (!json) return exit_ok;
  return report(true,
                OrderedJson{{"era", era_name(state.era)},
                            {"version", state.version},
                            {"complete", list.complete},
                            {"tools", std::move(tools)}},
                {});
}

int list_tools(const McpArguments& arguments) {
  Workbench bench;
  mcp::McpClient client(*bench.http, bench.policy, bench.clock,
                        {.url = arguments.url, .custom = true});
  const mcp::Authorize authorize = authorize_with(arguments.headers);
  const auto list = bench.runtime.run_to_completion(client.list_tools(authorize));
  if (!list) return report_error("mcp tools", list.error());
  const int code = print_tools(*list, client.state(), arguments.json);
  bench.runtime.run_to_completion(client.close(authorize));
  return code;
}

int call_tool(const McpArguments& arguments) {
  Workbench bench;
  mcp::McpClient client(*bench.http, bench.policy, bench.clock,
                        {.url = arguments.url, .custom = true});
  const mcp::Authorize authorize = authorize_with(arguments.headers);
  // Listed first: the definition says which arguments go into headers.
  const auto list = bench.runtime.run_to_completion(client.list_tools(authorize));
  if (!list) return report_error("mcp call", list.error());
  const mcp::ToolCall call{.name = arguments.tool, .arguments = arguments.call_arguments};
  const auto result = bench.runtime.run_to_completion(client.call_tool(call, authorize));
  bench.runtime.run_to_completion(client.close(authorize));
  if (!result) return report_error("mcp call", result.error());
  std::cout << result->json << '\n';
  return result->is_error ? exit_failure : exit_ok;
}

}  // namespace

void add_mcp_command(CLI::App& app, int& exit_code) {
  auto* const mcp = app.add_subcommand("mcp", "Talk to an MCP server");
  mcp->require_subcommand(1);
  auto arguments = std::make_shared<McpArguments>();
  auto* const tools = mcp->add_subcommand("tools", "List a server's tools");
  auto* const call = mcp->add_subcommand("call", "Call one tool and print its result");
  for (auto* const command : {tools, call}) {
    command->add_option("url", arguments->url, "The server's https address")->required();
    command->add_option("--header", arguments->headers, "NAME:VALUE, sent with every request");
    command->add_flag("--json", arguments->json, "One JSON object");
  }
  call->add_option("tool", arguments->tool, "The tool's name")->required();
  call->add_option("arguments", arguments->call_arguments, "A JSON object");
  tools->callback([arguments, &exit_code] { exit_code = list_tools(*arguments); });
  call->callback([arguments, &exit_code] { exit_code = call_tool(*arguments); });
}

}  // namespace sluice::cli
