#pragma once
// For tests: times and zones that are known to be well written.
#include "base/time_format.h"
#include "base/time_zone.h"

#include <cstdlib>

namespace sluice::sandbox {

inline Instant known_instant(std::string_view text) {
  const auto instant = parse_rfc3339(text);
  if (!instant) std::abort();
  return *instant;
}

inline TimeZone known_zone(std::string_view name) {
  auto zone = TimeZone::find(name);
  if (!zone) std::abort();
  return *zone;
}

}  // namespace sluice::sandbox
