#pragma once
#include "base/clock.h"
#include "mcp/client.h"
#include "net/egress_policy.h"
#include "net/http_client.h"
#include "net/io_runtime.h"
#include "net/table_resolver.h"
#include "oauth/discovery.h"
#include "oauth/token_request.h"

#include <chrono>
#include <expected>
#include <memory>
#include <string>

namespace sluice::attack {

// The waits of a test that is about waiting; the product's are 60 and 300 seconds, and 10 for an
// authorization server.
inline constexpr std::chrono::milliseconds idle{700};
inline constexpr std::chrono::milliseconds whole_call{1'500};
// On a busy machine; far below the 300 seconds that end a call at the latest.
inline constexpr double seconds_max = 60;

enum class Waits { product, brief };

// One server with one fault, and the program's own clients beside it: the fixture knows the fault
// by the host's name.
class Target {
 public:
  explicit Target(const std::string& fault, Waits waits = Waits::product);

  [[nodiscard]] const std::string& origin() const noexcept { return origin_; }
  // `era` is "cold", "modern" or "legacy", see run.mjs.
  [[nodiscard]] std::expected<mcp::ToolResult, mcp::McpError> call_tool(const std::string& era);
  [[nodiscard]] std::expected<mcp::ToolList, mcp::McpError> list_tools(const std::string& era);
  [[nodiscard]] std::expected<oauth::Discovery, oauth::OAuthError> discover();
  [[nodiscard]] std::expected<oauth::TokenResponse, oauth::OAuthError> refresh(
      std::string token_endpoint);
  // How many requests came where none may go.
  [[nodiscard]] std::size_t trapped();

 private:
  [[nodiscard]] mcp::McpClient client(const std::string& era);
  [[nodiscard]] oauth::HttpDoor door();

  std::string origin_;
  Waits waits_;
  net::IoRuntime runtime_{1};
  net::TableResolver resolver_;
  net::EgressPolicy policy_;
  std::unique_ptr<net::HttpClient> http_ = net::make_http_client(runtime_);
  SystemClock clock_;
};

}  // namespace sluice::attack
