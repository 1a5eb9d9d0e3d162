#pragma once
#include "calls/proposed_call.h"
#include "catalog/vendor.h"

#include <expected>
#include <string_view>

namespace sluice::calls {

// The pure half of the allowlist, for one call: whether this vendor's row admits it, and the
// arguments as they would leave (forced values put in, dropped ones gone). Byte-exact tool name,
// verdict read, members known to the reviewed input schema, every argument rule of the tool.
// `parameters` are the connection's typed fields (JSON object). Who judges many calls keeps a
// RowGate.
[[nodiscard]] std::expected<Json, Denial> check_call(const catalog::Vendor& vendor,
                                                     const ProposedCall& call,
                                                     const Json& parameters);

// The refusal of a name that the row does not have.
[[nodiscard]] Denial unknown_tool(const catalog::Vendor& vendor, std::string_view name);

}  // namespace sluice::calls
