#pragma once
#include "oauth/authorization_request.h"
#include "oauth/metadata.h"
#include "oauth/registration.h"
#include "vault/credential_vault.h"

#include <optional>
#include <string>

namespace sluice::calls {

// What a connection keeps of its authorization server and client, beside the secrets: enough to
// refresh, revoke and unregister without discovering anything again.
struct ServerDetails {
  std::string issuer;
  std::string token_endpoint;
  std::string revocation_endpoint;  // Empty: the server has none.
  std::string resource;             // RFC 8707; empty: not sent.
};

// As the vault keeps it beside the secrets; members that are not there read as empty.
[[nodiscard]] Json to_json(const ServerDetails& server, const oauth::ClientRegistration& client);
[[nodiscard]] ServerDetails server_details(const Json& details);
// The client without its secrets; nothing when the details are of an API key.
[[nodiscard]] std::optional<oauth::ClientRegistration> registration_from(const Json& details);
// The same with the secrets that the vault keeps, taken out of the record.
[[nodiscard]] std::optional<oauth::ClientRegistration> registration_from(
    vault::ClientRecord&& record);
// The record the vault seals: details as JSON, secrets as secrets.
[[nodiscard]] vault::ClientRecord record_of(const ServerDetails& server,
                                            oauth::ClientRegistration&& client);

}  // namespace sluice::calls
