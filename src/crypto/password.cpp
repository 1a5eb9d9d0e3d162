#include "crypto/password.h"

#include <sodium.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace sluice::crypto {
namespace {

constexpr unsigned long long passes = 3;
constexpr std::size_t memory_bytes = std::size_t{32} * 1024 * 1024;

void ready() {
  if (sodium_init() < 0) std::abort();
}

}  // namespace

std::string hash_password(const Secret& password) {
  ready();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const bool made = password.use([&](std::string_view text) {
    return crypto_pwhash_argon2id_str(hash.data(), text.data(), text.size(), passes,
                                      memory_bytes) == 0;
  });
  if (!made) throw std::runtime_error("not enough memory to hash a password");
  return hash.data();
}

bool password_matches(const Secret& password, const std::string& hash) {
  ready();
  return password.use([&](std::string_view text) {
    return crypto_pwhash_argon2id_str_verify(hash.c_str(), text.data(), text.size()) == 0;
  });
}

void pretend_to_match(const Secret& password) {
  static const std::string nobody = hash_password(Secret::take("nobody has this password"));
  (void)password_matches(password, nobody);
}

}  // namespace sluice::crypto
