#include "cli/run.h"

#include "cli/ask_command.h"
#include "cli/audit_command.h"
#include "cli/catalog_command.h"
#include "cli/catalog_drift.h"
#include "cli/catalog_try.h"
#include "cli/check_command.h"
#include "cli/demo_command.h"
#include "cli/doctor_command.h"
#include "cli/exit_code.h"
#include "cli/fernet_command.h"
#include "cli/keys_command.h"
#include "cli/mcp_command.h"
#include "cli/organization_command.h"
#include "cli/sandbox_command.h"
#include "cli/serve_command.h"
#include "cli/user_command.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <optional>
#include <string>

namespace sluice::cli {
namespace {

// The library would only say that a command is missing.
[[nodiscard]] std::optional<std::string> unknown_command(CLI::App& app, int argc, char** argv) {
  if (argc < 2 || *argv[1] == '-') return std::nullopt;
  const std::string name = argv[1];
  const auto named =
      app.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; });
  if (!named.empty()) return std::nullopt;
  return name;
}

}  // namespace

int run(int argc, char** argv, analyst::AnalystSpawner& spawner) {
  CLI::App app(
      "Sluice answers questions about the tools a company uses, and cannot write to them.");
  app.name("sluice");
  app.require_subcommand(1);
  app.set_version_flag("--version", "sluice 0.1");
  app.footer(
      "Exit codes: 0 done, 1 failed, 2 bad usage, 3 the answer is no.\n"
      "Begin with `sluice demo`, or `sluice ask --demo \"What was MRR last quarter?\"`.");
  int exit_code = exit_ok;
  add_demo_command(app, spawner, exit_code);
  add_ask_commands(app, spawner, exit_code);
  add_check_command(app, exit_code);
  add_serve_command(app, spawner, exit_code);
  add_organization_command(app, exit_code);
  add_user_command(app, exit_code);
  add_doctor_command(app, exit_code);
  add_keys_command(app, exit_code);
  add_audit_command(app, exit_code);
  add_catalog_command(app, exit_code);
  CLI::App& catalog = *app.get_subcommand("catalog");
  add_try_command(catalog, spawner, exit_code);
  add_drift_command(catalog, spawner, exit_code);
  add_mcp_command(app, exit_code);
  add_fernet_command(app, exit_code);
  add_sandbox_command(app, spawner, exit_code);
  if (const auto unknown = unknown_command(app, argc, argv)) {
    std::cerr << "sluice: there is no command \"" << *unknown
              << "\"; `sluice --help` lists them all\n";
    return exit_usage;
  }
  try {  // The library says what was wrong with the command line by throwing.
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? exit_ok : exit_usage;
  }
  return exit_code;
}

}  // namespace sluice::cli
