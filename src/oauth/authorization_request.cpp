#include "oauth/authorization_request.h"

#include "crypto/pkce.h"
#include "net/http_text.h"
#include "oauth/scope.h"

#include <algorithm>
#include <utility>

namespace sluice::oauth {
namespace {

// Each encoded; a blank between them as well, as in any form.
std::string scopes_text(const std::vector<std::string>& scopes, const std::string& separator) {
  std::string text;
  for (const std::string& scope : scopes) {
    const std::string encoded = net::encode_form({{"", scope}}).substr(1);
    text += (text.empty() ? "" : separator == " " ? "%20" : separator) + encoded;
  }
  return text;
}

std::string authorization_url(const std::string& endpoint, const PendingAuthorization& pending,
                              const std::string& challenge, const std::string& separator) {
  net::Parameters fields{{"response_type", "code"},
                         {"client_id", pending.client_id},
                         {"redirect_uri", pending.redirect_uri},
                         {"state", pending.state},
                         {"code_challenge", challenge},
                         {"code_challenge_method", "S256"}};
  if (!pending.resource.empty()) fields.emplace_back("resource", pending.resource);
  // OpenID Connect, section 11: offline access is granted only with a consent prompt.
  const auto scopes = split_scope(pending.scope);
  if (std::ranges::find(scopes, "offline_access") != scopes.end()) {
    fields.emplace_back("prompt", "consent");
  }
  std::string query = net::encode_form(fields);
  if (!scopes.empty()) query += "&scope=" + scopes_text(scopes, separator);
  return endpoint + (endpoint.contains('?') ? "&" : "?") + query;
}

}  // namespace

AuthorizationRequest begin_authorization(const Discovery& discovery,
                                         const ClientRegistration& client,
                                         const AuthorizationAsk& ask, Random& random) {
  crypto::PkcePair pkce = crypto::make_pkce_pair(random);
  PendingAuthorization pending;
  pending.state = crypto::random_token(random);
  pending.issuer = discovery.server.issuer;
  pending.iss_parameter_supported = discovery.server.iss_parameter_supported;
  pending.token_endpoint = discovery.server.token_endpoint;
  pending.client_id = client.client_id;
  pending.redirect_uri = ask.redirect_uri;
  if (ask.send_resource && discovery.resource) pending.resource = discovery.resource->resource;
  if (ask.send_resource && !ask.resource.empty()) pending.resource = ask.resource;
  pending.scope = ask.scope;
  std::string url = authorization_url(discovery.server.authorization_endpoint, pending,
                                      pkce.challenge, ask.scope_separator);
  pending.code_verifier = std::move(pkce.verifier);
  return {std::move(url), std::move(pending)};
}

}  // namespace sluice::oauth
