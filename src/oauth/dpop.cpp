#include "oauth/dpop.h"

#include "base/base64.h"
#include "crypto/hashing.h"

#include <chrono>

namespace sluice::oauth {
namespace {

constexpr std::size_t proof_id_bytes = 16;

}  // namespace

std::string dpop_proof(const SigningKey& key, const DpopRequest& request,
                       const Secret* access_token, Random& random) {
  const auto now = std::chrono::floor<std::chrono::seconds>(request.now).time_since_epoch();
  Json claims{{"jti", to_base64url(random.bytes(proof_id_bytes))},
              {"htm", request.method},
              {"htu", request.url.substr(0, request.url.find_first_of("?#"))},
              {"iat", now.count()}};
  if (!request.nonce.empty()) claims["nonce"] = request.nonce;
  if (access_token != nullptr) {
    access_token->use([&](std::string_view text) {
      claims["ath"] = to_base64url(crypto::as_text(crypto::sha256(text)));
    });
  }
  return key.sign({{"typ", "dpop+jwt"}, {"jwk", key.public_jwk()}}, claims);
}

}  // namespace sluice::oauth
