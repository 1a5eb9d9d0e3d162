#include "oauth/signing_key.h"

#include "base/base64.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

namespace sluice::oauth {
namespace {

constexpr int coordinate_bytes = 32;  // P-256.

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using BioPointer = std::unique_ptr<BIO, Freed<BIO_free>>;
using DigestPointer = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using SignaturePointer = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using NumberPointer = std::unique_ptr<BIGNUM, Freed<BN_free>>;

// JOSE wants r and s side by side, OpenSSL gives ASN.1 (RFC 7518, section 3.4).
std::string to_jose(const std::vector<unsigned char>& der) {
  const unsigned char* start = der.data();
  const SignaturePointer parts(d2i_ECDSA_SIG(nullptr, &start, static_cast<long>(der.size())));
  std::array<unsigned char, std::size_t{2} * coordinate_bytes> raw{};
  BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), raw.data(), coordinate_bytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), raw.data() + coordinate_bytes, coordinate_bytes);
  return {raw.begin(), raw.end()};
}

std::string coordinate(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  const NumberPointer owned(number);
  std::array<unsigned char, coordinate_bytes> raw{};
  BN_bn2binpad(owned.get(), raw.data(), coordinate_bytes);
  return to_base64url(std::string(raw.begin(), raw.end()));
}

std::string signature_bytes(EVP_PKEY* key, const std::string& text) {
  const DigestPointer context(EVP_MD_CTX_new());
  const auto* data = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  std::vector<unsigned char> signature;
  bool good = EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
              EVP_DigestSign(context.get(), nullptr, &size, data, text.size()) == 1;
  if (good) {
    signature.resize(size);
    good = EVP_DigestSign(context.get(), signature.data(), &size, data, text.size()) == 1;
    signature.resize(size);
  }
  // A loaded key of a known type signs, or the library is broken.
  if (!good) std::abort();
  if (EVP_PKEY_is_a(key, "EC") == 1) return to_jose(signature);
  return {signature.begin(), signature.end()};
}

}  // namespace

struct SigningKey::Handle {
  KeyPointer key;
};

SigningKey::SigningKey(std::unique_ptr<Handle> handle, SigningAlgorithm algorithm)
    : handle_(std::move(handle)), algorithm_(algorithm) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

std::expected<SigningKey, std::string> SigningKey::from_pem(const Secret& pem) {
  KeyPointer key;
  pem.use([&](std::string_view text) {
    const BioPointer memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    key.reset(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
  });
  if (!key) return std::unexpected("not a private key in PEM form");
  if (EVP_PKEY_is_a(key.get(), "RSA") == 1) {
    return SigningKey(std::make_unique<Handle>(std::move(key)), SigningAlgorithm::rs256);
  }
  if (EVP_PKEY_is_a(key.get(), "EC") != 1 || EVP_PKEY_get_bits(key.get()) != 256) {
    return std::unexpected("neither an RSA nor a P-256 key");
  }
  return SigningKey(std::make_unique<Handle>(std::move(key)), SigningAlgorithm::es256);
}

SigningKey SigningKey::generate() {
  KeyPointer key(EVP_EC_gen("P-256"));
  if (!key) std::abort();
  return SigningKey(std::make_unique<Handle>(std::move(key)), SigningAlgorithm::es256);
}

Json SigningKey::public_jwk() const {
  EVP_PKEY* key = handle_->key.get();
  return {{"kty", "EC"},
          {"crv", "P-256"},
          {"x", coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X)},
          {"y", coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y)}};
}

std::string SigningKey::sign(Json header, const Json& claims) const {
  header["alg"] = algorithm_ == SigningAlgorithm::es256 ? "ES256" : "RS256";
  const std::string text = to_base64url(to_wire(header)) + "." + to_base64url(to_wire(claims));
  return text + "." + to_base64url(signature_bytes(handle_->key.get(), text));
}

}  // namespace sluice::oauth
