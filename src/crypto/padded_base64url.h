#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::crypto {

// The base64 of the Fernet specification: RFC 4648 section 5 with padding. Strict: the alphabet,
// right padding, zero rest bits, nothing else; two texts never decode to the same bytes, so a
// token has one spelling. A table, not constant time: keys pass here once, at start.
[[nodiscard]] std::string to_padded_base64url(std::string_view bytes);
// Nothing on the first thing that is not strict.
[[nodiscard]] std::optional<std::string> from_padded_base64url(std::string_view text);

}  // namespace sluice::crypto
