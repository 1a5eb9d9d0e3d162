#include "net/url.h"

#include "base/text.h"
#include "net/host_name.h"
#include "net/http_text.h"
#include "net/ip_address.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace sluice::net {
namespace {

std::unexpected<EgressRefusal> refuse(EgressReason reason, std::string detail) {
  return std::unexpected(EgressRefusal{reason, std::move(detail)});
}

// Characters that one standard refuses and the other strips or rewrites.
bool is_forbidden(char c) {
  constexpr std::string_view forbidden = "\\<>\"^`{|} ";
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F || forbidden.contains(c);
}

// RFC 3986 section 3.1; empty when the text does not begin with a scheme and a colon.
std::string_view scheme_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(text.front())) return {};
  const std::string_view scheme = text.substr(0, colon);
  const auto allowed = [](char c) {
    return is_letter_or_digit(c) || c == '+' || c == '-' || c == '.';
  };
  return std::ranges::all_of(scheme, allowed) ? scheme : std::string_view{};
}

struct Authority {
  std::string_view host;  // With its brackets.
  std::string_view port;  // Without the colon.
  bool has_port = false;
};

std::expected<Authority, EgressRefusal> split_authority(std::string_view text) {
  if (text.contains('@'))
    return refuse(EgressReason::userinfo_not_allowed,
                  "A user name in an address hides where it leads.");
  if (text.empty()) return refuse(EgressReason::empty_host, "The address names no host.");
  if (text.contains('%'))
    return refuse(EgressReason::encoded_host, "The host may not be percent-encoded.");
  Authority parts;
  std::string_view rest;
  if (text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos)
      return refuse(EgressReason::malformed_host, "The bracket around the address is not closed.");
    parts.host = text.substr(0, end + 1);
    rest = text.substr(end + 1);
    if (!rest.empty() && rest.front() != ':')
      return refuse(EgressReason::malformed_host, "Something follows the bracketed address.");
  } else {
    const std::size_t colon = text.find(':');
    parts.host = text.substr(0, colon);
    if (colon != std::string_view::npos) rest = text.substr(colon);
  }
  if (parts.host.empty()) return refuse(EgressReason::empty_host, "The address names no host.");
  parts.has_port = !rest.empty();
  if (parts.has_port) parts.port = rest.substr(1);
  return parts;
}

std::expected<std::uint16_t, EgressRefusal> parse_port(std::string_view text) {
  constexpr std::size_t digits_max = 5;
  unsigned port = 0;
  const bool digits = !text.empty() && text.size() <= digits_max && text.front() != '0' &&
                      std::ranges::all_of(text, is_digit);
  if (digits) std::from_chars(text.data(), text.data() + text.size(), port);
  if (port == 0 || port > 65535)
    return refuse(EgressReason::bad_port, "The port is not a number from 1 to 65535.");
  return static_cast<std::uint16_t>(port);
}

// WHATWG "ends in a number": such a host is an IPv4 address or nothing, in whatever spelling.
bool ends_in_number(std::string_view host) {
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (!last.empty() && std::ranges::all_of(last, is_digit)) return true;
  return last.starts_with("0x") && std::ranges::all_of(last.substr(2), is_hex_digit);
}

std::expected<void, EgressRefusal> set_host(StrictUrl& url, std::string_view host) {
  if (host.front() == '[') {
    const auto address = IpAddress::parse(host.substr(1, host.size() - 2));
    if (!address || address->is_v4())
      return refuse(EgressReason::malformed_host,
                    "What is in the brackets is not an IPv6 address.");
    url.host = address->to_text();
    url.kind = HostKind::address;
    return {};
  }
  auto name = canonical_host_name(host);
  if (!name) return std::unexpected(std::move(name.error()));
  url.host = std::move(*name);
  if (ends_in_number(url.host))
    url.kind = IpAddress::parse(url.host) ? HostKind::address : HostKind::number;
  return {};
}

bool escapes_are_whole(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
    if (at + 2 >= text.size() || !is_hex_digit(text[at + 1]) || !is_hex_digit(text[at + 2]))
      return false;
  return true;
}

// Both standards send what is beyond ASCII as escapes of its UTF-8 bytes. `escaped` are further
// characters that a browser escapes at this place.
std::string ascii_only(std::string_view text, std::string_view escaped) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x80 && !escaped.contains(c))
      out.push_back(c);
    else
      append_percent_encoded(out, std::string_view(&c, 1));
  }
  return out;
}

