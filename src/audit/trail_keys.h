#pragma once
#include "audit/record.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/strong_id.h"
#include "crypto/hashing.h"
#include "crypto/key_ring.h"

#include <expected>
#include <string>
#include <string_view>

namespace sluice::audit {

// The random key of all trails of one data directory: every chain's key and the signing key of the
// heads are derived from it. It lies in the control database sealed under the master key, so that
// a rotation seals it anew and no record has to be.
class TrailKeys {
 public:
  // 32 random bytes; once for a data directory, at its first start with a key ring.
  [[nodiscard]] static TrailKeys make(Random& random);
  // Opens with whichever key of the ring sealed it; the error is a sentence.
  [[nodiscard]] static std::expected<TrailKeys, std::string> open(const crypto::KeyRing& ring,
                                                                  std::string_view sealed);
  // A Fernet token (docs/adr has the key derivation); `now` is its time stamp and decides nothing.
  [[nodiscard]] std::string seal(const crypto::MasterKey& master, Instant now,
                                 Random& random) const;

  // A key of its own for each chain: a record cannot be moved to another organization or trail.
  [[nodiscard]] crypto::Digest chain_key(OrganizationId organization, Trail trail) const;
  // What stands in a record for a value that must not; without the key nobody can try values.
  [[nodiscard]] std::string digest(OrganizationId organization, std::string_view text) const;
  // Ed25519 over the text; and the key to check it with. Hexadecimal.
  [[nodiscard]] std::string sign(std::string_view text) const;
  [[nodiscard]] std::string public_key() const;

 private:
  explicit TrailKeys(Secret root) : root_(std::move(root)) {}
  [[nodiscard]] crypto::Digest derive(std::string_view purpose) const;
  [[nodiscard]] Secret signing_seed() const;
  Secret root_;
};

}  // namespace sluice::audit
