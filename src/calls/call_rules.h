#pragma once
#include "calls/proposed_call.h"
#include "catalog/vendor.h"

#include <expected>

namespace sluice::calls {

// The pure half of the allowlist: whether this vendor's row admits the call, and the arguments as
// they would leave (forced values put in, dropped ones gone). Byte-exact tool name, verdict read,
// members known to the reviewed input schema, every argument rule of the tool. `parameters` are
// the connection's typed fields (JSON object).
[[nodiscard]] std::expected<Json, Denial> check_call(const catalog::Vendor& vendor,
                                                     const ProposedCall& call,
                                                     const Json& parameters);

}  // namespace sluice::calls
