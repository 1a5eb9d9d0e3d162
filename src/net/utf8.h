#pragma once
#include <string>
#include <string_view>

namespace sluice::net {

// RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view bytes);

// The text with U+FFFD in place of each maximal part that is not UTF-8 (Encoding standard).
[[nodiscard]] std::string to_valid_utf8(std::string_view bytes);

}  // namespace sluice::net
