#include "other_grants.h"

#include <utility>

namespace sluice::conformance {
namespace {

constexpr std::string_view credentials_by_key = "auth/client-credentials-jwt";
constexpr std::string_view credentials_by_secret = "auth/client-credentials-basic";
constexpr std::string_view workload_identity = "auth/wif-jwt-bearer";
constexpr std::string_view enterprise_managed = "auth/enterprise-managed-authorization";
constexpr std::string_view cross_app_access = "auth/cross-app-access-complete-flow";

std::string text(const Json& context, std::string_view name) {
  return text_member(context, name).value_or("");
}

oauth::ClientRegistration known_client(const oauth::Discovery& found, const Json& context) {
  oauth::ClientRegistration client;
  client.kind = oauth::RegistrationKind::preregistered;
  client.issuer = found.server.issuer;
  client.client_id = text(context, "client_id");
  client.client_secret = Secret::take(text(context, "client_secret"));
  client.authentication = oauth::ClientAuthentication::client_secret_basic;
  return client;
}

std::string resource_of(const oauth::Discovery& found, const std::string& mcp_server) {
  return found.resource ? found.resource->resource : mcp_server;
}

}  // namespace

OtherGrants::OtherGrants(LoginParts parts, std::string mcp_server, oauth::DocumentRules rules)
    : parts_(parts),
      mcp_server_(std::move(mcp_server)),
      rules_(std::move(rules)),
      door_(parts.http, parts.policy, oauth::Trust::catalog) {
  rules_.code_flow = false;
  rules_.private_key_jwt_usable = true;
}

bool OtherGrants::knows(const std::string& scenario) {
  return scenario == credentials_by_key || scenario == credentials_by_secret ||
         scenario == workload_identity || scenario == enterprise_managed ||
         scenario == cross_app_access;
}

Task<OtherGrants::TokenResult> OtherGrants::token_for(std::string scenario, Json context) {
  auto found = co_await oauth::discover(door_, {mcp_server_, std::nullopt, "", ""}, rules_);
  if (!found)
    co_return std::unexpected("discovery: " + std::string(oauth::reason_of(found.error())));
  if (scenario == workload_identity) {
    co_return co_await workload(std::move(*found), std::move(context));
  }
  if (scenario == enterprise_managed || scenario == cross_app_access) {
    co_return co_await enterprise(std::move(*found), std::move(context));
  }
  co_return co_await client_credentials(std::move(*found), std::move(context),
                                        scenario == credentials_by_key);
}

Task<OtherGrants::TokenResult> OtherGrants::ask(std::string endpoint, net::HttpRequest request,
                                                bool exchange) {
  oauth::TokenAsk question;
  question.token_endpoint = std::move(endpoint);
  question.request = std::move(request);
  question.exchange = exchange;
  auto token = co_await oauth::ask_for_token(door_, std::move(question));
  if (!token)
    co_return std::unexpected("token: " + std::string(oauth::reason_of(token.error())) + " " +
                              token.error().detail);
  co_return std::move(*token);
}

Task<OtherGrants::TokenResult> OtherGrants::client_credentials(oauth::Discovery found, Json context,
                                                               bool with_key) {
  oauth::ClientRegistration client = known_client(found, context);
  auto key = oauth::SigningKey::from_pem(Secret::take(text(context, "private_key_pem")));
  if (with_key && !key) co_return std::unexpected(key.error());
  if (with_key) client.authentication = oauth::ClientAuthentication::private_key_jwt;
  const oauth::TokenProof proof{.issuer = client.issuer,
                                .client_key = with_key ? &*key : nullptr,
                                .dpop_key = nullptr,
                                .dpop_nonce = {},
                                .now = parts_.clock.now(),
                                .random = &parts_.random};
  auto grant = oauth::client_credentials_grant("", resource_of(found, mcp_server_));
  auto request = oauth::token_request(found.server.token_endpoint, client, grant, proof);
  co_return co_await ask(found.server.token_endpoint, std::move(request), false);
}

Task<OtherGrants::TokenResult> OtherGrants::workload(oauth::Discovery found, Json context) {
  oauth::ClientRegistration client = known_client(found, context);
  client.authentication = oauth::ClientAuthentication::none;
  const Secret assertion = Secret::take(text(context, "valid_jwt"));
  auto grant = oauth::assertion_grant(assertion, "", resource_of(found, mcp_server_));
  auto request = oauth::token_request(found.server.token_endpoint, client, grant, {});
  // Refused once, refused for good: no other grant is tried.
  co_return co_await ask(found.server.token_endpoint, std::move(request), false);
}

Task<OtherGrants::TokenResult> OtherGrants::enterprise(oauth::Discovery found, Json context) {
  oauth::ClientRegistration at_provider;
  at_provider.client_id = text(context, "idp_client_id");
  const std::string resource = resource_of(found, mcp_server_);
  const std::string provider = text(context, "idp_token_endpoint");
  const Secret id_token = Secret::take(text(context, "idp_id_token"));
  auto exchange =
      oauth::identity_grant(id_token, {found.server.issuer, resource, at_provider.client_id});
  auto request = oauth::token_request(provider, at_provider, exchange, {});
  auto identity = co_await ask(provider, std::move(request), true);
  if (!identity) co_return identity;
  const oauth::ClientRegistration client = known_client(found, context);
  auto grant = oauth::assertion_grant(identity->access_token, "", resource);
  request = oauth::token_request(found.server.token_endpoint, client, grant, {});
  co_return co_await ask(found.server.token_endpoint, std::move(request), false);
}

}  // namespace sluice::conformance
