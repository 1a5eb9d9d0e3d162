#include "crypto/hashing.h"

#include "base/base64.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>

namespace sluice::crypto {
namespace {

// Fetched once: asking the provider for an algorithm costs more than hashing a token.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

// HMAC with its digest chosen and no key yet: each use is a copy of it, since choosing the digest
// again costs more than the HMAC of a short token.
const EVP_MAC_CTX* unkeyed_hmac() {
  static const EVP_MAC_CTX* const unkeyed = [] {
    EVP_MAC_CTX* made = EVP_MAC_CTX_new(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    std::string name = "SHA256";
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string("digest", name.data(), 0), OSSL_PARAM_construct_end()};
    if (EVP_MAC_CTX_set_params(made, parameters.data()) != 1) std::abort();
    return made;
  }();
  return unkeyed;
}

struct FreeMac {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Digest sha256(std::string_view bytes) {
  Digest digest{};
  // Fails only when memory is exhausted; a wrong digest must never be used.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, sha256_algorithm(), nullptr) !=
      1)
    std::abort();
  return digest;
}

std::string sha256_hex(std::string_view bytes) {
  return to_hex(as_text(sha256(bytes)));
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest digest{};
  const std::unique_ptr<EVP_MAC_CTX, FreeMac> context(EVP_MAC_CTX_dup(unkeyed_hmac()));
  // A key of no bytes is one (RFC 5869's empty salt); a null pointer would mean "keep the key".
  const std::string_view given = key.data() == nullptr ? std::string_view("") : key;
  std::size_t written = 0;
  if (!context || EVP_MAC_init(context.get(), bytes_of(given), given.size(), nullptr) != 1 ||
      EVP_MAC_update(context.get(), bytes_of(bytes), bytes.size()) != 1 ||
      EVP_MAC_final(context.get(), digest.data(), &written, digest.size()) != 1)
    std::abort();
  return digest;
}

Secret hkdf_sha256(std::string_view key, std::string_view salt, std::string_view info,
                   std::size_t length) {
  Digest extracted = hmac_sha256(salt, key);  // RFC 5869 section 2.2.
  std::string output;
  output.reserve(length + digest_bytes);
  std::string block;
  for (char counter = 1; output.size() < length; ++counter) {  // Section 2.3.
    std::string input;
    input.reserve(block.size() + info.size() + 1);  // Once, so that no copy of a block stays.
    input.append(block).append(info).push_back(counter);
    Digest next = hmac_sha256(as_text(extracted), input);
    OPENSSL_cleanse(input.data(), input.size());
    OPENSSL_cleanse(block.data(), block.size());
    block.assign(as_text(next));
    output.append(block);
    OPENSSL_cleanse(next.data(), next.size());
  }
  OPENSSL_cleanse(block.data(), block.size());
  OPENSSL_cleanse(extracted.data(), extracted.size());
  OPENSSL_cleanse(output.data() + length, output.size() - length);
  output.resize(length);
  return Secret::take(std::move(output));
}

bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace sluice::crypto
