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
// register another one; if that one may not use the grant, only the user can help. A fault that may
// pass (no answer, 5xx, 429, a firewall's page, a broken answer) ends nothing: the tokens stay, and
// the token endpoint rests longer and longer (vault/refresh_lease.h).
class TokenRefresher {
 public:
  // What a refresh needs; all references outlive the refresher.
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

  // The vendor refused a token that is as new as they get: nobody but the user can help. The
  // tokens are kept, and the token endpoint is not asked again.
  [[nodiscard]] Task<std::unexpected<CallError>> set_aside(storage::OrganizationAccess access,
                                                           vault::Connection connection);

 private:
  enum class Outcome {
    refreshed,
    narrowed,
    look_again,
    too_often,
    dead,
    vendor_down,
    not_recorded,
    cannot_open,
  };
  enum class Tokens { keep, drop };
  struct Material;
  struct Renewal;
  // What stood when somebody asked for a fresh token.
  struct Known {
    bool refresh = false;     // There is reason to renew, and a refresh token.
    bool still_good = false;  // Only the margin is used up.
    std::string granted_scope;
    std::int64_t failures = 0;
  };
  [[nodiscard]] Known look_at(const vault::Connection& connection, bool force) const;
  // Only the user can help from here on. Nothing when the connection changed in the meantime.
  void stop_using(storage::OrganizationAccess access, const vault::Connection& connection,
                  const std::string& detail, Tokens tokens) const;
  void release(storage::OrganizationAccess access, const vault::RefreshLease& lease) const;
  // `scope`: to be named in the request; empty: not named.
  [[nodiscard]] std::expected<Material, Outcome> open_material(const vault::Connection& connection,
                                                               const CredentialUse& use,
                                                               const std::string& scope) const;
  [[nodiscard]] bool keep(storage::OrganizationAccess access, const vault::Connection& connection,
                          const vault::RefreshLease& lease, Renewal renewal) const;
  // `beside`: of a request for more than a good token, so that only an end of the grant counts.
  [[nodiscard]] Task<Outcome> end_refused(storage::OrganizationAccess access,
                                          const vault::Connection* connection,
                                          const vault::RefreshLease* lease, oauth::OAuthError error,
                                          bool beside);
  [[nodiscard]] Task<Outcome> give_back(storage::OrganizationAccess access,
                                        const vault::Connection* connection, Renewal renewal,
                                        std::string scope);
  [[nodiscard]] Task<Outcome> ask(storage::OrganizationAccess access,
                                  const vault::Connection* connection, vault::RefreshLease lease,
                                  std::string scope);
  [[nodiscard]] Task<Outcome> refresh_once(storage::OrganizationAccess access,
                                           const vault::Connection* connection,
                                           std::int64_t failures_known, std::string scope);
  [[nodiscard]] Task<std::expected<vault::Connection, CallError>> reread(
      storage::OrganizationAccess access, ConnectionId id);

  Parts parts_;
  oauth::HttpDoor door_;
  CredentialUses uses_;
};

}  // namespace sluice::calls
