#include "cli/sandbox_command.h"

#include "base/time_format.h"
#include "cli/exit_code.h"
#include "cli/sandbox_check.h"
#include "cli/sandbox_scaffold.h"
#include "sandbox/child_process.h"
#include "sandbox/serve.h"

#include <iostream>
#include <memory>
#include <string>

namespace sluice::cli {
namespace {

struct SandboxArguments {
  std::uint16_t port = 0;
  std::string now;
  std::string product;
  std::vector<std::string> vendors;
  std::string world;
  std::string state;
  long token_lifetime_sec = 0;  // 0: each vendor's own.
  bool automatic_consent = false;
  int report_descriptor = -1;  // The launcher's pipe; -1: say it on standard output.
  int parent = 0;              // The launcher's process; 0: none.
};

int run_sandbox(const SandboxArguments& arguments) {
  if (arguments.parent != 0 && !sandbox::follow_parent(arguments.parent)) return exit_failure;
  sandbox::ServeOptions options;
  options.port = arguments.port;
  options.settings.product_url = arguments.product;
  while (options.settings.product_url.ends_with('/'))
    options.settings.product_url.pop_back();
  options.settings.vendors = arguments.vendors;
  options.settings.automatic_consent = arguments.automatic_consent;
  if (arguments.token_lifetime_sec > 0)
    options.settings.token_lifetime = std::chrono::seconds(arguments.token_lifetime_sec);
  options.settings.state = arguments.state;
  options.world = arguments.world;
  options.now = SystemClock().now();
  if (!arguments.now.empty()) {
    const auto now = parse_rfc3339(arguments.now);
    if (!now) {
      std::cerr << "sluice sandbox: --now takes a time such as 2026-11-21T12:00:00-05:00\n";
      return exit_usage;
    }
    options.now = *now;
  }
  const auto served = sandbox::serve_sandbox(options, [&](std::uint16_t port) {
    if (arguments.report_descriptor >= 0) {
      sandbox::report_port(arguments.report_descriptor, port);
    } else {
      std::cout << "The sandbox answers on http://" << options.address << ":" << port << '\n'
                << std::flush;
    }
  });
  if (served) return exit_ok;
  std::cerr << "sluice sandbox: " << served.error() << '\n';
  return exit_failure;
}

}  // namespace

void add_sandbox_command(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code) {
  auto arguments = std::make_shared<SandboxArguments>();
  CLI::App* command = app.add_subcommand(
      "sandbox", "Stand in for the vendors: authorization servers, MCP servers, sample data");
  command->add_option("--port", arguments->port, "Port on 127.0.0.2; 0 lets the system choose");
  command->add_option("--now", arguments->now, "Where the business clock starts (RFC 3339)");
  command->add_option("--product", arguments->product,
                      "Address of the product under test, such as http://localhost:8080");
  command->add_option("--vendors", arguments->vendors, "Only these vendors")->delimiter(',');
  command->add_option("--world", arguments->world,
                      "Read the sample data from this folder instead of the binary");
  command->add_option("--state", arguments->state,
                      "Keep grants and registered clients in this file over a restart");
  command->add_option("--token-lifetime", arguments->token_lifetime_sec,
                      "Seconds that an access token lives");
  command->add_flag("--automatic-consent", arguments->automatic_consent,
                    "Show no consent page: the answer is always Allow");
  command->add_option("--report-descriptor", arguments->report_descriptor)->group("");
  command->add_option("--parent", arguments->parent)->group("");
  add_stand_in_scaffold_command(*command, exit_code);
  add_stand_in_check_command(*command, spawner, exit_code);
  command->callback([arguments, command, &exit_code] {
    // The commands below it have been run already.
    if (command->get_subcommands().empty()) exit_code = run_sandbox(*arguments);
  });
}

}  // namespace sluice::cli
