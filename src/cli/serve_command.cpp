#include "cli/serve_command.h"

#include "analyst/analyst.h"
#include "base/log.h"
#include "cli/exit_code.h"
#include "cli/product.h"
#include "cli/serving.h"
#include "sandbox/launcher.h"
#include "server/host_check.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <optional>

namespace sluice::cli {
namespace {

struct ServeArguments {
  std::string config;
  std::optional<std::uint16_t> port;
  std::string peers;
};

[[nodiscard]] LogLevel level_of(const std::string& name) {
  if (name == "debug") return LogLevel::debug;
  if (name == "warning") return LogLevel::warning;
  if (name == "error") return LogLevel::error;
  return LogLevel::info;
}

// Test peers take any program on this machine for a vendor: a server that others can reach, by
// whatever way, must not have them. A test that plays a server in public names its own address
// among the peers: then that too is played on this machine.
[[nodiscard]] std::string peers_fault(const Configuration& configuration,
                                      const std::string& public_url,
                                      const std::vector<net::EgressException>& peers) {
  constexpr std::string_view scheme = "http://";
  const bool local = public_url.starts_with(scheme) &&
                     server::is_loopback_host(std::string_view(public_url).substr(scheme.size()));
  const bool played = std::ranges::any_of(
      peers, [&](const net::EgressException& peer) { return peer.origin() == public_url; });
  if (!local && !played) {
    return "--peers is for tests: server.public_url must be an http address of this machine, not " +
           public_url;
  }
  if (!configuration.proxies.proxies.empty()) {
    return "--peers is for tests: there must be no proxy in front (server.proxies)";
  }
  return {};
}

// A browser reaches a peer's pages where the peer really listens.
[[nodiscard]] std::string browser_url(const std::vector<net::EgressException>& peers,
                                      const std::string& url) {
  for (const net::EgressException& peer : peers) {
    if (url.starts_with(peer.origin() + "/")) {
      return peer.loopback() + url.substr(peer.origin().size());
    }
  }
  return url;
}

[[nodiscard]] std::expected<ProductOptions, std::string> options_from(
    const ServeArguments& arguments) {
  auto configuration = load_configuration(arguments.config, process_environment());
  if (!configuration) return std::unexpected(configuration.error());
  if (arguments.port) configuration->listen_port = *arguments.port;
  if (std::string fault = start_fault(*configuration); !fault.empty()) {
    return std::unexpected(std::move(fault));
  }
  ProductOptions options;
  options.public_url = configuration->public_url.empty()
                           ? "http://localhost:" + std::to_string(configuration->listen_port)
                           : configuration->public_url;
  if (!arguments.peers.empty()) {
    auto exceptions =
        sandbox::SandboxLauncher::from_peers_file(arguments.peers, configuration->listen_address);
    if (!exceptions) return std::unexpected(exceptions.error());
    options.exceptions = std::move(*exceptions);
    if (auto fault = peers_fault(*configuration, options.public_url, options.exceptions);
        !fault.empty()) {
      return std::unexpected(std::move(fault));
    }
    options.browser_url = [peers = options.exceptions](const std::string& url) {
      return browser_url(peers, url);
    };
  }
  options.configuration = std::move(*configuration);
  return options;
}

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

[[nodiscard]] int serve(const ServeArguments& arguments, analyst::AnalystSpawner& spawner) {
  hold_back_stop_signals();
  auto options = options_from(arguments);
  if (!options) return fail(options.error());
  const Configuration configuration = options->configuration;
  const std::string public_url = options->public_url;
  set_log_level(level_of(configuration.log_level));
  print_peers_banner(options->exceptions);
  spawner.warm();
  const auto product = Product::create(std::move(*options), spawner);
  if (!product) return fail(product.error());
  const auto server = (*product)->listen(configuration.listen_address, configuration.listen_port,
                                         {.public_url = public_url,
                                          .sign_up_open = configuration.sign_up == "open",
                                          .metrics_from = configuration.metrics_from,
                                          .demo_today = std::nullopt,
                                          .new_organization = std::nullopt});
  if (!server) return fail(server.error());
  log(LogLevel::info, "listening",
      {{"address", configuration.listen_address},
       {"port", (*server)->port()},
       {"public_url", public_url}});
  serve_until_signal(**server);
  log(LogLevel::info, "stopped");
  return exit_ok;
}

}  // namespace

void add_serve_command(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code) {
  auto* const command = app.add_subcommand("serve", "Run the server");
  auto arguments = std::make_shared<ServeArguments>();
  command->add_option("--config", arguments->config,
                      "The configuration file; default ./sluice.toml, then "
                      "/etc/sluice/sluice.toml");
  command->add_option("--port", arguments->port,
                      "Where to listen, instead of server.port; 0: any free one");
  command->add_option("--peers", arguments->peers,
                      "Test peers on loopback, as {\"https://origin\": \"http://127.0.0.1:PORT\"}; "
                      "refused unless the server and its public URL are on loopback");
  command->callback([arguments, &spawner, &exit_code] { exit_code = serve(*arguments, spawner); });
}

}  // namespace sluice::cli
