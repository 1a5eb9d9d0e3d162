#pragma once
#include "cli/guard.h"

namespace sluice::cli {

// {"text", "now" (RFC 3339), "timezone" (IANA name, "UTC" when absent)} -> allow with "start",
// "end" (half-open, RFC 3339 with the zone's offset), "grain" or null, "partial"; refuse when the
// text is no time expression.
[[nodiscard]] Guard make_period_guard();

}  // namespace sluice::cli
