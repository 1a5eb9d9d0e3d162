#include "crypto/pkce.h"

#include "base/base64.h"
#include "crypto/hashing.h"

#include <openssl/crypto.h>

namespace sluice::crypto {
namespace {

constexpr std::size_t token_bytes = 32;

}  // namespace

std::string random_token(Random& random) {
  std::string bytes = random.bytes(token_bytes);
  std::string text = to_base64url(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return text;
}

std::string pkce_challenge(const Secret& verifier) {
  Digest digest{};
  verifier.use([&](std::string_view text) { digest = sha256(text); });
  return to_base64url(as_text(digest));
}

PkcePair make_pkce_pair(Random& random) {
  Secret verifier = Secret::take(random_token(random));
  std::string challenge = pkce_challenge(verifier);
  return {std::move(verifier), std::move(challenge)};
}

}  // namespace sluice::crypto
