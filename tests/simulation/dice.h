#pragma once
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace sluice::simulation {

// Every choice of one run, from its seed. The engine is the standard's own, whose numbers are the
// same everywhere; its distributions are not, so they are left out.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  // 0 to `count` - 1; `count` is not 0.
  [[nodiscard]] std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(engine_() % count);
  }
  [[nodiscard]] bool one_in(std::size_t count) { return below(count) == 0; }
  template <class T>
  [[nodiscard]] const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace sluice::simulation
