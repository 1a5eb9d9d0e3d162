#pragma once
#include "calls/vendor_caller.h"
#include "catalog/vendor.h"
#include "connections/connection_service.h"
#include "oauth/callback.h"
#include "oauth/http_door.h"

#include <string>

namespace sluice::connections {

// Failures of the flow as sentences: what happened, whose side it is on, what to do. None repeats
// text of the vendor beyond a stable code.
[[nodiscard]] ConnectError connect_error(const catalog::Vendor& vendor,
                                         const oauth::OAuthError& error,
                                         const std::string& redirect_uri);
// The browser came back and there is no code to exchange.
[[nodiscard]] ConnectError callback_error(const catalog::Vendor& vendor,
                                          const oauth::CallbackError& error);
// Of a key that was tried: nothing was stored.
[[nodiscard]] ConnectError key_error(const catalog::Vendor& vendor, const calls::CallError& error);
// Of a server that its row says to ask nobody to sign in: nothing was stored.
[[nodiscard]] ConnectError open_server_error(const catalog::Vendor& vendor,
                                             const calls::CallError& error);
// What the operator must have had done at the vendor before the first connect, though the server
// registers there by itself; with this server's own address. Empty: nothing.
[[nodiscard]] std::string approval_text(const catalog::Vendor& vendor,
                                        const std::string& redirect_uri);
// What the operator has to do where only clients registered by hand are taken, with this server's
// exact redirect address.
[[nodiscard]] std::string setup_text(const catalog::Vendor& vendor,
                                     const std::string& redirect_uri);
// The vendor's MCP server names an authorization server that its row does not admit.
[[nodiscard]] ConnectError issuer_error(const catalog::Vendor& vendor);
// `scope`: for whose sake nothing was kept.
[[nodiscard]] ConnectError registration_error(const catalog::Vendor& vendor,
                                              const std::string& scope);
// `revoked`: it could be given back; else the person has to remove it at the vendor.
[[nodiscard]] ConnectError grant_error(const catalog::Vendor& vendor, const std::string& scope,
                                       bool revoked);
// The vendor offers no scope that only reads; the plan has no connections; the address is not
// public.
[[nodiscard]] ConnectError only_writing_error(const catalog::Vendor& vendor);
[[nodiscard]] ConnectError plan_error(const catalog::Vendor& vendor);
[[nodiscard]] ConnectError egress_error(const catalog::Vendor& vendor);

}  // namespace sluice::connections
