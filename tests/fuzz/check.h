#pragma once
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace sluice::fuzz {

// What must hold for every input; the input that breaks it is a finding as a crash is.
inline void require(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "invariant broken: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

// Takes the first byte as a choice, so that one target may ask in several ways.
inline unsigned take_choice(std::string_view& input) {
  if (input.empty()) return 0;
  const auto choice = static_cast<unsigned char>(input.front());
  input.remove_prefix(1);
  return choice;
}

// The target: does what the product does with a stranger's bytes, and require()s what must hold.
int check(std::string_view bytes);

}  // namespace sluice::fuzz
