#pragma once
#include "cli/guard.h"

namespace sluice::cli {

// {"question", "tools": [{"name", "description", "inputSchema"}, ...]} -> "ranking" (names, best
// first), "confidence", "arguments" for the first; refuse when none of the tools fits.
[[nodiscard]] Guard make_choose_guard();

}  // namespace sluice::cli