// A dot may be escaped: "%2e%2E" climbs for the URL standard as ".." does.
std::string dots_of(std::string_view segment) {
  std::string out = lower(segment);
  for (std::size_t at = out.find("%2e"); at != std::string::npos; at = out.find("%2e"))
    out.replace(at, 3, ".");
  return out;
}

// RFC 3986 section 5.2.4 for an absolute path.
std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  while (!path.empty()) {
    path.remove_prefix(1);  // The slash.
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    const std::string dots = dots_of(segment);
    if (dots == ".." && !kept.empty()) kept.pop_back();
    if (dots != "." && dots != "..")
      kept.push_back(segment);
    else if (path.empty())
      kept.emplace_back();  // "/a/.." is the folder "/", not nothing.
  }
  std::string out;
  for (const std::string_view segment : kept)
    out.append("/").append(segment);
  return out.empty() ? "/" : out;
}

std::string normal_target(std::string_view path_and_query) {
  const std::size_t question = std::min(path_and_query.find('?'), path_and_query.size());
  return without_dot_segments(ascii_only(path_and_query.substr(0, question), {})) +
         ascii_only(path_and_query.substr(question), "'");
}

}  // namespace

std::string StrictUrl::origin() const {
  return scheme + "://" + authority();
}

std::string StrictUrl::authority() const {
  const bool standard = port == (scheme == "https" ? 443 : 80);
  const std::string shown = host.contains(':') ? "[" + host + "]" : host;
  return shown + (standard ? "" : ":" + std::to_string(port));
}

std::string_view StrictUrl::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::optional<std::string_view> StrictUrl::query() const {
  const std::size_t mark = target.find('?');
  if (mark == std::string::npos) return std::nullopt;
  return std::string_view(target).substr(mark + 1);
}

std::expected<StrictUrl, EgressRefusal> parse_strict_url(std::string_view text) {
  if (text.size() > url_bytes_max)
    return refuse(EgressReason::url_too_long, "The address is too long.");
  if (std::ranges::any_of(text, is_forbidden))
    return refuse(EgressReason::forbidden_character,
                  "The address holds a character that none may hold.");
  const std::string_view scheme = scheme_of(text);
  if (scheme.empty()) return refuse(EgressReason::not_a_url, "This is not a complete address.");
  StrictUrl url;
  url.scheme = lower(scheme);
  if (url.scheme != "https" && url.scheme != "http")
    return refuse(EgressReason::scheme_not_allowed, "Only https addresses are used.");
  text.remove_prefix(scheme.size() + 1);
  if (!text.starts_with("//"))
    return refuse(EgressReason::not_a_url, "Two slashes follow the scheme.");
  text.remove_prefix(2);

  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  auto authority = split_authority(text.substr(0, end));
  if (!authority) return std::unexpected(std::move(authority.error()));
  std::string_view rest = text.substr(end);
  // Readers that look for '@' before they look for '?' and '#' see another host here.
  const std::size_t hash = std::min(rest.find('#'), rest.size());
  const bool slashless = !rest.empty() && rest.front() != '/';
  if (rest.substr(slashless ? 0 : hash).contains('@'))
    return refuse(EgressReason::ambiguous_authority,
                  "An @ behind the host makes the host ambiguous.");
  url.has_fragment = hash < rest.size();
  rest = rest.substr(0, hash);
  if (!escapes_are_whole(rest))
    return refuse(EgressReason::bad_escape, "A percent escape is broken.");

  if (auto set = set_host(url, authority->host); !set)
    return std::unexpected(std::move(set.error()));
  url.port = url.scheme == "https" ? 443 : 80;
  if (authority->has_port) {
    auto port = parse_port(authority->port);
    if (!port) return std::unexpected(std::move(port.error()));
    url.port = *port;
  }
  url.target = normal_target(rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest));
  return url;
}

std::expected<StrictUrl, EgressRefusal> resolve_reference(const StrictUrl& from,
                                                          std::string_view location) {
  if (std::ranges::any_of(location, is_forbidden))
    return refuse(EgressReason::forbidden_character,
                  "The address holds a character that none may hold.");
  if (!scheme_of(location).empty()) return parse_strict_url(location);
  if (location.starts_with("//"))
    return parse_strict_url(from.scheme + ":" + std::string(location));
  if (location.starts_with('/')) return parse_strict_url(from.origin() + std::string(location));
  const std::string_view path = from.path();
  std::string_view base = path.substr(0, path.rfind('/') + 1);
  if (location.starts_with('?')) base = path;
  if (location.empty() || location.starts_with('#')) base = from.target;
  return parse_strict_url(from.origin() + std::string(base) + std::string(location));
}

}  // namespace sluice::net
