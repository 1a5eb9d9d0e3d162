// What the other files do wrong, done right: this one compiles.
#include <ostream>
#include <string>
#include "audit/audit_trail.h"
#include "base/secret.h"
#include "calls/allowed_call.h"
#include "identity/session_authenticator.h"
#include "vault/connection_repository.h"
#include "vault/credential_vault.h"

namespace sluice {

// The right use of what the other files misuse.
bool right_use(const storage::Database& database, const identity::SessionAuthenticator& sessions,
               const vault::CredentialVault& credentials, const audit::AuditTrail& trail) {
  const auto signed_in = sessions.authenticate("cookie");
  if (!signed_in) return false;
  const vault::ConnectionRepository repository(database, signed_in->access);
  const auto connection = repository.find(ConnectionId{1});
  if (!connection) return false;
  constexpr storage::TenantSql sql =
      "SELECT id FROM mcp_server_connection WHERE organization_id = :organization_id AND id = :id";
  (void)database.organization(signed_in->access).query(sql, {{"id", 1}});
  const audit::RecordedUse use =
      trail.begin_use({signed_in->access, connection->id(), "tool.call", "stripe", "list"});
  const auto token = credentials.open(*connection, use);
  return token && token->use([](std::string_view text) { return text.size(); }) > 0;
}

}  // namespace sluice
