#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::attack {

// What an attack cost the attacked: the time, what it read from sockets, and by how much the
// process grew at its largest.
struct Cost {
  double seconds = 0;
  std::size_t received_bytes = 0;
  std::size_t extra_bytes = 0;
};

// Measures from its construction on. One at a time: memory is that of the whole process, as the
// kernel counts it.
class Meter {
 public:
  Meter();
  [[nodiscard]] Cost cost() const;

 private:
  std::chrono::steady_clock::time_point begin_;
  std::size_t received_before_;
  std::size_t resident_before_;
};

// Few bytes may not grow into much memory: less than this many for each one received, where it is
// more than `small_extra_bytes` at all.
inline constexpr double amplification_max = 16;
inline constexpr std::size_t small_extra_bytes = std::size_t{4} * 1024 * 1024;
// What the largest answer that is welcome costs: its 10 MiB up to three times while it grows. The
// bound for answers that come packed, whose size on the wire says little.
inline constexpr std::size_t welcome_extra_bytes_max = std::size_t{32} * 1024 * 1024;

// Holds the cost against those bounds and `seconds_max`, and keeps a row for the table that is
// printed when all tests have run.
void judge(const std::string& fault, std::string_view words, const Cost& cost, double seconds_max);
// As judge, for a welcome answer that came packed.
void judge_packed(const std::string& fault, const Cost& cost);

// For counting_recv.cpp.
void count_received(std::size_t bytes);

}  // namespace sluice::attack
