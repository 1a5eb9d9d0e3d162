#pragma once
// For tests: the check of a password takes its cost from the stored text, so a test that signs in
// again and again stores one that costs nothing. Never for anything that guards something.
#include <sodium.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sluice::crypto {

// Argon2id with the least that libsodium lets be asked for.
[[nodiscard]] inline std::string cheap_hash(std::string_view password) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_argon2id_str(hash.data(), password.data(), password.size(),
                                 crypto_pwhash_argon2id_OPSLIMIT_MIN,
                                 crypto_pwhash_argon2id_MEMLIMIT_MIN) != 0)
    throw std::runtime_error("no hash");
  return hash.data();
}

}  // namespace sluice::crypto
