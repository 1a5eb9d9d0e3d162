#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "oauth/signing_key.h"

#include <string>
#include <string_view>

namespace sluice::oauth {

// Which request a proof is for (RFC 9449, section 4.2).
struct DpopRequest {
  std::string_view method;
  std::string_view url;    // Query and fragment are left out of the proof.
  std::string_view nonce;  // Empty: the server asked for none.
  Instant now;
};
// The value of the DPoP header: fresh for every request. `access_token` is null at the token
// endpoint.
[[nodiscard]] std::string dpop_proof(const SigningKey& key, const DpopRequest& request,
                                     const Secret* access_token, Random& random);

}  // namespace sluice::oauth
