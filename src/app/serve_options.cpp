#include "app/serve_options.h"

#include "net/ip_address.h"
#include "net/url.h"
#include "sandbox/peer_file.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::app {
namespace {

// Test peers take any program on this machine for a vendor: a server that others can reach, by
// whatever way, must not have them. A test that plays a server in public names its own address
// among the peers: then that too is played on this machine.
[[nodiscard]] std::string peers_fault(const Configuration& configuration,
                                      const std::string& public_url,
                                      const std::vector<net::EgressException>& peers) {
  const auto url = net::parse_strict_url(public_url);
  const bool local = url && url->scheme == "http" && net::is_loopback_host(url->host);
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

}  // namespace

std::expected<ProductOptions, std::string> serve_options(const ServeRequest& request) {
  auto configuration = load_configuration(request.config, process_environment());
  if (!configuration) return std::unexpected(configuration.error());
  if (request.port) configuration->listen_port = *request.port;
  if (std::string fault = start_fault(*configuration); !fault.empty()) {
    return std::unexpected(std::move(fault));
  }
  ProductOptions options;
  options.public_url = configuration->public_url.empty()
                           ? "http://localhost:" + std::to_string(configuration->listen_port)
                           : configuration->public_url;
  if (!request.peers.empty()) {
    auto exceptions = sandbox::PeerFile::read(request.peers, configuration->listen_address);
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

server::ServerSettings server_settings(const ProductOptions& options) {
  return {.public_url = options.public_url,
          .sign_up_open = options.configuration.sign_up == "open",
          .metrics_from = options.configuration.metrics_from,
          .demo_today = std::nullopt,
          .new_organization = std::nullopt};
}

LogLevel log_level(const Configuration& configuration) {
  const std::string& name = configuration.log_level;
  if (name == "debug") return LogLevel::debug;
  if (name == "warning") return LogLevel::warning;
  if (name == "error") return LogLevel::error;
  return LogLevel::info;
}

}  // namespace sluice::app
