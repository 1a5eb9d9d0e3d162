#pragma once
#include "base/json.h"
#include "net/egress_exception.h"

#include <string>
#include <vector>

namespace sluice::conformance {

// Every "http://localhost:PORT" of this machine as an exception of the egress policy, because the
// suite starts its servers there, on ports nobody knows beforehand. Tests only: the launcher that
// may issue exceptions is, in this program, loopback.cpp; the product has another one, and no key
// or option that does this.
[[nodiscard]] std::vector<net::EgressException> loopback_exceptions();

// The mapping that tests/peers writes: {"https://name.example": "http://127.0.0.1:PORT", ...}.
[[nodiscard]] std::vector<net::EgressException> peer_exceptions(const Json& mapping);

// The origins of the above, for the readers of OAuth documents.
[[nodiscard]] std::vector<std::string> origins_of(
    const std::vector<net::EgressException>& exceptions);

}  // namespace sluice::conformance
