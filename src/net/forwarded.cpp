#include "net/forwarded.h"

#include "base/text.h"
#include "net/http_text.h"

#include <algorithm>
#include <optional>

namespace sluice::net {
namespace {

constexpr std::string_view forwarded_name = "Forwarded";
constexpr std::string_view x_forwarded_for_name = "X-Forwarded-For";

bool has(const std::vector<Header>& headers, std::string_view name) {
  return std::ranges::any_of(
      headers, [&](const Header& header) { return equal_ignoring_case(header.name, name); });
}

// The parts of a header's values in order, of all its lines: proxies may add one each. A comma or
// semicolon inside quotes does not part.
std::vector<std::string_view> split_outside_quotes(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (quoted && text[at] == '\\') ++at;
    if (quoted || at >= text.size() || text[at] != separator) continue;
    parts.push_back(trimmed(text.substr(begin, at - begin), line_blanks));
    begin = at + 1;
  }
  parts.push_back(trimmed(text.substr(std::min(begin, text.size())), line_blanks));
  return parts;
}

std::vector<std::string_view> elements_of(const std::vector<Header>& headers,
                                          std::string_view name) {
  std::vector<std::string_view> elements;
  for (const Header& header : headers) {
    if (!equal_ignoring_case(header.name, name)) continue;
    for (const std::string_view part : split_outside_quotes(header.value, ','))
      elements.push_back(part);
  }
  return elements;
}

// "192.0.2.1", "192.0.2.1:4711", "[2001:db8::1]", "[2001:db8::1]:4711" or "2001:db8::1"; nothing
// for "unknown" and for names that a proxy made up.
std::optional<IpAddress> address_of(std::string_view node) {
  if (node.size() >= 2 && node.starts_with('"') && node.ends_with('"'))
    node = node.substr(1, node.size() - 2);
  if (node.starts_with('[')) {
    const std::size_t end = node.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    return IpAddress::parse(node.substr(1, end - 1));
  }
  const std::size_t colon = node.find(':');
  if (colon != std::string_view::npos && node.find(':', colon + 1) == std::string_view::npos)
    node = node.substr(0, colon);
  return IpAddress::parse(node);
}

// The "for" of one element of Forwarded.
std::optional<IpAddress> for_of(std::string_view element) {
  for (const std::string_view pair : split_outside_quotes(element, ';')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    if (equal_ignoring_case(trimmed(pair.substr(0, equals), line_blanks), "for"))
      return address_of(trimmed(pair.substr(equals + 1), line_blanks));
  }
  return std::nullopt;
}

bool reads_forwarded(const ProxyTrust& trust, const std::vector<Header>& headers) {
  switch (trust.header) {
    case ForwardedHeader::forwarded: return true;
    case ForwardedHeader::x_forwarded_for: return false;
    case ForwardedHeader::either: break;
  }
  return !has(headers, x_forwarded_for_name);
}

}  // namespace

bool is_forwarded(const std::vector<Header>& headers) {
  return has(headers, forwarded_name) || has(headers, x_forwarded_for_name);
}

std::string client_address(const ProxyTrust& trust, const std::string& peer,
                           const std::vector<Header>& headers) {
  if (!trust.proxies.contains(peer)) return peer;
  const bool standard = reads_forwarded(trust, headers);
  auto elements = elements_of(headers, standard ? forwarded_name : x_forwarded_for_name);
  std::string nearest = peer;
  // From the proxy outwards: each hop vouches for the one before it while it is a proxy of ours.
  std::ranges::reverse(elements);
  for (const std::string_view element : elements) {
    const auto hop = standard ? for_of(element) : address_of(element);
    if (!hop) return nearest;
    nearest = hop->unmapped().to_text();
    if (!trust.proxies.contains(*hop)) return nearest;
  }
  return nearest;
}

}  // namespace sluice::net
