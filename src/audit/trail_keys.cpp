#include "audit/trail_keys.h"

#include "base/base64.h"
#include "crypto/fernet.h"
#include "crypto/signature.h"

#include <utility>

namespace sluice::audit {
namespace {

constexpr std::size_t root_bytes = 32;

crypto::FernetKey sealing_key(const crypto::MasterKey& master) {
  return master.derive("sluice audit", "v1|trail key");
}

}  // namespace

TrailKeys TrailKeys::make(Random& random) {
  return TrailKeys(Secret::take(random.bytes(root_bytes)));
}

std::expected<TrailKeys, std::string> TrailKeys::open(const crypto::KeyRing& ring,
                                                      std::string_view sealed) {
  // After a rotation the key is sealed under the new primary, before it under one of the others;
  // Fernet says which by its own signature.
  for (const crypto::MasterKey& master : ring.keys()) {
    auto root = crypto::fernet_decrypt(sealing_key(master), sealed);
    if (root) return TrailKeys(std::move(*root));
  }
  return std::unexpected(
      "The key of the audit trail does not open with this key ring. Use the ring that the data was "
      "written with; if control.db was damaged, restore it from a backup.");
}

std::string TrailKeys::seal(const crypto::MasterKey& master, Instant now, Random& random) const {
  return crypto::fernet_encrypt(sealing_key(master), root_, now, random);
}

crypto::Digest TrailKeys::derive(std::string_view purpose) const {
  crypto::Digest derived{};
  root_.use([&](std::string_view root) { derived = crypto::hmac_sha256(root, purpose); });
  return derived;
}

crypto::Digest TrailKeys::chain_key(OrganizationId organization, Trail trail) const {
  return derive("chain|" + std::string(to_text(trail)) + "|" + sluice::to_text(organization));
}

std::string TrailKeys::digest(OrganizationId organization, std::string_view text) const {
  const crypto::Digest key = derive("values|" + sluice::to_text(organization));
  return to_hex(crypto::as_text(crypto::hmac_sha256(crypto::as_text(key), text)));
}

Secret TrailKeys::signing_seed() const {
  return Secret::take(std::string(crypto::as_text(derive("signing"))));
}

std::string TrailKeys::sign(std::string_view text) const {
  return crypto::sign(signing_seed(), text);
}

std::string TrailKeys::public_key() const {
  return crypto::public_key_of(signing_seed());
}

}  // namespace sluice::audit
