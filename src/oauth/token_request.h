#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "oauth/authorization_request.h"
#include "oauth/http_door.h"
#include "oauth/registration.h"
#include "oauth/secret_form.h"
#include "oauth/signing_key.h"
#include "oauth/token_response.h"

#include <expected>
#include <string>
#include <string_view>

namespace sluice::oauth {

// The form of one grant, without the client's own proof. Made at once, so that the secrets given
// here are not needed across a wait.
struct TokenGrant {
  SecretForm form;
  std::string scope_asked;
  bool exchange = false;  // Of a token for another kind of token (RFC 8693).
};

// RFC 6749 section 4.1.3, with the verifier of RFC 7636 and the resource of RFC 8707.
[[nodiscard]] TokenGrant code_grant(const PendingAuthorization& pending, const Secret& code);
// `scope` is what the first grant gave: a refresh without a scope keeps it.
[[nodiscard]] TokenGrant refresh_grant(const Secret& refresh_token, std::string_view resource,
                                       std::string_view scope);
// RFC 6749 section 4.4. An empty scope or resource is not sent.
[[nodiscard]] TokenGrant client_credentials_grant(std::string_view scope,
                                                  std::string_view resource);
// RFC 7523, section 2.1: an assertion about a workload or a user.
[[nodiscard]] TokenGrant assertion_grant(const Secret& assertion, std::string_view scope,
                                         std::string_view resource);
// RFC 8693 at an identity provider: an ID token for an identity assertion grant (SEP-990).
struct IdentityExchange {
  std::string_view audience;  // The issuer of the MCP server's authorization server.
  std::string_view resource;
  std::string_view client_id;  // Ours at the identity provider.
};
// `id_token` is the person's at the identity provider; the answer is no access token (see
// `exchange`).
[[nodiscard]] TokenGrant identity_grant(const Secret& id_token, const IdentityExchange& exchange);

// What proves the client beside a registered secret. Everything is used before the first wait.
struct TokenProof {
  std::string_view issuer;                 // The audience of a client assertion (RFC 7523bis).
  const SigningKey* client_key = nullptr;  // For private_key_jwt.
  const SigningKey* dpop_key = nullptr;    // Asks for a bound token (RFC 9449).
  std::string_view dpop_nonce;
  Instant now;
  Random* random = nullptr;  // With either key.
};

// The finished request: one way of client authentication, never two (RFC 6749, section 2.3).
[[nodiscard]] net::HttpRequest token_request(std::string_view token_endpoint,
                                             const ClientRegistration& client, TokenGrant& grant,
                                             const TokenProof& proof);

// Asks and reads. Never repeated here: a second use of a code or of a rotated refresh token kills
// the grant.
struct TokenAsk {
  std::string token_endpoint;
  net::HttpRequest request;
  std::string scope_asked;
  bool dpop = false;
  bool exchange = false;
};
[[nodiscard]] Task<std::expected<TokenResponse, OAuthError>> ask_for_token(HttpDoor& door,
                                                                           TokenAsk ask);

// The three steps above for the plain cases of a product connection. The references are used
// before the first wait, except for the door, which outlives it.
[[nodiscard]] Task<std::expected<TokenResponse, OAuthError>> exchange_code(
    HttpDoor& door, const ClientRegistration& client, const PendingAuthorization& pending,
    const Secret& code);
// Where a refresh goes and what it keeps of the grant.
struct RefreshTarget {
  std::string token_endpoint;
  std::string resource;  // Empty: not sent.
  std::string scope;     // Of the grant.
  // RFC 6749, section 6: a refresh that names no scope keeps the grant's. Some servers lose it
  // then, and want it named.
  bool name_scope = false;
};
[[nodiscard]] Task<std::expected<TokenResponse, OAuthError>> refresh(
    HttpDoor& door, const ClientRegistration& client, RefreshTarget target,
    const Secret& refresh_token);

}  // namespace sluice::oauth
