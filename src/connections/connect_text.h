#pragma once
#include "catalog/vendor.h"
#include "connections/connection_desk.h"
#include "oauth/callback.h"
#include "oauth/http_door.h"

#include <string>

namespace sluice::connections {

// Failures of the flow as sentences: what happened, whose side it is on, what to do. None repeats
// text of the vendor beyond a stable code.
[[nodiscard]] ConnectError connect_error(const catalog::Vendor& vendor,
                                         const oauth::OAuthError& error,
                                         const std::string& redirect_uri);
[[nodiscard]] ConnectError callback_error(const catalog::Vendor& vendor,
                                          const oauth::CallbackError& error);
[[nodiscard]] ConnectError plan_error(const catalog::Vendor& vendor);
[[nodiscard]] ConnectError egress_error(const catalog::Vendor& vendor);

}  // namespace sluice::connections
