#pragma once
#include <cstddef>
#include <string>
#include <string_view>

// The letters of JSON string literals, for the two readers of JsonText.
namespace sluice::json_literal {

// The four hex digits of "\uXXXX" at `position`; -1 when they are not there.
[[nodiscard]] int read_unit(std::string_view text, std::size_t position);
// RFC 8259 section 7: characters beyond the basic plane come as two such units.
[[nodiscard]] constexpr bool is_high_surrogate(int unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
[[nodiscard]] constexpr bool is_low_surrogate(int unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

// The length of the UTF-8 sequence at the start of `text`; 0 when it is not one (RFC 3629).
[[nodiscard]] std::size_t utf8_length(std::string_view text);

// The content of a checked string literal (with its quotes). The buffer is reserved once: decoding
// only shortens, so it never moves and a secret leaves no earlier copy.
[[nodiscard]] std::string decode(std::string_view literal);

}  // namespace sluice::json_literal
