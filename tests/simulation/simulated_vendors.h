#pragma once
#include "net/http_client.h"
#include "sandbox/sandbox.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::simulation {

// Which of a vendor's places a request goes to. `elsewhere`: a host of no vendor.
enum class Door { mcp, token, registration, revocation, metadata, elsewhere };

// One request as it arrives, before anybody has answered it.
struct Arrival {
  std::string vendor;
  Door door = Door::elsewhere;
  std::string method;  // JSON-RPC; empty where the body has none.
  std::string tool;    // Of tools/call.
  std::string bearer;  // The credential; empty: none.
};

// What the way to a vendor and back can do.
enum class WireFault {
  cut_before,     // The request never arrives.
  cut_after,      // It arrives and takes effect, and the answer is lost.
  silence,        // The time is over.
  rate_limited,   // 429
  broken,         // 500
  nonsense,       // 200 with something that is no JSON.
  wrong_members,  // 200 with JSON whose members are of other types.
  endless,        // More than a body may hold.
};
inline constexpr std::size_t wire_fault_kinds = 8;
[[nodiscard]] std::string_view to_text(WireFault fault);

// Stand-in vendors and the way to them without a socket: the sandbox answers in this process. Not
// thread-safe.
class SimulatedVendors final : public net::HttpClient {
 public:
  using Watch = std::function<void(const Arrival&)>;
  // `watch` sees each request that arrives, and may throw.
  SimulatedVendors(const sandbox::Sandbox::Environment& environment, Watch watch);

  [[nodiscard]] Task<std::expected<net::HttpResponse, net::HttpError>> send(
      net::PublicEndpoint to, net::HttpRequest request, net::HttpLimits limits) override;
  [[nodiscard]] Task<std::expected<std::unique_ptr<net::HttpStream>, net::HttpError>> open(
      net::PublicEndpoint to, net::HttpRequest request, net::HttpLimits limits) override;

  // What a person's browser does: the vendor's page, whose answer is Allow. The query of the way
  // back; empty when there was none.
  [[nodiscard]] std::string consent(const std::string& authorization_url);
  // A fault of the sandbox (sandbox/faults.h).
  void set_fault(const Json& fault);
  // The next `times` requests to a vendor's place meet `fault`.
  void disturb(WireFault fault, Door door, int times);
  void calm();
  // Tools of the vendor that are called behind the product's back: sabotage, for the test of the
  // test.
  std::string smuggled_tool;

 private:
  struct Disturbance {
    WireFault fault = WireFault::cut_before;
    Door door = Door::mcp;
    int times = 0;
  };
  using Answer = std::expected<net::HttpResponse, net::HttpError>;
  [[nodiscard]] Answer exchange(const net::PublicEndpoint& to, const net::HttpRequest& request);
  [[nodiscard]] net::HttpResponse ask(const net::ServerRequest& request);
  [[nodiscard]] std::optional<WireFault> fault_for(Door door);

  std::unique_ptr<sandbox::Sandbox> sandbox_;
  Watch watch_;
  Disturbance disturbance_;
};

}  // namespace sluice::simulation
