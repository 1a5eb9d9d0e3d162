#include "crypto/signature.h"

#include "base/base64.h"

#include <sodium.h>

#include <array>
#include <cstdlib>
#include <optional>

namespace sluice::crypto {
namespace {

using PublicKey = std::array<unsigned char, crypto_sign_PUBLICKEYBYTES>;
using Signature = std::array<unsigned char, crypto_sign_BYTES>;

template <std::size_t Size>
std::string hex_of(const std::array<unsigned char, Size>& bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

template <std::size_t Size>
std::optional<std::array<unsigned char, Size>> bytes_of(std::string_view hex) {
  std::array<unsigned char, Size> bytes{};
  std::size_t length = 0;
  if (hex.size() != 2 * Size || sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(),
                                               nullptr, &length, nullptr) != 0)
    return std::nullopt;
  return bytes;
}

// The pair of a seed, wiped at its end.
class KeyPair {
 public:
  explicit KeyPair(const Secret& seed) {
    if (sodium_init() < 0) std::abort();
    seed.use([this](std::string_view bytes) {
      if (bytes.size() != crypto_sign_SEEDBYTES) std::abort();
      crypto_sign_seed_keypair(public_key.data(), private_key.data(),
                               reinterpret_cast<const unsigned char*>(bytes.data()));
    });
  }
  KeyPair(const KeyPair&) = delete;
  KeyPair& operator=(const KeyPair&) = delete;
  ~KeyPair() { sodium_memzero(private_key.data(), private_key.size()); }

  PublicKey public_key{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> private_key{};
};

const unsigned char* bytes_in(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string public_key_of(const Secret& seed) {
  return hex_of(KeyPair(seed).public_key);
}

std::string sign(const Secret& seed, std::string_view text) {
  const KeyPair keys(seed);
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_in(text), text.size(),
                       keys.private_key.data());
  return hex_of(signature);
}

bool is_signed(std::string_view public_key, std::string_view text, std::string_view signature) {
  if (sodium_init() < 0) std::abort();
  const auto key = bytes_of<crypto_sign_PUBLICKEYBYTES>(public_key);
  const auto made = bytes_of<crypto_sign_BYTES>(signature);
  return key && made &&
         crypto_sign_verify_detached(made->data(), bytes_in(text), text.size(), key->data()) == 0;
}

}  // namespace sluice::crypto
