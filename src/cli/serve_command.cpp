#include "cli/serve_command.h"

#include "analyst/analyst.h"
#include "app/product.h"
#include "app/serve_options.h"
#include "app/serving.h"
#include "base/log.h"
#include "cli/exit_code.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <utility>

namespace sluice::cli {
namespace {

[[nodiscard]] int fail(const std::string& sentence) {
  std::cerr << "sluice serve: " << sentence << '\n';
  return exit_failure;
}

// Nobody may run a server with test peers without seeing that it is one.
void print_peers_banner(const std::vector<net::EgressException>& peers) {
  if (peers.empty()) return;
  const std::string rule(78, '!');
  std::cerr << rule << "\n!! TEST PEERS: this server takes programs on this machine for vendors.\n"
            << "!! Do not enter real data or real sign-ins, and do not let others use it.\n";
  for (const net::EgressException& peer : peers)
    std::cerr << "!!   " << peer.origin() << "  ->  " << peer.loopback() << '\n';
  std::cerr << rule << std::endl;
}

[[nodiscard]] int serve(const app::ServeRequest& request, analyst::AnalystSpawner& spawner) {
  app::hold_back_stop_signals();
  auto options = app::serve_options(request);
  if (!options) return fail(options.error());
  const app::Configuration configuration = options->configuration;
  server::ServerSettings settings = app::server_settings(*options);
  const std::string public_url = settings.public_url;
  set_log_level(app::log_level(configuration));
  print_peers_banner(options->exceptions);
  spawner.warm();
  const auto product = app::Product::create(std::move(*options), spawner);
  if (!product) return fail(product.error());
  const auto server = (*product)->listen(configuration.listen_address, configuration.listen_port,
                                         std::move(settings));
  if (!server) return fail(server.error());
  log(LogLevel::info, "listening",
      {{"address", configuration.listen_address},
       {"port", (*server)->port()},
       {"public_url", public_url}});
  app::serve_until_signal(**server);
  log(LogLevel::info, "stopped");
  return exit_ok;
}

}  // namespace

void add_serve_command(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code) {
  auto* const command = app.add_subcommand("serve", "Run the server");
  auto arguments = std::make_shared<app::ServeRequest>();
  command->add_option("--config", arguments->config,
                      "The configuration file; default ./sluice.toml, then "
                      "/etc/sluice/sluice.toml");
  command->add_option("--port", arguments->port,
                      "Where to listen, instead of server.port; 0: any free one");
  command->add_option(
      "--peers", arguments->peers,
      "A file of test peers on loopback: {\"https://origin\": \"http://127.0.0.1:PORT\"}; "
      "refused unless the server and its public URL are on loopback");
  command->callback([arguments, &spawner, &exit_code] { exit_code = serve(*arguments, spawner); });
}

}  // namespace sluice::cli
