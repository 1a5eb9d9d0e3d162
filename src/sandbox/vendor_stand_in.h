#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "base/time_zone.h"
#include "sandbox/authorization_server.h"
#include "sandbox/engine.h"
#include "sandbox/mcp_endpoint.h"
#include "sandbox/profile.h"
#include "sandbox/tool_definitions.h"
#include "sandbox/world.h"
#include "sandbox/world_files.h"

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace sluice::sandbox {

// What all stand-ins of one sandbox share. All of it outlives them.
struct StandInParts {
  const WorldFiles& files;
  const AuthorizationOptions& options;
  const Clock& business_clock;
  const Clock& security_clock;
  const TimeZone& zone;
  Random& random;
};

// One vendor's stand-in: its authorization server and, from the first MCP request on,
// its data.
class VendorStandIn {
 public:
  // `shared`: the server of another stand-in with the same issuer; null makes an own one.
  VendorStandIn(VendorProfile profile, const StandInParts& parts,
                std::shared_ptr<AuthorizationServer> shared);

  [[nodiscard]] const VendorProfile& profile() const noexcept { return profile_; }
  // Null when the server asks for no login.
  [[nodiscard]] AuthorizationServer* authorization() { return authorization_.get(); }
  [[nodiscard]] const std::shared_ptr<AuthorizationServer>& shared_authorization() const noexcept {
    return authorization_;
  }
  // False when the server is another stand-in's: who keeps or clears it does so once.
  [[nodiscard]] bool owns_authorization() const noexcept { return owns_authorization_; }
  // The MCP server, with the vendor's data read on first use. The error is a sentence.
  // `branch`: as who signed in with the company's second account sees it.
  [[nodiscard]] std::expected<McpEndpoint*, std::string> mcp(bool branch = false);
  // Nothing when the call is within the vendor's limit; else how long to wait.
  [[nodiscard]] std::optional<std::chrono::seconds> over_limit() {
    return calls_.take(parts_.security_clock.now());
  }
  // Nothing before mcp() was called.
  [[nodiscard]] const ToolDefinition* tool(std::string_view name) const;

 private:
  [[nodiscard]] std::expected<void, std::string> load();
  // What one vendor's files give; stays in place, because the parts point at each other.
  struct Data {
    World world;
    ToolDefinitions tools;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<McpEndpoint> endpoint;
    std::unique_ptr<World> branch_world;
    std::unique_ptr<Engine> branch_engine;
    std::unique_ptr<McpEndpoint> branch;  // Null until somebody asks.
  };
  VendorProfile profile_;
  StandInParts parts_;
  RateCounter calls_;
  std::shared_ptr<AuthorizationServer> authorization_;
  bool owns_authorization_ = false;
  std::unique_ptr<Data> data_;
};

}  // namespace sluice::sandbox
