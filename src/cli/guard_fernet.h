#pragma once
#include "cli/guard.h"

namespace sluice::cli {

// {"token", "keys": ["base64url key", ...], "ttl_sec": number or null, "now": Unix seconds} ->
// allow with "plaintext_b64", or refuse with the reason.
[[nodiscard]] Guard make_fernet_guard();

}  // namespace sluice::cli
