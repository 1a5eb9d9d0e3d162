#pragma once
#include "base/clock.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace sluice::sandbox {

// At most `calls` in any stretch of `window`, as vendors count tool calls.
struct RateLimit {
  std::size_t calls = 0;  // 0: no limit.
  std::chrono::seconds window{60};
};

// What one vendor was asked lately. Refused calls do not count.
class RateCounter {
 public:
  explicit RateCounter(RateLimit limit) : limit_(limit) {}
  // Nothing when the call goes; else after how many whole seconds (1 or more) one goes again.
  [[nodiscard]] std::optional<std::chrono::seconds> take(Instant now);

 private:
  RateLimit limit_;
  std::deque<Instant> taken_;  // Never more than limit_.calls.
};

}  // namespace sluice::sandbox
