#include "oauth/client_management.h"

#include "oauth/contains.h"
#include "oauth/document_reader.h"

#include <utility>

namespace sluice::oauth {
namespace {

OAuthError bad_status(OAuthReason reason, const net::HttpResponse& response) {
  return {OAuthFailure::http_status, reason,       "an unexpected status",
          response.status,           std::nullopt, ""};
}

// RFC 7591, section 3.2.2; anything else is only a status.
OAuthError registration_refusal(const net::HttpResponse& response) {
  auto error = read_token_response(response.body, {});
  if (error || !error.error().refusal)
    return bad_status(OAuthReason::registration_refused, response);
  OAuthError failure = bad_status(OAuthReason::registration_refused, response);
  failure.failure = OAuthFailure::refused_by_server;
  failure.refusal = std::move(error.error().refusal);
  return failure;
}

// The `error` member of an answer that is one; else empty.
std::string refusal_code(const net::HttpResponse& response) {
  const auto answer = read_token_response(response.body, {});
  if (answer) return "";
  const auto& refusal = answer.error().refusal;
  return refusal ? refusal->error : "";
}

// NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters): the door outlives every
// coroutine, and so do the rules, as the header says.
Task<std::optional<OAuthError>> send_for_success(HttpDoor& door, std::string url,
                                                 net::HttpRequest request, OAuthReason reason,
                                                 std::string_view tolerated = {}) {
  auto response = co_await door.send(std::move(url), std::move(request));
  if (!response) co_return std::move(response.error());
  if (!tolerated.empty() && refusal_code(*response) == tolerated) co_return std::nullopt;
  if (response->status < 200 || response->status > 299) {
    co_return bad_status(reason, *response);
  }
  co_return std::nullopt;
}

}  // namespace

Task<std::expected<ClientRegistration, OAuthError>> register_client(HttpDoor& door,
                                                                    RegistrationAsk ask,
                                                                    const DocumentRules& rules) {
  if (!ask.server.registration_endpoint) {
    co_return std::unexpected(OAuthError{OAuthFailure::not_supported, OAuthReason::no_registration,
                                         "the server registers no clients by itself", 0,
                                         std::nullopt, ""});
  }
  const ClientAuthentication method = choose_authentication(ask.server, ask.prefer_public);
  net::HttpRequest request;
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = registration_request(ask.profile, method, ask.scope);
  auto response = co_await door.send(*ask.server.registration_endpoint, std::move(request));
  if (!response) co_return std::unexpected(std::move(response.error()));
  if (response->status != 201 && response->status != 200) {
    co_return std::unexpected(registration_refusal(*response));
  }
  const bool post =
      !contains(ask.server.authentication_methods, ClientAuthentication::client_secret_basic) &&
      contains(ask.server.authentication_methods, ClientAuthentication::client_secret_post);
  auto client = read_registration(response->body,
                                  {.issuer = ask.server.issuer,
                                   .redirect_uri = ask.profile.redirect_uri,
                                   .asked = method,
                                   .now = ask.now,
                                   .with_secret = post ? ClientAuthentication::client_secret_post
                                                       : ClientAuthentication::client_secret_basic},
                                  rules);
  const Secret wiped = Secret::take(std::move(response->body));
  if (!client) {
    co_return std::unexpected(OAuthError{OAuthFailure::bad_document, client.error().reason,
                                         client.error().detail, response->status, std::nullopt,
                                         ""});
  }
  co_return std::move(*client);
}
// NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)

Task<std::optional<OAuthError>> revoke(HttpDoor& door, std::string endpoint,
                                       const ClientRegistration& client, const Secret& token,
                                       TokenKind kind) {
  TokenGrant form;
  form.form.add("token", token);
  form.form.add("token_type_hint",
                kind == TokenKind::access_token ? "access_token" : "refresh_token");
  net::HttpRequest request = token_request(endpoint, client, form, {});
  // RFC 7009, section 2.2.1: a server that keeps no list of its access tokens cannot end one. It
  // ends with its time; what matters is that the refresh token is gone.
  const bool may_stay = kind == TokenKind::access_token;
  return send_for_success(door, std::move(endpoint), std::move(request),
                          OAuthReason::revocation_failed, may_stay ? "unsupported_token_type" : "");
}

Task<std::optional<OAuthError>> unregister_client(HttpDoor& door,
                                                  const ClientRegistration& client) {
  net::HttpRequest request;
  request.method = "DELETE";
  request.secret_headers.push_back(
      {"Authorization", "Bearer ", copy_secret(client.registration_access_token)});
  return send_for_success(door, client.registration_client_uri, std::move(request),
                          OAuthReason::unregistration_failed);
}

}  // namespace sluice::oauth
