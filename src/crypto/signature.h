#pragma once
#include "base/secret.h"

#include <string>
#include <string_view>

namespace sluice::crypto {

// Ed25519 (RFC 8032) by libsodium. Keys and signatures are lower-case hexadecimal, so that any tool
// can check them; the private key is its 32-byte seed, which never leaves its Secret.
[[nodiscard]] std::string public_key_of(const Secret& seed);
[[nodiscard]] std::string sign(const Secret& seed, std::string_view text);
// False for anything that is not exactly a signature of this text by this key.
[[nodiscard]] bool is_signed(std::string_view public_key, std::string_view text,
                             std::string_view signature);

}  // namespace sluice::crypto
