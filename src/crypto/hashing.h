#pragma once
#include "base/secret.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::crypto {

inline constexpr std::size_t digest_bytes = 32;
using Digest = std::array<unsigned char, digest_bytes>;

// FIPS 180-4.
[[nodiscard]] Digest sha256(std::string_view bytes);
// Lower-case hexadecimal: how a token is looked up without being stored.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
// RFC 2104 with SHA-256.
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view bytes);
// RFC 5869 with SHA-256: `length` bytes, at most 255 * 32.
[[nodiscard]] Secret hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info,
                                 std::size_t length);

// Equality whose duration says nothing about where the texts differ.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept;

[[nodiscard]] inline std::string_view as_text(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace sluice::crypto
