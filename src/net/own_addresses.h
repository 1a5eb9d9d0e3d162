#pragma once
#include "net/ip_address.h"

namespace sluice::net {

// Whether an interface of this machine has the address: a vendor's name that leads back here would
// let a stranger speak to what listens beside us.
[[nodiscard]] bool is_own_address(const IpAddress& address);

}  // namespace sluice::net
