#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sluice {

// Unpredictable bytes. A parameter like Clock, so that a simulation replays from its seed.
class Random {
 public:
  virtual ~Random() = default;
  // Every byte of `out`; from any thread.
  virtual void fill(std::span<unsigned char> out) = 0;

  // So many bytes as a text that is none: for tokens, encode them.
  [[nodiscard]] std::string bytes(std::size_t count);
  // A positive id below 2^53: it survives every JSON reader that the API may meet.
  [[nodiscard]] std::uint64_t id();
};

// getrandom(2). Stops the process if the kernel refuses: there is no safe way on.
class SystemRandom final : public Random {
 public:
  void fill(std::span<unsigned char> out) override;
};

// Repeatable bytes for tests and simulations; never for anything that guards something.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<unsigned char> out) override;

 private:
  std::uint64_t state_;
};

}  // namespace sluice
