#pragma once
#include "calls/vendor_caller.h"
#include "oauth/http_door.h"
#include "vault/connection.h"

#include <expected>
#include <string>

namespace sluice::calls {

// Why there is no fresh token, for the person who asked something.
[[nodiscard]] std::unexpected<CallError> reconnect_needed(const vault::Connection& connection);
// Ready to be returned. Each says whose side it is on and what to do; none quotes the vendor.
[[nodiscard]] std::unexpected<CallError> not_connected();
[[nodiscard]] std::unexpected<CallError> renewed_too_often(const vault::Connection& connection);
[[nodiscard]] std::unexpected<CallError> not_renewed(const vault::Connection& connection);
[[nodiscard]] std::unexpected<CallError> not_recorded();
// The same for Data sources, of a refusal that asking again cannot help.
[[nodiscard]] std::string refused_detail(const oauth::OAuthError& error);

}  // namespace sluice::calls
