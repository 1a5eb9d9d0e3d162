#pragma once
#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace sluice {

// So many in so long, for each key, in memory. Time is the caller's, of a clock that never goes
// back. Thread-safe. Keys whose window has passed are dropped; beyond keys_max new ones have to
// wait.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::size_t keys_max = 10'000;

  // At most `max` in any `window`, counted for each key on its own.
  RateLimit(std::size_t max, std::chrono::seconds window) : max_(max), window_(window) {}

  // False when the key has used up what its window allows; then nothing is counted.
  [[nodiscard]] bool take(std::string_view key, Time now) {
    const std::lock_guard lock(mutex_);
    if (taken_.size() >= keys_max) forget_old(now);
    auto found = taken_.find(key);
    if (found == taken_.end()) {
      if (taken_.size() >= keys_max) return false;
      found = taken_.emplace(std::string(key), std::deque<Time>()).first;
    }
    std::deque<Time>& times = found->second;
    while (!times.empty() && now - times.front() >= window_)
      times.pop_front();
    if (times.size() >= max_) return false;
    times.push_back(now);
    return true;
  }

 private:
  void forget_old(Time now) {
    std::erase_if(taken_, [&](const auto& entry) {
      return entry.second.empty() || now - entry.second.back() >= window_;
    });
  }
  const std::size_t max_;
  const std::chrono::seconds window_;
  std::mutex mutex_;
  std::map<std::string, std::deque<Time>, std::less<>> taken_;
};

}  // namespace sluice
