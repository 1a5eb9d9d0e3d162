#include "sandbox/rate_limit.h"

namespace sluice::sandbox {

std::optional<std::chrono::seconds> RateCounter::take(Instant now) {
  if (limit_.calls == 0) return std::nullopt;
  while (!taken_.empty() && now - taken_.front() >= limit_.window)
    taken_.pop_front();
  if (taken_.size() >= limit_.calls)
    // Rounded up: a client that waits exactly so long must be let in.
    return std::chrono::ceil<std::chrono::seconds>(taken_.front() + limit_.window - now);
  taken_.push_back(now);
  return std::nullopt;
}

}  // namespace sluice::sandbox
