#pragma once
#include "net/egress_refusal.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::net {

// What a host is written as; only the first two are ever connected to.
enum class HostKind {
  name,
  address,  // Dotted decimal, or IPv6 in brackets.
  number,   // Any other spelling that some reader takes for an IPv4 address: 0x7f.1, 2130706433.
};

// An http or https URL on which RFC 3986 and the WHATWG URL standard agree. A value.
struct StrictUrl {
  std::string scheme;
  std::string host;  // IDNA applied, lower case, without a final dot; IPv6 without brackets.
  HostKind kind = HostKind::name;
  std::uint16_t port = 443;
  std::string target;         // Path and query, ASCII, dot segments removed.
  bool has_fragment = false;  // There was one; it is not kept.

  // RFC 6454: scheme://host, and the port where it is not the scheme's own.
  [[nodiscard]] std::string origin() const;
  [[nodiscard]] std::string text() const { return origin() + target; }
  // The host, and the port where it is not the scheme's own: what a Host header holds (RFC 9110
  // section 7.2).
  [[nodiscard]] std::string authority() const;
  // Views into `target`. The path begins with a slash; the query is without its question mark, and
  // nothing where there is none ("/a?" has an empty one).
  [[nodiscard]] std::string_view path() const;
  [[nodiscard]] std::optional<std::string_view> query() const;
};

constexpr std::size_t url_bytes_max = 4096;

// The one parser of URLs in this program. Refuses what the two standards read differently, instead
// of choosing a side: backslashes, tabs, user info, escapes in the host, odd ports. A fragment is
// dropped: it never leaves a browser.
[[nodiscard]] std::expected<StrictUrl, EgressRefusal> parse_strict_url(std::string_view text);

// What `location` means as the answer to a request for `from` (RFC 3986 section 5.2).
[[nodiscard]] std::expected<StrictUrl, EgressRefusal> resolve_reference(const StrictUrl& from,
                                                                        std::string_view location);

}  // namespace sluice::net
