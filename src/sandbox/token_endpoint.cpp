// The back channel of the authorization server: registration, tokens, revocation.
#include "base/base64.h"
#include "base/text.h"
#include "crypto/hashing.h"
#include "net/http_text.h"
#include "sandbox/authorization_server.h"

#include <utility>

namespace sluice::sandbox {
namespace {

using Refused = std::unexpected<OAuthRefusal>;

template <class Map>
std::string field_of(const Map& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

Refused invalid_grant(std::string description) {
  return Refused({400, "invalid_grant", std::move(description)});
}

// RFC 7636 section 4.6, method S256.
bool verifies(const std::string& verifier, const std::string& challenge) {
  return to_base64url(crypto::as_text(crypto::sha256(verifier))) == challenge;
}

std::optional<std::string> bearer_of(const net::ServerRequest& request) {
  const std::string_view value = request.header("authorization");
  constexpr std::string_view scheme = "bearer ";
  if (value.size() <= scheme.size() || !equal_ignoring_case(value.substr(0, scheme.size()), scheme))
    return std::nullopt;
  return std::string(value.substr(scheme.size()));
}

struct BasicCredentials {
  std::string id;
  std::string secret;
};

// RFC 6749 section 2.3.1: both halves are form-encoded before base64.
std::optional<BasicCredentials> basic_of(const net::ServerRequest& request) {
  const std::string_view value = request.header("authorization");
  constexpr std::string_view scheme = "basic ";
  if (value.size() <= scheme.size() || !equal_ignoring_case(value.substr(0, scheme.size()), scheme))
    return std::nullopt;
  const auto pair = from_base64(value.substr(scheme.size()));
  if (!pair) return std::nullopt;
  const std::size_t colon = pair->find(':');
  if (colon == std::string::npos) return std::nullopt;
  const auto id = net::percent_decode(pair->substr(0, colon));
  const auto secret = net::percent_decode(pair->substr(colon + 1));
  if (!id || !secret) return std::nullopt;
  return BasicCredentials{*id, *secret};
}

}  // namespace

net::ServerResponse AuthorizationServer::register_client(const net::ServerRequest& request) {
  if (refuses_registration) return refusal_answer({403, "access_denied", "registration is closed"});
  const auto metadata = parse_json(request.body);
  if (!metadata) return refusal_answer({400, "invalid_client_metadata", metadata.error()});
  if (refuses_redirect)
    return refusal_answer({400, "invalid_redirect_uri", "this redirect host is not allowed"});
  const auto client = clients_.register_client(to_value(*metadata));
  if (!client) return refusal_answer(client.error());
  Value body = to_value(*metadata);
  body["client_id"] = client->id;
  body["client_id_issued_at"] =
      std::chrono::duration_cast<std::chrono::seconds>(grants_.now().time_since_epoch()).count();
  body["token_endpoint_auth_method"] = client->method;
  body["redirect_uris"] = client->redirects;
  if (!registers_besides.empty()) body["scope"] = text_of(body, "scope") + " " + registers_besides;
  if (!client->secret.empty()) {
    body["client_secret"] = client->secret;
    body["client_secret_expires_at"] = 0;
  }
  if (!client->management_token.empty()) {
    body["registration_access_token"] = client->management_token;
    body["registration_client_uri"] = url(profile_.register_path + "/" + client->id);
  }
  return json_answer(201, body);
}

// RFC 7592: what the registration access token opens is this client and no other.
net::ServerResponse AuthorizationServer::manage_client(const net::ServerRequest& request) {
  const std::string id = request.path.substr(profile_.register_path.size() + 1);
  const RegisteredClient* client = clients_.find(id);
  const auto bearer = bearer_of(request);
  if (client == nullptr || client->management_token.empty() || !bearer ||
      *bearer != client->management_token)
    return refusal_answer({401, "invalid_token", "the registration access token is not valid"});
  if (request.method == "GET")
    return json_answer(200, {{"client_id", client->id},
                             {"redirect_uris", client->redirects},
                             {"token_endpoint_auth_method", client->method}});
  if (request.method != "DELETE")
    return refusal_answer({405, "invalid_request", "GET and DELETE are answered here"});
  grants_.revoke_client(id);
  clients_.remove(id);
  return {204, {{"Cache-Control", "no-store"}}, {}};
}

std::expected<const RegisteredClient*, OAuthRefusal> AuthorizationServer::authenticated_client(
    const net::ServerRequest& request, const Fields& form) const {
  const auto basic = basic_of(request);
  const std::string posted_id = field_of(form, "client_id");
  const std::string posted_secret = field_of(form, "client_secret");
  if (basic && !posted_secret.empty())
    return Refused({400, "invalid_request", "the client authenticated in two ways at once"});
  const RegisteredClient* client = clients_.find(basic ? basic->id : posted_id);
  const OAuthRefusal unknown{401, "invalid_client", "client authentication failed"};
  if (client == nullptr) return Refused(unknown);
  // RFC 6749 section 2.3: at most one method a request, and the one that was registered.
  const std::string used =
      basic ? "client_secret_basic" : (posted_secret.empty() ? "none" : "client_secret_post");
  const std::string& secret = basic ? basic->secret : posted_secret;
  if (secret != client->secret) return Refused(unknown);
  // A preregistered client may use any of the vendor's methods that carries its secret.
  const bool preregistered = profile_.client && client->id == profile_.client->id;
  const bool fits = preregistered
                        ? std::ranges::find(profile_.methods, used) != profile_.methods.end()
                        : used == client->method;
  if (!fits)
    return Refused({401, "invalid_client", "this client does not authenticate by " + used});
  return client;
}

Value AuthorizationServer::token_answer(std::size_t grant, std::string refresh_now) {
  const auto lifetime = options_.token_lifetime.value_or(profile_.token_lifetime);
  const bool keeps = !refresh_now.empty();
  const TokenPair pair = grants_.issue(grant, lifetime, std::move(refresh_now));
  Value body = {
      {"access_token", pair.access}, {"token_type", "Bearer"}, {"expires_in", lifetime.count()}};
  // Section 6: where the token does not rotate, the answer names none and the old one stays good.
  if (!keeps) body["refresh_token"] = pair.refresh;
  std::string scope = grants_.grant(grant).scope;
  if (!grants_besides.empty()) scope += (scope.empty() ? "" : " ") + grants_besides;
  if (!scope.empty()) body["scope"] = scope;
  return body;
}

std::expected<Value, OAuthRefusal> AuthorizationServer::exchange_code(
    const RegisteredClient& client, const Fields& form) {
  AuthorizationCode* code = grants_.find_code(field_of(form, "code"));
  if (code == nullptr) return invalid_grant("the code is not known");
  // RFC 6749 section 4.1.2: a code that comes twice takes back what the first use gave.
  if (code->used) grants_.revoke_grant(code->grant);
  if (code->used || code->expires_at <= grants_.now())
    return invalid_grant("the code was used or has expired");
  const Grant& grant = grants_.grant(code->grant);
  if (grant.client_id != client.id) return invalid_grant("the code is another client's");
  code->used = true;  // Whatever comes next, it is spent.
  if (code->redirect_uri != field_of(form, "redirect_uri"))
    return invalid_grant("redirect_uri is not the one of the request");
  if (!verifies(field_of(form, "code_verifier"), code->challenge))
    return invalid_grant("code_verifier does not match");
  const std::string resource = field_of(form, "resource");
  if (!resource.empty() &&
      (!is_own_resource(resource) || (!grant.resource.empty() && resource != grant.resource)))
    return Refused({400, "invalid_target", "the resource is not the one that was granted"});
  return token_answer(code->grant, {});
}

std::expected<Value, OAuthRefusal> AuthorizationServer::exchange_refresh(
    const RegisteredClient& client, const Fields& form) {
  const std::string token = field_of(form, "refresh_token");
  const auto owner = grants_.grant_of(token);
  if (owner) {
    std::string& holder = grants_.grant(*owner).client_id;
    // The fault forget_clients frees grants: the next client that registers takes them over.
    if (holder.empty()) holder = client.id;
    if (holder != client.id) return invalid_grant("the refresh token is another client's");
  }
  const std::string resource = field_of(form, "resource");
  if (!resource.empty() && !is_own_resource(resource))
    return Refused({400, "invalid_target", "the resource is not served here"});
  const auto grant = grants_.take_refresh(token, profile_.rotates);
  if (!grant) return invalid_grant("the refresh token is not valid");
  return token_answer(*grant, profile_.rotates ? std::string() : token);
}

net::ServerResponse AuthorizationServer::token(const net::ServerRequest& request) {
  const net::Parameters parameters = net::parse_form(request.body);
  const Fields form(parameters.begin(), parameters.end());
  // RFC 6749 section 3.2: a parameter must not come more than once; the map has taken the doubles
  // away.
  if (form.size() != parameters.size())
    return refusal_answer({400, "invalid_request", "a parameter came twice"});
  const auto client = authenticated_client(request, form);
  if (!client) return refusal_answer(client.error());
  const std::string type = field_of(form, "grant_type");
  if (type != "authorization_code" && type != "refresh_token")
    return refusal_answer({400, "unsupported_grant_type", "code and refresh_token are known"});
  const auto answer =
      type == "refresh_token" ? exchange_refresh(**client, form) : exchange_code(**client, form);
  return answer ? json_answer(200, *answer) : refusal_answer(answer.error());
}

net::ServerResponse AuthorizationServer::revoke(const net::ServerRequest& request) {
  const net::Parameters parameters = net::parse_form(request.body);
  const Fields form(parameters.begin(), parameters.end());
  const auto client = authenticated_client(request, form);
  if (!client) return refusal_answer(client.error());
  const std::string token = field_of(form, "token");
  const auto grant = grants_.grant_of(token);
  // RFC 7009 section 2.1: a client revokes its own tokens and no other's.
  if (grant && grants_.grant(*grant).client_id == (*client)->id) grants_.revoke(token);
  return {200, {{"Cache-Control", "no-store"}}, {}};  // RFC 7009: also for an unknown token.
}

}  // namespace sluice::sandbox
