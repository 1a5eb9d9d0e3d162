#include "cli/catalog_drift.h"

#include "app/operator_connections.h"
#include "base/log.h"
#include "calls/row_drift.h"
#include "catalog/catalog.h"
#include "catalog/connection_parameters.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/tool_source.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace sluice::cli {
namespace {

constexpr std::string_view command_name = "catalog drift";
constexpr std::chrono::seconds list_deadline{60};  // Of one vendor's list.

struct DriftArguments {
  std::string slug;
  std::vector<std::string> from;
  std::vector<std::string> parameters;  // "region=eu".
  McpServerOptions server;
  std::string config;
  std::string data;
  bool json = false;
};

// One vendor that was looked at.
struct Looked {
  std::string vendor;
  std::string connection;  // Its id and organization; empty: none was used.
  std::string failure;     // A sentence; then nothing was seen.
  std::vector<calls::ToolDrift> drift;
};

[[nodiscard]] int print(const std::vector<Looked>& all, bool as_json) {
  OrderedJson list = OrderedJson::array();
  bool changed = false;
  bool failed = false;
  for (const Looked& looked : all) {
    changed = changed || !looked.drift.empty();
    failed = failed || !looked.failure.empty();
    OrderedJson drift = OrderedJson::array();
    for (const calls::ToolDrift& each : looked.drift)
      drift.push_back({{"kind", to_text(each.kind)}, {"tool", each.tool}, {"detail", each.detail}});
    list.push_back({{"vendor", looked.vendor},
                    {"connection", looked.connection},
                    {"failure", looked.failure},
                    {"drift", std::move(drift)}});
    if (as_json) continue;
    const std::string whose = looked.connection.empty() ? "" : " (" + looked.connection + ")";
    if (!looked.failure.empty()) {
      std::cerr << looked.vendor << whose << ": " << looked.failure << "\n";
    } else if (looked.drift.empty()) {
      std::cout << looked.vendor << whose << ": as reviewed\n";
    }
    for (const calls::ToolDrift& each : looked.drift)
      std::cout << looked.vendor << whose << ": " << sentence_of(each, looked.vendor) << "\n";
  }
  if (as_json) std::cout << OrderedJson{{"vendors", list}}.dump() << "\n";
  if (failed) return exit_failure;
  return changed ? exit_no : exit_ok;
}

// What a file of facts tells beside the row: tools that it knows and the server does not list, and
// the other way round.
void add_facts(const authoring::VendorFacts& facts, const std::vector<std::string>& definitions,
               std::vector<calls::ToolDrift>& drift) {
  catalog::Vendor told;
  for (const authoring::FactTool& fact : facts.tools) {
    catalog::Tool tool;
    tool.name = text_member(fact.definition, "name").value_or("");
    tool.verdict = fact.claim.access == authoring::ToolClaim::Access::read
                       ? catalog::Verdict::read
                       : catalog::Verdict::unclear;
    told.tools.push_back(std::move(tool));
  }
  for (calls::ToolDrift& each : calls::drift_of(told, definitions)) {
    const bool names =
        each.kind == calls::ToolDrift::Kind::appeared || each.kind == calls::ToolDrift::Kind::gone;
    if (!names) continue;  // Facts hold no definition to compare.
    each.detail = "against the facts";
    drift.push_back(std::move(each));
  }
}

// The values that choose one of a row's servers: those that were said, else those of the server
// with this address. The error is a sentence.
[[nodiscard]] std::expected<Json, std::string> chosen_values(const catalog::Vendor& vendor,
                                                             const DriftArguments& arguments,
                                                             const std::string& url) {
  Json values = Json::object();
  for (const std::string& said : arguments.parameters) {
    const std::string name = said.substr(0, said.find('='));
    const auto known = std::ranges::find(vendor.parameters, name, &catalog::Parameter::name);
    if (name.size() == said.size() || known == vendor.parameters.end())
      return std::unexpected("--parameter " + said +
                             ": say NAME=VALUE with a parameter of the row.");
    auto value = catalog::read_parameter(*known, said.substr(name.size() + 1));
    if (!value) return std::unexpected(std::move(value).error());
    values[name] = *std::move(value);
  }
  if (!values.empty()) return values;
  const auto asked = std::ranges::find(vendor.endpoints, url, &catalog::Endpoint::url);
  if (asked != vendor.endpoints.end()) {
    const catalog::EndpointCondition condition = catalog::condition_of(*asked);
    if (!condition.parameter.empty()) values[condition.parameter] = condition.value;
    return values;
  }
  // Whose list a file is cannot be seen, and what the other servers have would be called gone.
  if (std::ranges::any_of(vendor.endpoints,
                          [](const catalog::Endpoint& each) { return !each.tools.empty(); }))
    return std::unexpected(
        vendor.name + " has several servers: say with --parameter NAME=VALUE whose list it is.");
  return values;
}

// Against a list that was given: a server's address, or a file.
[[nodiscard]] int from_sources(const DriftArguments& arguments) {
  const auto rows = catalog::Catalog::with_folder(
      catalog::Catalog::embedded(), (std::filesystem::path(arguments.data) / "catalog").string());
  if (!rows) return report_failure(command_name, catalog::to_text(rows.error().front()));
  const catalog::Vendor* vendor = rows->find(arguments.slug);
  if (vendor == nullptr)
    return report_failure(command_name, "there is no vendor \"" + arguments.slug + "\".");
  std::vector<std::string> definitions;
  std::string url;
  std::optional<authoring::VendorFacts> facts;
  for (const std::string& from : arguments.from) {
    auto source = read_tool_source(from, arguments.server);
    if (!source) return report_failure(command_name, source.error());
    if (source->facts) {
      facts = std::move(source->facts);
    } else {
      definitions = std::move(source->definitions);
      url = source->url;
    }
  }
  if (definitions.empty())
    return report_failure(command_name, "facts alone list nothing: give a list of tools as well.");
  const auto values = chosen_values(*vendor, arguments, url);
  if (!values) return report_failure(command_name, values.error());
  Looked looked{.vendor = arguments.slug,
                .connection = {},
                .failure = {},
                .drift = calls::drift_of(*vendor, definitions, *values)};
  if (facts) add_facts(*facts, definitions, looked.drift);
  return print({std::move(looked)}, arguments.json);
}

// Every connection of this server, or those to one vendor: asked now, as the daily job does.
[[nodiscard]] int from_connections(const DriftArguments& arguments,
                                   analyst::AnalystSpawner& spawner) {
  set_log_level(LogLevel::error);
  const auto product = app::open_product({arguments.config, {}, arguments.server.peers}, spawner);
  if (!product) return report_failure(command_name, product.error());
  std::vector<Looked> all;
  for (const app::OperatorConnection& one : app::operator_connections(**product)) {
    if (!arguments.slug.empty() && one.vendor != arguments.slug) continue;
    Looked looked{.vendor = one.vendor,
                  .connection = to_text(one.id) + " of " + one.organization,
                  .failure = {},
                  .drift = {}};
    const auto listed = (*product)->runtime().run_to_completion(
        (*product)->caller().list_tools(one.access, one.id, Deadline::in(list_deadline)));
    if (listed) {
      looked.drift = (*product)->reviews().drift(one.access, one.id);
    } else {
      looked.failure = listed.error().detail;
    }
    all.push_back(std::move(looked));
  }
  if (all.empty()) return report_failure(command_name, "there is no connection to look at.");
  return print(all, arguments.json);
}

[[nodiscard]] int drift(const DriftArguments& arguments, analyst::AnalystSpawner& spawner) {
  if (arguments.from.empty()) return from_connections(arguments, spawner);
  if (arguments.slug.empty())
    return report_failure(command_name, "say the vendor whose row is meant.");
  return from_sources(arguments);
}

}  // namespace

