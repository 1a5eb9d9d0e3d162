#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/task.h"
#include "calls/client_identity.h"
#include "calls/credential_use.h"
#include "calls/vendor_caller.h"
#include "catalog/catalog.h"
#include "oauth/http_door.h"
#include "storage/database.h"
#include "vault/connection.h"
#include "vault/credential_vault.h"
#include "vault/refresh_lease.h"

#include <chrono>
#include <expected>
#include <utility>

namespace sluice::calls {

// A token is renewed when less than this is left of it.
inline constexpr std::chrono::seconds refresh_margin{60};
// How long to wait for somebody else's refresh, and how often to look.
inline constexpr std::chrono::seconds lease_wait_max{15};
inline constexpr std::chrono::milliseconds lease_poll_interval{100};

// Keeps the access token of a connection usable: one refresh at a time per connection, across
// threads and processes, because a second use of a rotating refresh token ends the whole grant.
// The intent is on disk before the token endpoint is asked, and the new tokens are on disk before
// one of them is used. A server that no longer knows the client it registered is asked once to
// register another one; if that one may not use the grant, only the user can help.
class TokenRefresher {
 public:
  struct Parts {
    const storage::Database& database;
    const catalog::Catalog& catalog;
    const vault::CredentialVault& vault;
    const vault::RefreshLeases& leases;
    const audit::AuditTrail& audit;
    net::HttpClient& http;
    net::EgressPolicy& egress;
    BlockingPool& pool;
    const Clock& clock;  // The security clock.
    ClientIdentity identity;
  };
  explicit TokenRefresher(Parts parts)
      : parts_(std::move(parts)),
        door_(parts_.http, parts_.egress, oauth::Trust::catalog),
        uses_(parts_.database, parts_.audit, parts_.clock) {}

  // The connection with a token that is good for at least the margin, or, with `force`, with
  // another token than the snapshot's (a 401 said that it is no good). A vendor whose tokens never
  // live that long is asked once, and more than three times a minute nobody is.
  [[nodiscard]] Task<std::expected<vault::Connection, CallError>> fresh(
      storage::OrganizationAccess access, vault::Connection connection, bool force);

 private:
  enum class Outcome {
    refreshed,
    look_again,
    too_often,
    dead,
    vendor_down,
    not_recorded,
    cannot_open,
  };
  struct Material;
  struct Renewal;
  [[nodiscard]] std::expected<Material, Outcome> open_material(const vault::Connection& connection,
                                                               const CredentialUse& use) const;
  [[nodiscard]] bool keep(storage::OrganizationAccess access, const vault::Connection& connection,
                          const vault::RefreshLease& lease, Renewal renewal) const;
  [[nodiscard]] bool needs_refresh(const vault::Connection& connection, bool force) const;
  [[nodiscard]] Task<Outcome> refresh_once(storage::OrganizationAccess access,
                                           const vault::Connection* connection);
  [[nodiscard]] Task<Outcome> ask(storage::OrganizationAccess access,
                                  const vault::Connection* connection, vault::RefreshLease lease);
  [[nodiscard]] Task<std::expected<oauth::TokenResponse, oauth::OAuthError>> refresh_anew(
      const vault::Connection* connection, Material* material, oauth::OAuthError forgotten);
  void release(storage::OrganizationAccess access, const vault::RefreshLease& lease) const;
  [[nodiscard]] Task<std::unexpected<CallError>> lose(storage::OrganizationAccess access,
                                                      const vault::Connection* connection);
  void give_up(storage::OrganizationAccess access, const vault::Connection& connection) const;

  Parts parts_;
  oauth::HttpDoor door_;
  CredentialUses uses_;
};

}  // namespace sluice::calls
