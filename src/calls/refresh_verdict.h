#pragma once
#include "oauth/http_door.h"

namespace sluice::calls {

// What the answer of a token endpoint to a refresh means for the connection. Only a plain word of
// the server ends anything: a fault that may pass is no revocation.
enum class RefreshVerdict {
  ended,            // The grant is over (invalid_grant): nobody but the user can help.
  client_unknown,   // invalid_client: the secret ended, or the server lost its clients.
  request_refused,  // The same request will never work: invalid_request, invalid_target,
                    // unauthorized_client.
  passing,          // Everything else: 5xx, 429, a firewall's page, a broken answer, silence.
};
// RFC 6749 section 5.2 read narrowly: only its own codes count, and none of a server in trouble
// (5xx, 429), which says all sorts of words.
[[nodiscard]] RefreshVerdict verdict_on(const oauth::OAuthError& error);

}  // namespace sluice::calls
