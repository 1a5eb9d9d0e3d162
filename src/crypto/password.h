#pragma once
#include "base/secret.h"

#include <string>

namespace sluice::crypto {

// Argon2id by libsodium: t = 3, m = 32 MiB, one lane; 50 to 60 ms of one core, so call it on the
// blocking pool. The text carries salt and parameters ("$argon2id$v=19$...").
[[nodiscard]] std::string hash_password(const Secret& password);
// Compares in constant time; a hash that cannot be read matches nothing.
[[nodiscard]] bool password_matches(const Secret& password, const std::string& hash);
// As much work as password_matches, for an account that does not exist: the time tells nothing.
void pretend_to_match(const Secret& password);

}  // namespace sluice::crypto
