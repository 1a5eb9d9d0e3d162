#pragma once
#include "base/task.h"
#include "oauth/challenge.h"
#include "oauth/http_door.h"
#include "oauth/metadata.h"

#include <expected>
#include <optional>
#include <string>

namespace sluice::oauth {

// Who guards an MCP server.
struct Discovery {
  // Nothing: a server of 2025-03-26, which is its own authorization base.
  std::optional<ProtectedResourceMetadata> resource;
  AuthorizationServerMetadata server;
};

// Which server, and what is known of it already.
struct DiscoveryQuestion {
  std::string mcp_server;
  std::optional<TokenChallenge> challenge;  // Of the 401 that started this.
  // An issuer we are registered with: taken if the resource still names it, else the first.
  std::string known_issuer;
  std::string protocol_version;  // Sent along, as MCP asks.
};

// Finds the protected-resource metadata (RFC 9728), then the authorization server's (RFC 8414,
// OpenID forms), and checks both. The first place that answers decides: a place that fails in
// another way than "not here" (4xx, 502) ends the search, so that nobody can push us to another
// server by breaking one. `rules` outlives the call.
[[nodiscard]] Task<std::expected<Discovery, OAuthError>> discover(HttpDoor& door,
                                                                  DiscoveryQuestion question,
                                                                  const DocumentRules& rules);

// The authorization server alone, for an issuer known otherwise (an identity provider).
[[nodiscard]] Task<std::expected<AuthorizationServerMetadata, OAuthError>> fetch_server_metadata(
    HttpDoor& door, std::string issuer, std::string protocol_version, const DocumentRules& rules);

}  // namespace sluice::oauth
