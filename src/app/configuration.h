#pragma once
#include "analytics/asking/question_turns.h"
#include "base/json.h"
#include "net/forwarded.h"

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::app {

// A client that the operator registered at a vendor by hand (some vendors accept no other way).
// The secret is read from its source when it is needed; it is never in the configuration.
struct VendorClient {
  std::string client_id;
  std::string client_secret_source;  // "file:PATH", or empty for a public client.
};

// What an operator may set. Every key is in docs/operations.md; a test compares.
struct Configuration {
  std::string data_dir = "./sluice-data";
  std::string listen_address = "127.0.0.1";
  std::uint16_t listen_port = 8080;
  std::string public_url;           // "https://sluice.example.com"; empty: http://localhost:PORT.
  net::ProxyTrust proxies;          // Whose word about where a request comes from counts.
  net::AddressRanges metrics_from;  // Who may read /metrics.
  std::string sign_up = "invite";   // open | invite
  std::string keys_source;          // "file:PATH" | "fd:N" | "credential:NAME" | ...
  std::string keys_slots;           // "file:DIR"; empty: file:<data.dir>-slots (open_data.h)
  std::string log_level = "info";
  analytics::TurnLimits questions;                     // How many run side by side.
  std::map<std::string, VendorClient> vendor_clients;  // By slug.
};

// Reads `path` (or ./sluice.toml, then /etc/sluice/sluice.toml when empty; none of them is fine),
// then SLUICE_SECTION_KEY of the environment over it. The error is a sentence with file and line:
// an unknown key is refused with the nearest known one.
[[nodiscard]] std::expected<Configuration, std::string> load_configuration(
    const std::string& path, const std::vector<std::string>& environment);

// The file that load_configuration() reads for `path`; empty: none.
[[nodiscard]] std::string configuration_file(const std::string& path);
// NAME=VALUE of everything that the process was started with.
[[nodiscard]] std::vector<std::string> process_environment();

// Whether there is a key to open the data with; empty when there is, else a sentence.
[[nodiscard]] std::string key_fault(const Configuration& configuration);
// What must hold before a server is opened; empty when it does, else a sentence.
[[nodiscard]] std::string start_fault(const Configuration& configuration);

// The known keys ("data.dir"), in the order of the manual.
[[nodiscard]] std::vector<std::string> configuration_keys();

}  // namespace sluice::app
