#pragma once
#include "base/json.h"

#include <expected>
#include <functional>
#include <string>
#include <string_view>

namespace sluice::cli {

// One guard that the shell can ask: `sluice check NAME INPUT... | -`. Gets one line (a JSON
// object, or the bare text where the guard takes one) and answers the JSON object to print:
// {"verdict": "allow" | "refuse" | "review", "reason": "stable_code", "detail": "words", ...}.
// The error is for a line that cannot be read at all: exit code 2.
using Guard = std::function<std::expected<OrderedJson, std::string>(std::string_view line)>;

}  // namespace sluice::cli
