#pragma once
#include "base/passkey.h"

#include <string>
#include <utility>

namespace sluice::sandbox {
class PeerFile;
class SandboxLauncher;
}  // namespace sluice::sandbox

namespace sluice::net {

// The only hole in the egress policy: an exact vendor origin ("https://mcp.stripe.com") answered
// by an exact loopback origin ("http://127.0.0.2:8931"). The launcher of the sandbox and the file
// of test peers (`serve --peers`) make them; no configuration key does, and Custom MCP never gets
// one.
class EgressException {
 public:
  // Both are origins (RFC 6454) without a path.
  EgressException(Passkey<sandbox::SandboxLauncher>, std::string origin, std::string loopback)
      : origin_(std::move(origin)), loopback_(std::move(loopback)) {}
  EgressException(Passkey<sandbox::PeerFile>, std::string origin, std::string loopback)
      : origin_(std::move(origin)), loopback_(std::move(loopback)) {}
  [[nodiscard]] const std::string& origin() const noexcept { return origin_; }
  [[nodiscard]] const std::string& loopback() const noexcept { return loopback_; }

 private:
  std::string origin_;
  std::string loopback_;
};

}  // namespace sluice::net
