#pragma once
#include "base/clock.h"
#include "net/egress_exception.h"
#include "sandbox/profile.h"
#include "sandbox/serve.h"

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// The initialisers let a caller name only what it wants.
// NOLINTBEGIN(readability-redundant-member-init)
struct LauncherOptions {
  std::optional<Instant> now = {};        // Where the business clock starts; nothing: real time.
  std::string product_url = {};           // "http://localhost:8080"; may be empty.
  std::vector<std::string> vendors = {};  // Slugs; empty: all.
  bool automatic_consent = false;         // No consent page: the answer is Allow.
  std::optional<std::chrono::seconds> token_lifetime = {};
  // A folder with vendors.json, world/ and tools/ instead of the data in the binary.
  std::filesystem::path world = {};
  std::filesystem::path state = {};  // Keeps grants and clients over a restart; empty: forgets.
  std::filesystem::path executable = "/proc/self/exe";
};
// NOLINTEND(readability-redundant-member-init)

// An OAuth client that a stand-in vendor knows beforehand (it takes no registration).
struct KnownClient {
  std::string vendor;
  std::string client_id;
  std::string client_secret;
};

// Starts `sluice sandbox` as a child process and opens the egress policy for it; beside PeerFile
// the only maker of an EgressException. The child ends with this object, and with this process if
// that dies first.
class SandboxLauncher {
 public:
  // Waits up to 5 s for the child to listen. Starts it from the calling thread, whose end it does
  // not survive: call it on the main thread. The error is a sentence.
  [[nodiscard]] static std::expected<std::unique_ptr<SandboxLauncher>, std::string> start(
      const LauncherOptions& options);
  // The same sandbox on a thread of this process: for tests, whose program is not `sluice`.
  [[nodiscard]] static std::expected<std::unique_ptr<SandboxLauncher>, std::string>
  start_in_process(const LauncherOptions& options);
  ~SandboxLauncher();
  SandboxLauncher(const SandboxLauncher&) = delete;
  SandboxLauncher& operator=(const SandboxLauncher&) = delete;

  // Every origin of the vendors, MCP and authorization servers, answered by the child.
  [[nodiscard]] std::vector<net::EgressException> exceptions() const;
  // "http://127.0.0.2:PORT", for /_sandbox/calls and its neighbours.
  [[nodiscard]] std::string origin() const;
  // Of the child, on 127.0.0.2: another host than the product's, because cookies know no ports.
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::vector<std::string> vendors() const;
  [[nodiscard]] std::vector<KnownClient> clients() const;

  // A browser cannot reach https://access.vendor.example/... here. This turns a vendor's
  // authorization URL into the page's address on the sandbox (/_as/SLUG/authorize, same query); any
  // other URL comes back as it was. vendor_url() is its inverse.
  [[nodiscard]] std::string browser_url(std::string_view authorization_url) const;
  [[nodiscard]] std::string vendor_url(std::string_view browser_url) const;

  // For the sandbox itself: how it reaches the product on this machine. Empty for "" and for any
  // address that is not on loopback.
  [[nodiscard]] static std::vector<net::EgressException> product_exception(
      const std::string& product_url);

 private:
  SandboxLauncher() = default;
  [[nodiscard]] std::expected<void, std::string> load_directory(const LauncherOptions& options);

  Directory directory_;
  std::uint16_t port_ = 0;
  int child_ = -1;  // Process id; -1: none.
  std::unique_ptr<SandboxThread> thread_;
};

}  // namespace sluice::sandbox
