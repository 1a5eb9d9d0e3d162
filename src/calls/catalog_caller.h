#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "calls/credential_use.h"
#include "calls/session_cache.h"
#include "calls/token_refresher.h"
#include "calls/tool_allowlist.h"
#include "calls/tool_reviews.h"
#include "calls/vendor_caller.h"
#include "catalog/catalog.h"
#include "mcp/client.h"
#include "mcp/protocol.h"
#include "storage/database.h"
#include "vault/connection_repository.h"
#include "vault/credential_vault.h"

#include <chrono>
#include <map>
#include <mutex>
#include <set>

namespace sluice::calls {

// Which connections' tools are being read because their list is old.
struct Listing {
  std::mutex mutex;
  std::set<ConnectionId> connections;
};
// The turn of one caller to read one of them: the others wait for it and ask nothing.
class ListTurn {
 public:
  // `listing` outlives it. Not a wait: is_mine() says whether the turn is this caller's.
  ListTurn(Listing& listing, ConnectionId connection) : listing_(listing), connection_(connection) {
    const std::lock_guard lock(listing_.mutex);
    mine_ = listing_.connections.insert(connection).second;
  }
  ~ListTurn() {
    const std::lock_guard lock(listing_.mutex);
    if (mine_) listing_.connections.erase(connection_);
  }
  ListTurn(const ListTurn&) = delete;
  ListTurn& operator=(const ListTurn&) = delete;
  [[nodiscard]] bool is_mine() const noexcept { return mine_; }

 private:
  Listing& listing_;
  ConnectionId connection_;
  bool mine_ = false;
};
inline constexpr std::chrono::milliseconds list_poll_interval{50};

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
  };
  explicit CatalogCaller(Parts parts)
      : parts_(parts), allowlist_(parts.catalog), uses_(parts.database, parts.audit, parts.clock) {}

  [[nodiscard]] Task<std::expected<std::string, CallError>> call(storage::OrganizationAccess access,
                                                                 std::string vendor,
                                                                 std::string tool, Json arguments,
                                                                 Deadline deadline) override;
  [[nodiscard]] Task<std::expected<ListedTools, CallError>> list_tools(
      storage::OrganizationAccess access, ConnectionId connection, Deadline deadline) override;
  [[nodiscard]] Task<std::expected<std::vector<std::string>, CallError>> try_key(
      const vault::SealedCredential* key, vault::Connection connection, std::string endpoint,
      Deadline deadline) override;
  void forget(ConnectionId connection) override { sessions_.forget(connection); }

 private:
  template <class T>
  using Result = std::expected<T, CallError>;

  [[nodiscard]] Task<Result<vault::Connection>> connection_of(storage::OrganizationAccess access,
                                                              std::string vendor);
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
  [[nodiscard]] std::unique_ptr<mcp::McpClient> client_for(
      const vault::Connection& connection, Deadline deadline,
      std::size_t list_pages_max = mcp::pages_max) const;
  // `use` outlives what is returned: both belong to the frame of one exchange.
  [[nodiscard]] mcp::Authorize authorize_with(const vault::Connection& connection,
                                              const CredentialUse* use) const;
  [[nodiscard]] std::unique_ptr<mcp::McpClient> client_at(std::string endpoint,
                                                          const catalog::Vendor* vendor,
                                                          Deadline deadline,
                                                          std::size_t list_pages_max,
                                                          std::string pool = {}) const;
  // Lists the tools, at most so many pages of them, and holds them against what was approved:
  // proves token and session too. `expired` is set when the vendor takes the token no more.
  [[nodiscard]] Task<Result<ListedTools>> list_once(vault::Connection connection,
                                                    std::size_t pages_max, Deadline deadline,
                                                    bool* expired);
  // Reads the whole list when it is older than pin_age_max; nothing when all is well.
  [[nodiscard]] Task<std::optional<CallError>> list_by_age(vault::Connection connection,
                                                           Deadline deadline);
  // What stands between an idle connection and its next call; nothing when all is well.
  [[nodiscard]] Task<std::optional<CallError>> validate_after_idle(vault::Connection connection,
                                                                   Deadline deadline);
  [[nodiscard]] Task<std::optional<CallError>> record(storage::OrganizationAccess access,
                                                      audit::AuditRecord record);

  Parts parts_;
  ToolAllowlist allowlist_;
  SessionCache sessions_;
  Listing listing_;
  CredentialUses uses_;
};

}  // namespace sluice::calls
