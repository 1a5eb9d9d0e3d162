#include "loopback.h"

namespace sluice::sandbox {

// This program's own issuer of exceptions.
class SandboxLauncher {
 public:
  static std::vector<net::EgressException> every_loopback_port() {
    constexpr int first_port = 1024;
    constexpr int last_port = 65535;
    std::vector<net::EgressException> exceptions;
    exceptions.reserve(last_port - first_port + 1);
    for (int port = first_port; port <= last_port; ++port) {
      const std::string number = std::to_string(port);
      exceptions.emplace_back(Passkey<SandboxLauncher>(), "http://localhost:" + number,
                              "http://127.0.0.1:" + number);
    }
    return exceptions;
  }
  static std::vector<net::EgressException> peers(const Json& mapping) {
    std::vector<net::EgressException> exceptions;
    for (const auto& [origin, loopback] : mapping.items()) {
      exceptions.emplace_back(Passkey<SandboxLauncher>(), origin, loopback.get<std::string>());
    }
    return exceptions;
  }
};

}  // namespace sluice::sandbox

namespace sluice::conformance {

std::vector<net::EgressException> loopback_exceptions() {
  return sandbox::SandboxLauncher::every_loopback_port();
}

std::vector<net::EgressException> peer_exceptions(const Json& mapping) {
  return sandbox::SandboxLauncher::peers(mapping);
}

std::vector<std::string> origins_of(const std::vector<net::EgressException>& exceptions) {
  std::vector<std::string> origins;
  origins.reserve(exceptions.size());
  for (const net::EgressException& exception : exceptions)
    origins.push_back(exception.origin());
  return origins;
}

}  // namespace sluice::conformance
