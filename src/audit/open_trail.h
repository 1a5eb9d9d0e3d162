#pragma once
#include "audit/audit_trail.h"
#include "base/random.h"
#include "crypto/key_ring.h"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace sluice::audit {

// What the control database keeps of the trail's key: sealed, with where the key ring lay that
// opened it last ("file:/etc/sluice/master.key"), so that commands beside the server find it.
struct KeptTrailKey {
  std::string sealed;
  std::string key_source;
};
// Nothing when no server with a key ring has opened the data yet.
[[nodiscard]] std::optional<KeptTrailKey> kept_trail_key(const storage::Database& database);

// The trail of a running product. The first time, data gets its key: in one transaction with a
// record in each organization's control trail that says how far its own trail reached until then
// ("audit.anchor"), which is as it was found. `organizations`: an access to each there is.
// The error is a sentence for the operator.
struct TrailParts {
  const storage::Database& database;
  const crypto::KeyRing& ring;
  std::string key_source;
  const Clock& clock;
  Random& random;
};
// Safe to call at every start: what is done is not done again. A ring that does not open the kept
// key is refused, since a new key would hide what was tampered with.
[[nodiscard]] std::expected<std::unique_ptr<AuditTrail>, std::string> open_trail(
    const TrailParts& parts, const std::vector<storage::OrganizationAccess>& organizations);

// For a command beside the server: with the key where the data has one and the ring opens it,
// without where there is none yet.
[[nodiscard]] std::expected<std::unique_ptr<AuditTrail>, std::string> open_kept_trail(
    const storage::Database& database, const crypto::KeyRing* ring, const Clock& clock);

// Seals the key under the ring's primary: part of a rotation.
[[nodiscard]] std::expected<void, std::string> reseal_trail_key(const storage::Database& database,
                                                                const crypto::KeyRing& ring,
                                                                const Clock& clock, Random& random);

}  // namespace sluice::audit