void add_drift_command(CLI::App& catalog, analyst::AnalystSpawner& spawner, int& exit_code) {
  auto arguments = std::make_shared<DriftArguments>();
  auto* const command = catalog.add_subcommand(
      "drift", "What vendors list now, against the tools of their rows; exit code 3 on a change");
  command->footer(
      "Asks the connections of this server, all of them or those to one vendor: the server does "
      "so\n"
      "by itself once a day and shows it in Data sources. With --from a server's address or a "
      "list\n"
      "in a file is held against the row instead, and against a file of facts where one is given.\n"
      "  sluice catalog drift\n"
      "  sluice catalog drift acme --from https://mcp.acme.com/mcp --token-file FILE\n"
      "  sluice catalog drift acme --from tools.json --from facts.json");
  command->add_option("slug", arguments->slug, "The vendor's short name; none: all connected");
  command
      ->add_option("--from", arguments->from,
                   "The server's https address, a list of tools, or facts (JSON)")
      ->expected(1, 2);
  command->add_option("--parameter", arguments->parameters,
                      "With --from: NAME=VALUE that chooses one of the row's several servers");
  add_sign_in_options(*command, arguments->server);
  command->add_option("--config", arguments->config,
                      "Without --from: the configuration file; default ./sluice.toml");
  command->callback([arguments, &catalog, &spawner, &exit_code] {
    arguments->json = catalog.get_option("--json")->as<bool>();
    arguments->data = catalog.get_option("--data")->as<std::string>();
    exit_code = drift(*arguments, spawner);
  });
}

}  // namespace sluice::cli
