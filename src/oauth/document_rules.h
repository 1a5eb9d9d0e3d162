#pragma once
#include "net/url.h"
#include "oauth/reason_text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::oauth {

// Bounds of every document of an authorization server (docs/limits).
inline constexpr std::size_t document_bytes_max = std::size_t{256} * 1024;
inline constexpr std::size_t document_values_max = 20'000;
inline constexpr std::size_t document_depth_max = 64;
inline constexpr std::size_t endpoint_bytes_max = 2'048;
inline constexpr std::size_t list_entries_max = 1'000;
// Of one resource. A real one has one or two; whoever names hundreds has us knock at them for him.
inline constexpr std::size_t authorization_servers_max = 16;

// Why a document or an answer is not used. `detail` is a sentence for the
// log and the operator; it quotes at most the name of a member, never a value.
struct DocumentError {
  OAuthReason reason = OAuthReason::not_json;
  std::string detail;
};

// How the `resource` of protected-resource metadata must relate to the MCP server's URL.
enum class ResourceRule {
  identical,  // RFC 9728, section 3.3: the same text (a bare origin may end in "/").
  covering,   // Same origin, and the server's path at or below the resource's: for known vendors.
};

// What the documents of one connection are held to. The defaults are the strict ones; a catalog
// row loosens a rule only after somebody verified that vendor. Custom MCP keeps the defaults.
struct DocumentRules {
  std::string own_origin;  // The product's: no endpoint of a vendor may lie on it.
  ResourceRule resource = ResourceRule::identical;
  bool pkce_unadvertised_ok = false;    // The server does S256 without saying so.
  bool code_flow = true;                // False for grants without a browser.
  bool private_key_jwt_usable = false;  // We hold a key registered there.
  // Origins answered on loopback by an EgressException: exempt from the rules on scheme, host and
  // port below. Empty outside the sandbox and tests.
  std::vector<std::string> excepted_origins;
};

// A URL of a document: as net::parse_strict_url() reads it, and in ASCII alone (RFC 3986), since a
// document is compared as text and a second spelling of a host would be another text.
[[nodiscard]] std::optional<net::StrictUrl> read_document_url(std::string_view text);

// Whether a document may name this URL as something to ask: https, no user info, no fragment, no
// address literal, no name of a private zone, port 443 or 8443, not ours. What the name resolves
// to is checked when connecting, by the egress policy. The answer is a stable reason, or nothing.
[[nodiscard]] std::optional<OAuthReason> endpoint_fault(std::string_view url,
                                                        const DocumentRules& rules);

// As above for an issuer identifier (RFC 8414, section 2): no query besides.
[[nodiscard]] std::optional<OAuthReason> issuer_fault(std::string_view url,
                                                      const DocumentRules& rules);

}  // namespace sluice::oauth
