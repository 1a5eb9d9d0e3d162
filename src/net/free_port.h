#pragma once
#include <cstdint>

namespace sluice::net {

// A loopback port that nothing listened on a moment ago: for a server that must know its own
// address before it is put together (the demo and tests with port 0). 0 when there is none.
[[nodiscard]] std::uint16_t free_loopback_port();

}  // namespace sluice::net
