#pragma once
#include "base/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

// RFC 3339 in UTC with milliseconds: 2026-11-21T17:00:00.000Z.
[[nodiscard]] std::string to_rfc3339(Instant instant);

// Any RFC 3339 date-time, with "Z" or an offset; nothing on anything else.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace sluice
