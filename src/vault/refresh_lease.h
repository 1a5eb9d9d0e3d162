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
#include <string>
#include <utility>

namespace sluice::vault {

// Longer than a token request may take (10 s), short enough that a crash is soon repaired.
constexpr std::chrono::seconds refresh_lease_time{30};

// A connection's token endpoint is asked at most so often in any such window, whatever a vendor
// answers (docs/limits).
constexpr int refreshes_max = 3;
constexpr std::chrono::seconds refreshes_window{60};

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

enum class LeaseError {
  held,        // Another thread or process refreshes now: wait a moment and read again.
  superseded,  // Already refreshed, or disconnected: read the connection again.
  too_often,   // As often as it may within a minute: use the token there is, or wait.
};

// One refresh at a time per connection, across threads and processes: a row, not a mutex.
class RefreshLeases {
 public:
  RefreshLeases(const storage::Database& database, const Clock& clock, Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // Takes the lease for the snapshot's generation, unless too many were used in the last minute.
  [[nodiscard]] std::expected<RefreshLease, LeaseError> take(identity::OrganizationAccess access,
                                                             const Connection& connection) const;
  // The durable intent: on disk before the request leaves, and counted. False when the lease was
  // lost.
  [[nodiscard]] bool mark_sent(identity::OrganizationAccess access,
                               const RefreshLease& lease) const;
  // In the transaction that stores the new tokens, or alone after a definite failure.
  static void release(storage::Transaction& transaction, const RefreshLease& lease);

 private:
  const storage::Database& database_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace sluice::vault
