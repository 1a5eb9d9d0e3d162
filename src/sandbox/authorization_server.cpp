#include "sandbox/authorization_server.h"

#include "base/base64.h"
#include "base/text.h"
#include "net/http_text.h"
#include "sandbox/consent_page.h"

#include <algorithm>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::size_t request_id_bytes = 16;
constexpr std::size_t pending_max = 1000;

net::ServerResponse html_answer(int status, std::string body, const std::string& form_target) {
  // form-action is checked against where the form's redirect leads too (CSP3), so the client's
  // origin is named.
  const std::string policy =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; "
      "form-action 'self'" +
      (form_target.empty() ? "" : " " + form_target);
  return {status,
          {{"Content-Type", "text/html; charset=utf-8"},
           {"Cache-Control", "no-store"},
           {"Content-Security-Policy", policy},
           {"Referrer-Policy", "no-referrer"}},
          std::move(body)};
}

template <class Map>
Map to_map(const net::Parameters& parameters) {
  return Map(parameters.begin(), parameters.end());
}

}  // namespace

net::ServerResponse json_answer(int status, const Value& body) {
  return {status,
          {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          to_wire_text(body)};
}

net::ServerResponse refusal_answer(const OAuthRefusal& refusal) {
  return json_answer(refusal.status,
                     {{"error", refusal.error}, {"error_description", refusal.description}});
}

AuthorizationServer::AuthorizationServer(const VendorProfile& vendor,
                                         const AuthorizationProfile& profile,
                                         const AuthorizationOptions& options, const Clock& clock,
                                         Random& random)
    : vendor_(vendor),
      profile_(profile),
      options_(options),
      random_(random),
      clients_(profile_, random, options.product_url),
      grants_(clock, random) {}

std::string AuthorizationServer::url(std::string_view path) const {
  return profile_.origin() + std::string(path);
}

std::optional<net::ServerResponse> AuthorizationServer::answer(const net::ServerRequest& request) {
  const std::string& path = request.path;
  const std::string issuer_path = profile_.issuer_path();
  // RFC 8414 section 3.1 puts the issuer's path behind the well-known part, OpenID Discovery before
  // it.
  const std::string well_known = profile_.openid_metadata
                                     ? issuer_path + "/.well-known/openid-configuration"
                                     : "/.well-known/oauth-authorization-server" + issuer_path;
  if (path == well_known && request.method == "GET") return metadata();
  if (path == profile_.authorize_path && request.method == "GET") return authorize(request);
  if (path == profile_.token_path && request.method == "POST") return token(request);
  if (!profile_.revoke_path.empty() && path == profile_.revoke_path && request.method == "POST")
    return revoke(request);
  if (profile_.register_path.empty()) return std::nullopt;
  if (path == profile_.register_path && request.method == "POST") return register_client(request);
  if (path.starts_with(profile_.register_path + "/")) return manage_client(request);
  return std::nullopt;
}

net::ServerResponse AuthorizationServer::metadata() const {
  Value body = {{"issuer", profile_.issuer},
                {"authorization_endpoint", url(profile_.authorize_path)},
                {"token_endpoint", url(profile_.token_path)},
                {"response_types_supported", Value::array({"code"})},
                {"response_modes_supported", Value::array({"query"})},
                {"grant_types_supported", Value::array({"authorization_code", "refresh_token"})},
                {"code_challenge_methods_supported", Value::array({"S256"})},
                {"token_endpoint_auth_methods_supported", profile_.methods},
                {"scopes_supported", profile_.scopes}};
  if (!profile_.register_path.empty()) body["registration_endpoint"] = url(profile_.register_path);
  if (!profile_.revoke_path.empty()) body["revocation_endpoint"] = url(profile_.revoke_path);
  if (profile_.metadata_document) body["client_id_metadata_document_supported"] = true;
  if (profile_.iss) body["authorization_response_iss_parameter_supported"] = true;
  if (profile_.openid_metadata) {
    body["subject_types_supported"] = Value::array({"public"});
    body["id_token_signing_alg_values_supported"] = Value::array({"RS256"});
    body["jwks_uri"] = url(profile_.issuer_path() + "/jwks");
  }
  return json_answer(200, body);
}

void AuthorizationServer::serve(const std::vector<Endpoint>& endpoints) {
  resources_.insert(resources_.end(), endpoints.begin(), endpoints.end());
}

bool AuthorizationServer::is_own_resource(std::string_view resource) const {
  // RFC 8707 names the server as it is configured; clients write the same one with and without a
  // slash.
  while (resource.ends_with('/'))
    resource.remove_suffix(1);
  if (!profile_.resource.empty() && resource == profile_.resource) return true;
  return std::ranges::any_of(resources_, [&](const Endpoint& endpoint) {
    std::string own = endpoint.origin + endpoint.path;
    while (own.ends_with('/'))
      own.pop_back();
    const std::string_view bare = resource.substr(0, resource.find('?'));
    return bare == own || bare == endpoint.origin;
  });
}

std::optional<OAuthRefusal> AuthorizationServer::scope_or_resource_refusal(
    const Fields& query) const {
  if (const auto resource = query.find("resource");
      resource != query.end() && !is_own_resource(resource->second))
    return OAuthRefusal{400, "invalid_target", "the resource is not served here"};
  const auto scope = query.find("scope");
  if (scope == query.end()) return std::nullopt;
  // Scopes that are joined by another mark than the vendor's are one unknown scope.
  for (const std::string_view word : words_between(scope->second, profile_.scope_separator))
    if (std::ranges::find(profile_.scopes, word) == profile_.scopes.end())
      return OAuthRefusal{400, "invalid_scope", "unknown scope " + std::string(word)};
  return std::nullopt;
}

// What must be right before the browser may be sent back to anyone.
std::expected<AuthorizationServer::Pending, OAuthRefusal> AuthorizationServer::checked_request(
    const Fields& query) const {
  const auto field = [&](std::string_view name) {
    const auto found = query.find(name);
    return found == query.end() ? std::string() : found->second;
  };
  const RegisteredClient* client = clients_.find(field("client_id"));
  if (client == nullptr) return Refused({400, "invalid_client", "This application is not known."});
  const std::string redirect = field("redirect_uri");
  const bool listed = client->redirects.empty() ? is_acceptable_redirect(redirect)
                                                : std::ranges::find(client->redirects, redirect) !=
                                                      client->redirects.end();
  if (!listed || refuses_redirect)
    return Refused({400, "invalid_request",
                    "The address " + redirect + " is not registered for this application."});
  return Pending{client->id,     redirect,         field("state"), field("code_challenge"),
                 field("scope"), field("resource")};
}

net::ServerResponse AuthorizationServer::authorize(const net::ServerRequest& request) {
  const auto query = to_map<Fields>(net::parse_form(request.query));
  auto checked = checked_request(query);
  if (!checked)
    return html_answer(checked.error().status,
                       refusal_page(vendor_.name, checked.error().description), {});
  const auto has = [&](const char* name, std::string_view value) {
    const auto found = query.find(name);
    return found != query.end() && found->second == value;
  };
  if (!has("response_type", "code"))
    return back_to_client(*checked, {{"error", "unsupported_response_type"}});
  if (!has("code_challenge_method", "S256") || checked->challenge.empty())
    return back_to_client(*checked, {{"error", "invalid_request"},
                                     {"error_description", "PKCE with S256 is required"}});
  if (const auto refusal = scope_or_resource_refusal(query))
    return back_to_client(*checked,
                          {{"error", refusal->error}, {"error_description", refusal->description}});
  if (options_.automatic_consent) return grant_code(*checked);
  // Nobody answers a thousand pages at once; forgetting them all is simpler than an age for each.
  if (pending_.size() >= pending_max) pending_.clear();
  const std::string id = to_base64url(random_.bytes(request_id_bytes));
  const std::string redirect_origin = split_url(checked->redirect_uri).origin;
  const auto scopes = words_between(checked->scope, profile_.scope_separator);
  const ConsentQuestion question{vendor_.name,
                                 options_.company,
                                 clients_.find(checked->client_id)->name,
                                 host_of(redirect_origin),
                                 {scopes.begin(), scopes.end()},
                                 "/_as/" + vendor_.slug + "/consent",
                                 id};
  pending_.emplace(id, std::move(*checked));
  return html_answer(200, consent_page(question), redirect_origin);
}

net::ServerResponse AuthorizationServer::consent(const net::ServerRequest& request) {
  const auto form = to_map<Fields>(net::parse_form(request.body));
  const auto id = form.find("request");
  const auto found = id == form.end() ? pending_.end() : pending_.find(id->second);
  if (found == pending_.end())
    return html_answer(400, refusal_page(vendor_.name, "This request was already answered."), {});
  const Pending pending = std::move(found->second);
  pending_.erase(found);
  const auto decision = form.find("decision");
  if (decision != form.end() && decision->second == "allow") return grant_code(pending);
  return back_to_client(
      pending, {{"error", "access_denied"}, {"error_description", "The person answered Deny."}});
}

net::ServerResponse AuthorizationServer::grant_code(const Pending& pending) {
  const std::string code = grants_.add_code({.client_id = pending.client_id,
                                             .scope = pending.scope,
                                             .resource = pending.resource,
                                             .branch = options_.branch},
                                            pending.redirect_uri, pending.challenge);
  return back_to_client(pending, {{"code", code}});
}

net::ServerResponse AuthorizationServer::back_to_client(const Pending& pending,
                                                        const Fields& result) {
  net::Parameters parameters(result.begin(), result.end());
  if (!pending.state.empty()) parameters.emplace_back("state", pending.state);
  // RFC 9207 section 2: in the error answer as well.
  if (profile_.iss) parameters.emplace_back("iss", profile_.issuer);
  const char joint = pending.redirect_uri.contains('?') ? '&' : '?';
  return {303,
          {{"Location", pending.redirect_uri + joint + net::encode_form(parameters)},
           {"Cache-Control", "no-store"},
           {"Referrer-Policy", "no-referrer"}},
          {}};
}

std::optional<std::string> AuthorizationServer::document_needed(
    const net::ServerRequest& request) const {
  // Only the product's own addresses are fetched: a sandbox is no proxy to the machine it runs on.
  auto id = request.query_parameter("client_id");
  if (!id || clients_.find(*id) != nullptr || !clients_.may_be_document(*id)) return std::nullopt;
  return id;
}

}  // namespace sluice::sandbox
