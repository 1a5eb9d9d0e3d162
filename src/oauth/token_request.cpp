#include "oauth/token_request.h"

#include "base/base64.h"
#include "oauth/dpop.h"

#include <chrono>
#include <utility>

namespace sluice::oauth {
namespace {

constexpr std::string_view jwt_bearer_grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr std::string_view exchange_grant = "urn:ietf:params:oauth:grant-type:token-exchange";
constexpr std::string_view jwt_assertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
// Long enough for two clocks that differ a little, short enough to be worth nothing when it leaks.
constexpr std::chrono::seconds assertion_lifetime{60};

void add_unless_empty(SecretForm& form, std::string name, std::string_view value) {
  if (!value.empty()) form.add(std::move(name), std::string(value));
}

std::string client_assertion(const ClientRegistration& client, const TokenProof& proof) {
  const auto now = std::chrono::floor<std::chrono::seconds>(proof.now).time_since_epoch();
  // RFC 7523, section 3; the audience is the issuer alone (RFC 7523bis), so that one server cannot
  // use it at another.
  const Json claims{{"iss", client.client_id}, {"sub", client.client_id},
                    {"aud", proof.issuer},     {"jti", to_base64url(proof.random->bytes(16))},
                    {"iat", now.count()},      {"exp", (now + assertion_lifetime).count()}};
  return proof.client_key->sign({{"typ", "JWT"}}, claims);
}

void add_client(SecretForm& form, net::HttpRequest& request, const ClientRegistration& client,
                const TokenProof& proof) {
  switch (client.authentication) {
    case ClientAuthentication::client_secret_basic:
      request.secret_headers.push_back(
          {"Authorization", "Basic ", basic_credentials(client.client_id, client.client_secret)});
      return;
    case ClientAuthentication::client_secret_post:
      form.add("client_id", client.client_id);
      form.add("client_secret", client.client_secret);
      return;
    case ClientAuthentication::private_key_jwt:
      form.add("client_id", client.client_id);
      form.add("client_assertion_type", std::string(jwt_assertion));
      form.add("client_assertion", client_assertion(client, proof));
      return;
    case ClientAuthentication::none: form.add("client_id", client.client_id); return;
  }
}

OAuthError token_failure(TokenError error, const net::HttpResponse& response) {
  OAuthError failure;
  failure.reason = error.document.reason;
  failure.detail = std::move(error.document.detail);
  failure.status = response.status;
  failure.dpop_nonce = response.header("DPoP-Nonce");
  const bool failed = response.status < 200 || response.status > 299;
  if (error.refusal) {
    failure.failure = OAuthFailure::refused_by_server;
    failure.refusal = std::move(error.refusal);
  } else {
    failure.failure = failed ? OAuthFailure::http_status : OAuthFailure::bad_document;
  }
  return failure;
}

}  // namespace

TokenGrant code_grant(const PendingAuthorization& pending, const Secret& code) {
  TokenGrant grant;
  grant.form.add("grant_type", "authorization_code");
  grant.form.add("code", code);
  grant.form.add("redirect_uri", pending.redirect_uri);
  grant.form.add("code_verifier", pending.code_verifier);
  add_unless_empty(grant.form, "resource", pending.resource);
  grant.scope_asked = pending.scope;
  return grant;
}

TokenGrant refresh_grant(const Secret& refresh_token, std::string_view resource,
                         std::string_view scope) {
  TokenGrant grant;
  grant.form.add("grant_type", "refresh_token");
  grant.form.add("refresh_token", refresh_token);
  add_unless_empty(grant.form, "resource", resource);
  grant.scope_asked = scope;
  return grant;
}

TokenGrant client_credentials_grant(std::string_view scope, std::string_view resource) {
  TokenGrant grant;
  grant.form.add("grant_type", "client_credentials");
  add_unless_empty(grant.form, "scope", scope);
  add_unless_empty(grant.form, "resource", resource);
  grant.scope_asked = scope;
  return grant;
}

TokenGrant assertion_grant(const Secret& assertion, std::string_view scope,
                           std::string_view resource) {
  TokenGrant grant;
  grant.form.add("grant_type", std::string(jwt_bearer_grant));
  grant.form.add("assertion", assertion);
  add_unless_empty(grant.form, "scope", scope);
  add_unless_empty(grant.form, "resource", resource);
  grant.scope_asked = scope;
  return grant;
}

TokenGrant identity_grant(const Secret& id_token, const IdentityExchange& exchange) {
  TokenGrant grant;
  grant.form.add("grant_type", std::string(exchange_grant));
  grant.form.add("requested_token_type", "urn:ietf:params:oauth:token-type:id-jag");
  grant.form.add("subject_token", id_token);
  grant.form.add("subject_token_type", "urn:ietf:params:oauth:token-type:id_token");
  grant.form.add("audience", std::string(exchange.audience));
  grant.form.add("resource", std::string(exchange.resource));
  grant.exchange = true;
  return grant;
}

net::HttpRequest token_request(std::string_view token_endpoint, const ClientRegistration& client,
                               TokenGrant& grant, const TokenProof& proof) {
  net::HttpRequest request;
  request.method = "POST";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  add_client(grant.form, request, client, proof);
  if (proof.dpop_key != nullptr) {
    const DpopRequest about{"POST", token_endpoint, proof.dpop_nonce, proof.now};
    request.headers.push_back({"DPoP", dpop_proof(*proof.dpop_key, about, nullptr, *proof.random)});
  }
  // Last, and into wiped memory: everything before it only collects.
  request.secret_body = grant.form.encode();
  return request;
}

// NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters): the door outlives every
// coroutine; the functions below that take other references are not coroutines.
Task<std::expected<TokenResponse, OAuthError>> ask_for_token(HttpDoor& door, TokenAsk ask) {
  auto response = co_await door.send(ask.token_endpoint, std::move(ask.request));
  if (!response) co_return std::unexpected(std::move(response.error()));
  auto token = read_token_response(response->body, {ask.scope_asked, ask.dpop, ask.exchange});
  // The body holds the tokens as text; taking it wipes it on every way out.
  const Secret wiped = Secret::take(std::move(response->body));
  const bool failed = response->status < 200 || response->status > 299;
  if (!token) co_return std::unexpected(token_failure(std::move(token.error()), *response));
  // Both at once is no answer of RFC 6749: whoever stands between may have made it up.
  if (failed) {
    const TokenError status{
        {OAuthReason::http_status,
         "A token came with an error status, so it was not kept. Connect again."},
        std::nullopt};
    co_return std::unexpected(token_failure(status, *response));
  }
  co_return std::move(*token);
}
// NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)

Task<std::expected<TokenResponse, OAuthError>> exchange_code(HttpDoor& door,
                                                             const ClientRegistration& client,
                                                             const PendingAuthorization& pending,
                                                             const Secret& code) {
  TokenGrant grant = code_grant(pending, code);
  TokenAsk ask;
  ask.token_endpoint = pending.token_endpoint;
  ask.request = token_request(pending.token_endpoint, client, grant, {});
  ask.scope_asked = pending.scope;
  return ask_for_token(door, std::move(ask));
}

Task<std::expected<TokenResponse, OAuthError>> refresh(HttpDoor& door,
                                                       const ClientRegistration& client,
                                                       RefreshTarget target,
                                                       const Secret& refresh_token) {
  TokenGrant grant = refresh_grant(refresh_token, target.resource, target.scope);
  if (target.name_scope) add_unless_empty(grant.form, "scope", target.scope);
  TokenAsk ask;
  ask.request = token_request(target.token_endpoint, client, grant, {});
  ask.token_endpoint = std::move(target.token_endpoint);
  ask.scope_asked = std::move(target.scope);
  return ask_for_token(door, std::move(ask));
}

}  // namespace sluice::oauth
