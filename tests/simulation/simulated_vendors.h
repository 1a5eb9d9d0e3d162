#pragma once
#include "sandbox/local_client_fixture.h"

#include <functional>
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

// The stand-in vendors in this process, on a way that is watched and can be disturbed. Not
// thread-safe.
class SimulatedVendors final : public sandbox::LocalClient {
 public:
  using Watch = std::function<void(const Arrival&)>;
  // `watch` sees each request that arrives, and may throw.
  SimulatedVendors(const sandbox::Sandbox::Environment& environment, Watch watch);

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
  [[nodiscard]] Answer exchange(const net::ServerRequest& arrived) override;
  [[nodiscard]] std::optional<WireFault> fault_for(Door door);

  Watch watch_;
  Disturbance disturbance_;
};

}  // namespace sluice::simulation
