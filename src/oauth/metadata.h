#pragma once
#include "oauth/document_rules.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::oauth {

// How a client proves itself at the token endpoint (RFC 6749 section 2.3, RFC 7523).
enum class ClientAuthentication { none, client_secret_basic, client_secret_post, private_key_jwt };

// The names of the IANA registry "OAuth Token Endpoint Authentication Methods"; nothing for
// another.
[[nodiscard]] std::string_view to_text(ClientAuthentication method);
[[nodiscard]] std::optional<ClientAuthentication> client_authentication(std::string_view text);

// An authorization server as its metadata describes it (RFC 8414), every member checked.
struct AuthorizationServerMetadata {
  std::string issuer;
  std::string authorization_endpoint;  // Empty only where DocumentRules::code_flow is off.
  std::string token_endpoint;
  std::optional<std::string> registration_endpoint;
  std::optional<std::string> revocation_endpoint;
  std::vector<std::string> scopes_supported;
  std::vector<std::string> grant_types_supported;
  std::vector<ClientAuthentication> authentication_methods;  // Those that we speak; never empty.
  std::vector<std::string> dpop_algorithms;                  // RFC 9449, section 5.1.
  bool iss_parameter_supported = false;                      // RFC 9207: `iss` must come back.
  bool metadata_document_supported = false;                  // A client id may be a URL.
  // Odd but harmless things that a person should see before trusting a Custom MCP server: stable
  // codes. What they are about is left out of the members above.
  std::vector<std::string> review;
};

// A resource server as it describes itself (RFC 9728).
struct ProtectedResourceMetadata {
  std::string resource;
  std::vector<std::string> authorization_servers;  // Issuers, each checked; never empty.
  std::vector<std::string> scopes_supported;
  std::vector<std::string> review;
};

// Reads the body of an authorization server's metadata. `issuer_expected` is the identifier that
// the well-known URL was built from: the document must name the same, byte for byte (RFC 8414,
// section 3.3). Duplicate members are refused.
[[nodiscard]] std::expected<AuthorizationServerMetadata, DocumentError> read_server_metadata(
    std::string_view body, std::string_view issuer_expected, const DocumentRules& rules);

// Where a protected-resource document came from and whom it must speak of.
struct ResourceQuestion {
  std::string_view mcp_server;    // The URL the user connects to.
  std::string_view fetched_from;  // At the root well-known place the resource is the origin.
};
// RFC 9728, section 3.3: the document must speak of the resource that was asked for, as `rules` has
// it.
[[nodiscard]] std::expected<ProtectedResourceMetadata, DocumentError> read_resource_metadata(
    std::string_view body, ResourceQuestion question, const DocumentRules& rules);

// The places to ask, in order; the first that answers decides.
[[nodiscard]] std::vector<std::string> resource_metadata_urls(std::string_view mcp_server);
// RFC 8414 before OpenID Connect Discovery; never the root of an issuer that has a path.
[[nodiscard]] std::vector<std::string> server_metadata_urls(std::string_view issuer);

// RFC 6749, appendix A.4: what a single scope may be made of.
[[nodiscard]] bool is_scope_token(std::string_view text);

}  // namespace sluice::oauth
