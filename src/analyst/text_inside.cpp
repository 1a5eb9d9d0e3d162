#include "analyst/text_inside.h"

#include "base/text.h"

#include <string>

namespace sluice::analyst {
namespace {

// One behind the bracket that closes the one at `open`; npos where the text ends before it.
[[nodiscard]] std::size_t end_of(std::string_view text, std::size_t open) {
  std::string closing;
  bool quoted = false;
  for (std::size_t at = open; at < text.size(); ++at) {
    const char byte = text[at];
    if (quoted) {
      if (byte == '\\') ++at;
      quoted = byte != '"';
    } else if (byte == '"') {
      quoted = true;
    } else if (byte == '{' || byte == '[') {
      closing += byte == '{' ? '}' : ']';
    } else if (byte == '}' || byte == ']') {
      if (closing.empty() || closing.back() != byte) return std::string_view::npos;
      closing.pop_back();
      if (closing.empty()) return at + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::string_view bare_text(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return trimmed(text, plain_blanks);
}

bool is_json(std::string_view text) {
  if (text.starts_with('{')) return true;
  // What may begin inside a list (RFC 8259): "[ERROR] ..." and "[Docs](...)" begin otherwise.
  if (!text.starts_with('[')) return false;
  const std::string_view inside = bare_text(text.substr(1));
  return inside.empty() || std::string_view("{[\"]-0123456789tfn").contains(inside[0]);
}

std::string_view fenced(std::string_view text) {
  const auto open = text.find("```");
  if (open == std::string_view::npos) return {};
  const auto body = text.find('\n', open);
  if (body == std::string_view::npos) return {};
  const auto close = text.find("```", body);
  if (close == std::string_view::npos) return {};
  return bare_text(text.substr(body, close - body));
}

// The prose around the tags may name them as well, so the last opening tag before the last closing
// one counts.
std::string_view unwrapped(std::string_view text) {
  constexpr std::string_view opening = "<untrusted-data";
  const auto close = text.rfind("</untrusted-data");
  if (close == std::string_view::npos) return {};
  // The closing tag's own name may be named once more in the prose behind it.
  std::string_view best;
  for (auto end = close; end != std::string_view::npos && best.empty();
       end = end == 0 ? std::string_view::npos : text.rfind("</untrusted-data", end - 1)) {
    const auto open = text.rfind(opening, end);
    if (open == std::string_view::npos) return {};
    const auto body = text.find('>', open);
    if (body == std::string_view::npos || body > end) continue;
    const std::string_view inside = bare_text(text.substr(body + 1, end - body - 1));
    if (inside.starts_with('[') || inside.starts_with('{')) best = inside;
  }
  return best;
}

std::vector<std::string_view> embedded_json(std::string_view text) {
  std::vector<std::string_view> found;
  for (std::size_t at = text.find_first_of("{["); at != std::string_view::npos;
       at = text.find_first_of("{[", at)) {
    const std::size_t end = end_of(text, at);
    if (end == std::string_view::npos || found.size() == embedded_max) break;
    const std::string_view json = text.substr(at, end - at);
    if (is_json(json)) found.push_back(json);
    at = end;
  }
  return found;
}

}  // namespace sluice::analyst
