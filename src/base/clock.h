#pragma once
#include <chrono>

namespace sluice {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// Time is a parameter, so that a test replays and the demo can live on another day. Two clocks
// are handed around and never mixed: the business clock (what "last quarter" means, what the
// sandbox's data ends at) and the security clock (sessions, tokens, trial, audit: always real).
class Clock {
 public:
  virtual ~Clock() = default;
  // Milliseconds since 1970 in UTC; it may go back when somebody sets the clock (see uptime.h).
  [[nodiscard]] virtual Instant now() const = 0;
};

// The machine's own wall clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

// Starts at a given instant and then ticks: the demo's business clock.
class OffsetClock final : public Clock {
 public:
  explicit OffsetClock(Instant start) : offset_(start - SystemClock().now()) {}
  [[nodiscard]] Instant now() const override { return SystemClock().now() + offset_; }

 private:
  std::chrono::milliseconds offset_;
};

// Stands still until told otherwise: tests, and `ask --now`.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant now) : now_(now) {}
  [[nodiscard]] Instant now() const override { return now_; }
  void advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  Instant now_;
};

}  // namespace sluice
