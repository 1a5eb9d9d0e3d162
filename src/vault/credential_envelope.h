#pragma once
#include "base/secret.h"
#include "crypto/key_ring.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::vault {

// Whose secret a ciphertext is: the row it may be read from.
struct CredentialOwner {
  std::string organization;  // Ids in decimal.
  std::string connection;
  std::string field;
  std::int64_t generation = 0;
};

// HKDF-SHA-256(master, slot, "v1|organization|connection|field|generation"): the first line
// against a moved row, since under another owner nothing opens at all.
[[nodiscard]] crypto::FernetKey credential_key(const crypto::MasterKey& master, const Secret& slot,
                                               const CredentialOwner& owner);

// The second line: the plaintext names its owner too, as one flat JSON object
// {"v":1,"o":organization,"c":connection,"f":field,"g":generation,"s":secret}.
[[nodiscard]] Secret wrap(const CredentialOwner& owner, const Secret& value);
// Nothing unless every member is there exactly once, none is unknown, and the owner is this one
// byte for byte. Read by hand: a JSON library would leave copies of the secret behind.
[[nodiscard]] std::optional<Secret> unwrap(const CredentialOwner& owner, const Secret& envelope);

}  // namespace sluice::vault
