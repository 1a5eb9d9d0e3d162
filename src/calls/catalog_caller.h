#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "calls/call_pace.h"
#include "calls/credential_use.h"
#include "calls/token_refresher.h"
#include "calls/tool_allowlist.h"
#include "calls/tool_lists.h"
#include "calls/tool_reviews.h"
#include "calls/vendor_caller.h"
#include "calls/vendor_clients.h"
#include "catalog/catalog.h"
#include "mcp/client.h"
#include "mcp/protocol.h"
#include "storage/database.h"
#include "vault/connection_repository.h"
#include "vault/credential_vault.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice::calls {

// The VendorCaller of the product.
// Defined in catalog_caller.cpp and step_up.cpp.
class CatalogCaller final : public VendorCaller {
 public:
  // What a call needs; all of it outlives the caller.
  struct Parts {
    const storage::Database& database;
    const catalog::Catalog& catalog;
    const vault::CredentialVault& vault;
    const audit::AuditTrail& audit;
    TokenRefresher& refresher;
    const ToolReviews& reviews;
    net::HttpClient& http;
    net::EgressPolicy& egress;
    BlockingPool& pool;
    const Clock& clock;  // The security clock.
    bool paced = true;   // Within what the rows say that vendors take.
  };
  explicit CatalogCaller(Parts parts)
      : parts_(parts),
        allowlist_(parts.catalog),
        uses_(parts.database, parts.audit, parts.clock),
        clients_({parts.catalog, parts.vault, parts.http, parts.egress, parts.clock}),
        lists_({parts.catalog, parts.vault, parts.reviews, clients_, uses_, parts.pool}) {}

  [[nodiscard]] Task<std::expected<std::string, CallError>> call(storage::OrganizationAccess access,
                                                                 ConnectionId connection,
                                                                 std::string tool, Json arguments,
                                                                 Deadline deadline) override;
  [[nodiscard]] Task<std::expected<ListedTools, CallError>> list_tools(
      storage::OrganizationAccess access, ConnectionId connection, Deadline deadline) override;
  [[nodiscard]] Task<std::expected<std::vector<std::string>, CallError>> try_key(
      const vault::SealedCredential* key, vault::Connection connection, std::string endpoint,
      Deadline deadline) override;
  void forget(ConnectionId connection) override {
    clients_.forget(connection);
    pace_.forget(connection);
  }

 private:
  template <class T>
  using Result = std::expected<T, CallError>;

  [[nodiscard]] Task<Result<vault::Connection>> connection_of(storage::OrganizationAccess access,
                                                              ConnectionId id);
  // Through the allowlist, under a list that is young enough, past the validation of an idle
  // session, and with the tool's pin.
  [[nodiscard]] Task<Result<AllowedCall>> admit(vault::Connection connection, ProposedCall proposed,
                                                Deadline deadline);
  // The one function that puts a tool call on the wire: it takes nothing but an admitted call and
  // a use that is recorded and part of the plan.
  [[nodiscard]] Task<std::expected<mcp::ToolResult, mcp::McpError>> send(AllowedCall&& call,
                                                                         const CredentialUse* use,
                                                                         Deadline deadline);
  // After a 403 that wants more scopes granted: read ones are asked for with the next Reconnect,
  // others never.
  [[nodiscard]] Task<CallError> step_up(storage::OrganizationAccess access,
                                        vault::Connection connection, std::string asked);
  [[nodiscard]] Task<Result<std::string>> call_admitted(storage::OrganizationAccess access,
                                                        AllowedCall call, Deadline deadline);
  // Waits until the vendor takes one more call, if that is soon enough.
  [[nodiscard]] Task<std::optional<CallError>> keep_pace(vault::Connection connection,
                                                         std::string tool, Deadline deadline);
  [[nodiscard]] Task<std::optional<CallError>> record(storage::OrganizationAccess access,
                                                      audit::AuditRecord record);

  Parts parts_;
  ToolAllowlist allowlist_;
  CredentialUses uses_;
  VendorClients clients_;
  CallPace pace_;
  ToolLists lists_;
};

}  // namespace sluice::calls
