#pragma once
#include "cli/guard.h"

namespace sluice::cli {

// `sluice check challenge`: {"headers": [WWW-Authenticate values]} -> allow with "challenges", or
// refuse where RFC 9110 has no reading of them.
[[nodiscard]] Guard make_challenge_guard();

}  // namespace sluice::cli
