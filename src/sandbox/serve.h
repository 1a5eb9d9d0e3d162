#pragma once
#include "base/clock.h"
#include "net/http_server.h"
#include "sandbox/sandbox.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace sluice::sandbox {

struct ServeOptions {
  SandboxSettings settings;
  std::string address = "127.0.0.2";  // Not the product's: cookies know no ports.
  std::uint16_t port = 0;             // 0: the system chooses.
  Instant now;                        // Where the business clock starts.
  std::filesystem::path world;        // Empty: the data in the binary.
};

// Serves until the process is told to stop (SIGTERM, SIGINT). `listening` is called once, with
// the port. The error is a sentence: the port is taken, the data are not readable.
[[nodiscard]] std::expected<void, std::string> serve_sandbox(
    const ServeOptions& options, const std::function<void(std::uint16_t)>& listening);

// A sandbox on a loopback port inside this process, with an io thread of its own: for tests.
// Blocks until it listens; the error is a sentence.
class SandboxThread {
 public:
  [[nodiscard]] static std::expected<std::unique_ptr<SandboxThread>, std::string> start(
      const ServeOptions& options);
  virtual ~SandboxThread() = default;  // Stops it.
  [[nodiscard]] virtual std::uint16_t port() const = 0;
};

}  // namespace sluice::sandbox
