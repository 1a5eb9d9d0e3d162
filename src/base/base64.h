#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

// RFC 4648 section 4, with padding.
[[nodiscard]] std::string to_base64(std::string_view bytes);
// RFC 4648 section 5, without padding: the form of PKCE, JOSE and our random ids.
[[nodiscard]] std::string to_base64url(std::string_view bytes);
// Strict: the alphabet asked for, right padding (none for base64url), no blanks, zero rest bits.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);
// Nothing on anything else: a lenient reader would give one token two spellings.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

// Lower case, two digits a byte.
[[nodiscard]] std::string to_hex(std::string_view bytes);

}  // namespace sluice
