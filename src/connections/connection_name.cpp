#include "connections/connection_name.h"

#include "base/text.h"
#include "net/utf8.h"

#include <algorithm>

namespace sluice::connections {
namespace {

// A control character of ISO 8859-1 in UTF-8: below a blank, or C2 80 to C2 9F.
[[nodiscard]] bool has_control(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : ' ');
    if (byte < ' ' || byte == 0x7F || (byte == 0xC2 && next < 0xA0)) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> fitting_name(std::string_view said) {
  const std::string_view name = trimmed(said, plain_blanks);
  const auto letters = std::ranges::count_if(
      name, [](const char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
  if (letters < 1 || letters > name_letters_max || has_control(name) || !net::is_utf8(name))
    return std::nullopt;
  return std::string(name);
}

}  // namespace sluice::connections
