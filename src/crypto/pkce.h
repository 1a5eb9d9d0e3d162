#pragma once
#include "base/random.h"
#include "base/secret.h"

#include <string>

namespace sluice::crypto {

// RFC 7636: the verifier stays here and goes to the token endpoint, the challenge (S256) goes
// through the browser.
struct PkcePair {
  Secret verifier;  // 43 characters, 256 random bits.
  std::string challenge;
};
// A fresh pair for one authorization request.
[[nodiscard]] PkcePair make_pkce_pair(Random& random);
// BASE64URL(SHA256(verifier)), the S256 method.
[[nodiscard]] std::string pkce_challenge(const Secret& verifier);

// 256 random bits as 43 base64url characters: session tokens, states, invitation links.
[[nodiscard]] std::string random_token(Random& random);

}  // namespace sluice::crypto
