#pragma once
#include <cstddef>
#include <string>

namespace sluice::catalog {

// Ways to write a name so that somebody might take it for another: case, look-alikes, blanks,
// prefixes, suffixes, NUL, percent-encoding, bytes that are no UTF-8.
inline constexpr std::size_t bend_text_ways = 29;

// `way` is less than bend_text_ways; `at` is a place in the text, or its end. Some ways leave some
// texts as they are.
[[nodiscard]] std::string bend_text(const std::string& text, std::size_t way, std::size_t at);

}  // namespace sluice::catalog
