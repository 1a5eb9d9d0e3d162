#pragma once
#include "audit/audit_trail.h"
#include "base/task.h"
#include "oauth/http_door.h"
#include "oauth/registration.h"
#include "vault/connection.h"
#include "vault/credential_vault.h"

#include <optional>
#include <string>

namespace sluice::calls {

// What a vendor is told of a grant that is not kept here: the secrets live in memory only.
struct Farewell {
  audit::RecordedUse use;
  oauth::ClientRegistration client;
  std::string revocation_endpoint;  // Empty: the server has none.
  std::optional<Secret> refresh_token = std::nullopt;
  std::optional<Secret> access_token = std::nullopt;
};

// All of a stored credential that the vendor has to hear of. Nothing where there is nobody to tell:
// no credential, or an API key. Blocking.
[[nodiscard]] std::optional<Farewell> read_farewell(const vault::CredentialVault& vault,
                                                    const audit::AuditTrail& trail,
                                                    const vault::Connection& connection);
// Revokes the tokens (RFC 7009), has the server forget a client that it registered (RFC 7592), and
// records how that went. True when nothing of the grant is left as far as the vendor says: false
// too where it has no way to revoke a token. All but the farewell outlives the call.
[[nodiscard]] Task<bool> say_farewell(oauth::HttpDoor& door, BlockingPool& pool,
                                      const audit::AuditTrail& trail, Farewell farewell);

}  // namespace sluice::calls
