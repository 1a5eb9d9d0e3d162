#pragma once
#include "base/clock.h"
#include "base/passkey.h"
#include "base/random.h"
#include "base/strong_id.h"
#include "identity/organization_access.h"
#include "storage/database.h"
#include "vault/connection.h"

#include <cstdint>
#include <expected>
#include <limits>
#include <string>
#include <utility>

namespace sluice::vault {

// Longer than a token request may take (10 s), short enough that a crash is soon repaired.
constexpr std::chrono::seconds refresh_lease_time{30};

// A connection's token endpoint is asked at most so often in any such window, whatever a vendor
// answers (docs/limits).
constexpr int refreshes_max = 3;
constexpr std::chrono::seconds refreshes_window{60};

// After a fault that may pass, the next question asks again at once, so often in a row; from then
// on nobody asks for the shortest rest, then for twice as long, and so on up to the longest.
constexpr std::int64_t refresh_retries_at_once = 2;
constexpr std::chrono::seconds refresh_rest_min{60};
constexpr std::chrono::seconds refresh_rest_max{300};

// The right to ask the token endpoint for one connection's next token, now.
class RefreshLease {
 public:
  struct Parts {
    ConnectionId connection;
    std::int64_t generation = 0;  // The one to be replaced.
    std::string holder;
    // A holder before us had written its intent and never came back: the refresh token may be
    // spent. Try once; invalid_grant then means "needs reconnect", not "try again".
    bool previous_attempt_unknown = false;
  };
  RefreshLease(Passkey<class RefreshLeases>, Parts parts) : parts_(std::move(parts)) {}
  RefreshLease(RefreshLease&&) noexcept = default;
  RefreshLease& operator=(RefreshLease&&) noexcept = default;
  [[nodiscard]] const Parts& parts() const noexcept { return parts_; }

 private:
  Parts parts_;
};

// Why nobody may ask now; the refresher (calls/) turns each into a wait, a look or a sentence.
enum class LeaseError {
  held,        // Another thread or process refreshes now: wait a moment and read again.
  superseded,  // Already refreshed, or disconnected: read the connection again.
  too_often,   // As often as it may within a minute: use the token there is, or wait.
  resting,  // The token endpoint failed just now, or again and again: nobody asks it for a while.
};

// One refresh at a time per connection, across threads and processes: a row, not a mutex.
class RefreshLeases {
 public:
  RefreshLeases(const storage::Database& database, const Clock& clock, Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // Takes the lease for the snapshot's generation, unless too many were used in the last minute.
  // `failures_known` is what failures() said when the caller began: who has waited for another
  // one's failure takes it for the answer, and does not ask again.
  [[nodiscard]] std::expected<RefreshLease, LeaseError> take(
      identity::OrganizationAccess access, const Connection& connection,
      std::int64_t failures_known = std::numeric_limits<std::int64_t>::max()) const;
  // How often in a row the token endpoint failed.
  [[nodiscard]] std::int64_t failures(const Connection& connection) const;
  // The durable intent: on disk before the request leaves, and counted. False when the lease was
  // lost.
  [[nodiscard]] bool mark_sent(identity::OrganizationAccess access,
                               const RefreshLease& lease) const;
  // After a fault that may pass: counts it, and ends the lease.
  void fail(identity::OrganizationAccess access, const RefreshLease& lease) const;
  // In the transaction that stores the new tokens, or alone after a definite failure.
  static void release(storage::Transaction& transaction, const RefreshLease& lease);

 private:
  const storage::Database& database_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace sluice::vault
