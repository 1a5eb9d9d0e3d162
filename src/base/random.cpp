#include "base/random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

namespace sluice {

std::string Random::bytes(std::size_t count) {
  std::vector<unsigned char> buffer(count);
  fill(buffer);
  return {buffer.begin(), buffer.end()};
}

std::uint64_t Random::id() {
  constexpr std::uint64_t largest = (std::uint64_t{1} << 53) - 1;
  std::uint64_t id = 0;
  while (id == 0) {
    for (const char byte : bytes(sizeof id))
      id = (id << 8) | static_cast<unsigned char>(byte);
    id &= largest;
  }
  return id;
}

void SystemRandom::fill(std::span<unsigned char> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const auto got = getrandom(out.data() + done, out.size() - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) std::abort();
    done += static_cast<std::size_t>(got);
  }
}

void SeededRandom::fill(std::span<unsigned char> out) {
  for (unsigned char& byte : out) {  // SplitMix64.
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    byte = static_cast<unsigned char>(mixed ^ (mixed >> 31));
  }
}

}  // namespace sluice
