#pragma once
#include <algorithm>
#include <chrono>

namespace sluice {

// When a piece of work must be over, on the clock that never jumps. Handed down by value: each
// step takes what is left of it, so a sum of waits cannot exceed the whole.
class Deadline {
 public:
  using SteadyClock = std::chrono::steady_clock;
  // So long from now.
  [[nodiscard]] static Deadline in(std::chrono::milliseconds time) {
    return Deadline(SteadyClock::now() + time);
  }
  // Never negative: 0 once it has passed.
  [[nodiscard]] std::chrono::milliseconds left() const {
    const auto rest = std::chrono::floor<std::chrono::milliseconds>(at_ - SteadyClock::now());
    return rest.count() > 0 ? rest : std::chrono::milliseconds(0);
  }
  [[nodiscard]] bool passed() const { return left().count() == 0; }
  // The earlier of this and `time` from now.
  [[nodiscard]] Deadline at_most(std::chrono::milliseconds time) const {
    return Deadline(std::min(at_, SteadyClock::now() + time));
  }
  [[nodiscard]] SteadyClock::time_point time_point() const noexcept { return at_; }

 private:
  explicit Deadline(SteadyClock::time_point at) : at_(at) {}
  SteadyClock::time_point at_;
};

}  // namespace sluice
