#include "cli/mcp_command.h"

#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/mcp_conversation.h"
#include "cli/mcp_login.h"
#include "mcp/client.h"
#include "mcp/definition.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <expected>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sluice::cli {
namespace {

constexpr std::size_t description_characters_shown = 100;

struct McpArguments {
  McpServerOptions server;
  std::string tool;
  std::string call_arguments = "{}";
  bool json = false;
};

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
  if (!list.complete) std::cerr << "the list was cut: " << list.cut_because << '\n';
  if (!json) return exit_ok;
  return report(true,
                OrderedJson{{"era", era_name(state.era)},
                            {"version", state.version},
                            {"complete", list.complete},
                            {"cut_because", list.cut_because},
                            {"tools", std::move(tools)}},
                {});
}

int list_tools(const McpArguments& arguments) {
  const auto conversation = McpConversation::begin(arguments.server);
  if (!conversation) return report_failure("mcp tools", conversation.error());
  const auto list = (*conversation)->list();
  if (!list) return report_error("mcp tools", list.error());
  const int code = print_tools(*list, (*conversation)->state(), arguments.json);
  (*conversation)->end();
  return code;
}

int call_tool(const McpArguments& arguments) {
  const auto conversation = McpConversation::begin(arguments.server);
  if (!conversation) return report_failure("mcp call", conversation.error());
  const auto list = (*conversation)->list();
  if (!list) return report_error("mcp call", list.error());
  const auto result =
      (*conversation)->call({.name = arguments.tool, .arguments = arguments.call_arguments});
  (*conversation)->end();
  if (!result) return report_error("mcp call", result.error());
  std::cout << result->json << '\n';
  return result->is_error ? exit_failure : exit_ok;
}

void add_login_commands(CLI::App& mcp, int& exit_code) {
  auto arguments = std::make_shared<LoginArguments>();
  auto* const login = mcp.add_subcommand(
      "login", "Sign in at a server in the browser and keep the sign-in in a file");
  login->footer(
      "The address to open is printed, and the browser comes back to this machine by itself. With\n"
      "--paste the browser may be on another one: paste the address on which it ends. Then:\n"
      "  sluice mcp tools URL --token-file FILE\n"
      "  sluice mcp logout --token-file FILE");
  login->add_option("url", arguments->url, "The server's https address")->required();
  login->add_option("--token-file", arguments->token_file, "A new file, for you alone (mode 600)")
      ->required();
  login->add_flag("--paste", arguments->paste, "The browser is on another machine");
  login->add_option("--port", arguments->port, "Of the redirect address; default: any free one");
  login->add_option("--scope", arguments->scope,
                    "What to ask for; default: what the server names, without writing");
  login->add_option("--client-id", arguments->client_id,
                    "A client that you registered by hand, where the server takes no other");
  login->add_option("--client-secret-file", arguments->client_secret_file,
                    "Its secret, if it has one, in a file of mode 600");
  login->add_option("--client-document", arguments->client_document,
                    "The https address of a client ID metadata document of yours");
  login->add_option("--peers", arguments->peers, peers_help.data());
  login->callback([arguments, &exit_code] { exit_code = mcp_login(*arguments); });

  auto ending = std::make_shared<LogoutArguments>();
  auto* const logout =
      mcp.add_subcommand("logout", "Delete the file and end the sign-in at the server");
  logout->add_option("--token-file", ending->token_file, "As given to login")->required();
  logout->add_option("--peers", ending->peers, peers_help.data());
  logout->callback([ending, &exit_code] { exit_code = mcp_logout(*ending); });
}

}  // namespace

void add_mcp_command(CLI::App& app, int& exit_code) {
  auto* const mcp = app.add_subcommand("mcp", "Talk to an MCP server");
  mcp->require_subcommand(1);
  auto arguments = std::make_shared<McpArguments>();
  auto* const tools = mcp->add_subcommand("tools", "List a server's tools");
  auto* const call = mcp->add_subcommand("call", "Call one tool and print its result");
  for (auto* const command : {tools, call}) {
    command->add_option("url", arguments->server.url, "The server's https address")->required();
    add_sign_in_options(*command, arguments->server);
    command->add_flag("--json", arguments->json, "One JSON object");
  }
  call->add_option("tool", arguments->tool, "The tool's name")->required();
  call->add_option("arguments", arguments->call_arguments, "A JSON object");
  tools->callback([arguments, &exit_code] { exit_code = list_tools(*arguments); });
  call->callback([arguments, &exit_code] { exit_code = call_tool(*arguments); });
  add_login_commands(*mcp, exit_code);
}

}  // namespace sluice::cli
