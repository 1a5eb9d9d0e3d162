#pragma once
#include "base/clock.h"
#include "base/deadline.h"
#include "calls/credential_use.h"
#include "calls/session_cache.h"
#include "catalog/catalog.h"
#include "mcp/client.h"
#include "mcp/protocol.h"
#include "vault/connection.h"
#include "vault/credential_vault.h"

#include <cstddef>
#include <memory>
#include <string>

namespace sluice::calls {

// MCP clients for the connections of organizations: each with its row's headers, what is known of
// its server, and the way to its credential. Made once; thread-safe.
class VendorClients {
 public:
  // What a client is made of; all of it outlives the clients.
  struct Parts {
    const catalog::Catalog& catalog;
    const vault::CredentialVault& vault;
    net::HttpClient& http;
    net::EgressPolicy& egress;
    const Clock& clock;  // The security clock.
  };
  explicit VendorClients(Parts parts) : parts_(parts) {}

  // For the connection's own address, in the session that it has there. One frame's.
  [[nodiscard]] std::unique_ptr<mcp::McpClient> open(
      const vault::Connection& connection, Deadline deadline,
      std::size_t list_pages_max = mcp::pages_max) const;
  // For an address that is no connection's yet: without a session. `vendor` may be
  // null; `parameters` are what was filled in (headers may hold them).
  [[nodiscard]] std::unique_ptr<mcp::McpClient> open_at(std::string endpoint,
                                                        const catalog::Vendor* vendor,
                                                        const Json& parameters,
                                                        Deadline deadline) const;
  // Keeps what `client` has learned of the server, for whoever comes next.
  void keep(const vault::Connection& connection, const mcp::McpClient& client);

  // How the connection's credential is presented, as the row says. Blocking. `use` outlives what is
  // returned: both belong to the frame of one exchange.
  [[nodiscard]] mcp::Authorize authorize_with(const vault::Connection& connection,
                                              const CredentialUse* use) const;

  // As SessionCache has them.
  void forget(ConnectionId connection) { sessions_.forget(connection); }
  [[nodiscard]] bool claim_validation(const vault::Connection& connection) {
    return sessions_.claim_validation(connection, parts_.clock.now());
  }

 private:
  // `pool`: whose kept HTTP connections it may use; empty: none.
  [[nodiscard]] std::unique_ptr<mcp::McpClient> make(mcp::McpTarget target,
                                                     const catalog::Vendor* vendor,
                                                     const Json& parameters, Deadline deadline,
                                                     std::size_t list_pages_max) const;

  Parts parts_;
  SessionCache sessions_;
};

}  // namespace sluice::calls
