#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/secret.h"
#include "base/strong_id.h"
#include "base/uptime.h"
#include "crypto/key_ring.h"
#include "identity/organization_access.h"
#include "keys/key_slots.h"
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

// Why a callback finds nothing to go on with.
enum class PendingError {
  unknown,          // Never existed, used, expired, or another organization's.
  another_session,  // Somebody else's browser brought it back: it is used up all the same.
  cannot_open,      // Sealed under a key that is gone.
};
// Stable, for the trail and the log.
[[nodiscard]] std::string_view reason(PendingError error);

// State -> what was begun under it, once. The state itself is not stored, only its hash, and the
// keys are derived from the state and a key slot of its own, as those of a credential are: neither
// the row with the master key, nor a proxy's log of the callback beside them, opens anything once
// the slot is overwritten. Blocking.
class PendingAuthorizations {
 public:
  PendingAuthorizations(const storage::Database& database, const crypto::KeyRing& ring,
                        keys::KeySlots& slots, const Clock& clock, Random& random,
                        const Uptime& uptime = system_uptime())
      : database_(database),
        ring_(ring),
        slots_(slots),
        clock_(clock),
        random_(random),
        uptime_(uptime) {}

  // A slot for the next put(), made before its transaction, which may be run again.
  [[nodiscard]] std::expected<keys::SlotId, keys::KeyError> make_slot() const {
    return slots_.make();
  }
  // `state` is a random_token(). The user is the transaction's. Expired rows go at the same time;
  // the vault's erase_forgotten() overwrites their slots after the commit.
  void put(storage::Transaction& transaction, std::string_view state, keys::SlotId slot,
           const PendingAuthorization& pending) const;
  // Deletes the row and hands it out, in one transaction, and overwrites its slot: the second
  // caller gets `unknown`. `session` and the user of `access` must be those that began it. It lives
  // for its ten minutes on the wall clock and on the machine's: putting one of them back does not
  // stretch them.
  [[nodiscard]] std::expected<PendingAuthorization, PendingError> take(
      identity::OrganizationAccess access, std::string_view state, std::uint64_t session) const;

 private:
  [[nodiscard]] bool is_alive(const storage::Row& row) const;

  const storage::Database& database_;
  const crypto::KeyRing& ring_;
  keys::KeySlots& slots_;
  const Clock& clock_;
  Random& random_;
  const Uptime& uptime_;
};

}  // namespace sluice::vault
