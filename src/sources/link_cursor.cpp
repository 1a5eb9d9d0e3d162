#include "sources/link_cursor.h"

#include "base/text.h"

#include <algorithm>

namespace sluice::sources {
namespace {

[[nodiscard]] std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escape = text[at] == '%' && at + 2 < text.size() && is_hex_digit(text[at + 1]) &&
                        is_hex_digit(text[at + 2]);
    if (escape) {
      out += static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]));
      at += 2;
    } else {
      out += text[at] == '+' ? ' ' : text[at];
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> query_parameter(std::string_view link, std::string_view name) {
  link = link.substr(0, link.find('#'));
  const auto question = link.find('?');
  if (question == std::string_view::npos) return std::nullopt;
  for (const std::string_view part : split(link.substr(question + 1), '&')) {
    const auto equals = std::min(part.find('='), part.size());
    if (decoded(part.substr(0, equals)) != name) continue;
    std::string value = decoded(part.substr(std::min(equals + 1, part.size())));
    if (!value.empty()) return value;
  }
  return std::nullopt;
}

}  // namespace sluice::sources
