#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/secret.h"
#include "base/strong_id.h"
#include "base/uptime.h"
#include "crypto/key_ring.h"
#include "identity/organization_access.h"
#include "storage/database.h"
#include "vault/connection.h"
#include "vault/credential_vault.h"

#include <expected>
#include <string>
#include <string_view>

namespace sluice::vault {

constexpr std::chrono::minutes authorization_lifetime{10};  // docs/limits

// An authorization that has left for the vendor: all that the callback needs, fixed before.
struct PendingAuthorization {
  ConnectionId connection;
  std::string vendor;
  UserId user;
  std::uint64_t session = 0;  // identity::SessionId of the browser session that began it.
  Secret verifier;            // RFC 7636.
  ClientRecord client;
  // issuer, token endpoint, resource, redirect URI, requested scopes ... as the caller needs them.
  Json request = Json::object();
};

enum class PendingError {
  unknown,          // Never existed, used, expired, or another organization's.
  another_session,  // Somebody else's browser brought it back: it is used up all the same.
  cannot_open,      // Sealed under a key that is gone.
};
[[nodiscard]] std::string_view reason(PendingError error);

// State -> what was begun under it, once. The state itself is not stored, only its hash, and the
// verifier's key is derived from the state, so the row alone opens nothing. Blocking.
class PendingAuthorizations {
 public:
  PendingAuthorizations(const storage::Database& database, const crypto::KeyRing& ring,
                        const Clock& clock, Random& random, const Uptime& uptime = system_uptime())
      : database_(database), ring_(ring), clock_(clock), random_(random), uptime_(uptime) {}

  // `state` is a random_token(). The user is the transaction's. Expired rows go at the same time.
  void put(storage::Transaction& transaction, std::string_view state,
           const PendingAuthorization& pending) const;
  // Deletes the row and hands it out, in one transaction: the second caller gets `unknown`.
  // `session` and the user of `access` must be those that began it. It lives for its ten minutes on
  // the wall clock and on the machine's: putting one of them back does not stretch them.
  [[nodiscard]] std::expected<PendingAuthorization, PendingError> take(
      identity::OrganizationAccess access, std::string_view state, std::uint64_t session) const;

 private:
  [[nodiscard]] bool is_alive(const storage::Row& row) const;

  const storage::Database& database_;
  const crypto::KeyRing& ring_;
  const Clock& clock_;
  Random& random_;
  const Uptime& uptime_;
};

}  // namespace sluice::vault
