#pragma once
#include "base/json.h"
#include "base/secret.h"

#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace sluice::oauth {

// RFC 7518, section 3.1: what authorization servers in the field take.
enum class SigningAlgorithm { es256, rs256 };

// A private key that signs JSON Web Tokens: client assertions (RFC 7523) and DPoP proofs
// (RFC 9449). Moves, never leaves the process.
class SigningKey {
 public:
  // PKCS#8 PEM; the error is a sentence. P-256 keys sign ES256, RSA keys RS256.
  [[nodiscard]] static std::expected<SigningKey, std::string> from_pem(const Secret& pem);
  // A fresh P-256 key.
  [[nodiscard]] static SigningKey generate();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  [[nodiscard]] SigningAlgorithm algorithm() const noexcept { return algorithm_; }
  // RFC 7517, the public half; P-256 keys only.
  [[nodiscard]] Json public_jwk() const;
  // The compact form (RFC 7515): base64url(header).base64url(claims).base64url(signature). `alg`
  // is set here.
  [[nodiscard]] std::string sign(Json header, const Json& claims) const;

 private:
  struct Handle;
  explicit SigningKey(std::unique_ptr<Handle> handle, SigningAlgorithm algorithm);
  std::unique_ptr<Handle> handle_;
  SigningAlgorithm algorithm_;
};

}  // namespace sluice::oauth
