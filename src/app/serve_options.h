#pragma once
#include "app/configuration.h"
#include "app/product.h"
#include "base/log.h"
#include "server/parts.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace sluice::app {

// What the command line of `sluice serve` says.
struct ServeRequest {
  std::string config;                 // A path; empty: where load_configuration() looks by itself.
  std::optional<std::uint16_t> port;  // Instead of server.port; 0: any free one.
  std::string peers;                  // A file of test peers on loopback; empty: none.
};

// The product that this command line and the configuration ask for. The error is a sentence for the
// operator: a configuration that cannot be read or does not hold together, a peers file that cannot
// be read, and test peers on a server that others could reach.
[[nodiscard]] std::expected<ProductOptions, std::string> serve_options(const ServeRequest& request);

// What requests see of those options.
[[nodiscard]] server::ServerSettings server_settings(const ProductOptions& options);

// From which level on the log is written; load_configuration() has refused every other name.
[[nodiscard]] LogLevel log_level(const Configuration& configuration);

}  // namespace sluice::app
