#include "oauth/metadata.h"

#include "net/http_text.h"
#include "oauth/contains.h"
#include "oauth/document_reader.h"
#include "oauth/scope.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::oauth {
namespace {

constexpr std::string_view resource_well_known = "/.well-known/oauth-protected-resource";
constexpr std::string_view server_well_known = "/.well-known/oauth-authorization-server";
constexpr std::string_view openid_well_known = "/.well-known/openid-configuration";

constexpr std::array<std::pair<ClientAuthentication, std::string_view>, 4> method_names{{
    {ClientAuthentication::none, "none"},
    {ClientAuthentication::client_secret_basic, "client_secret_basic"},
    {ClientAuthentication::client_secret_post, "client_secret_post"},
    {ClientAuthentication::private_key_jwt, "private_key_jwt"},
}};

// Parameters of an authorization request that are ours to set: an endpoint that brings one of its
// own would decide for us.
constexpr std::array<std::string_view, 12> own_parameters{
    "response_type", "client_id",      "redirect_uri",
    "state",         "scope",          "resource",
    "nonce",         "code_challenge", "code_challenge_method",
    "request",       "request_uri",    "iss"};

void take_endpoint(DocumentReader& reader, std::string_view name, std::string& into,
                   const DocumentRules& rules) {
  const auto url = reader.required_text(name);
  if (!url) return;
  if (const auto fault = endpoint_fault(*url, rules)) return reader.fail(*fault, name);
  into = *url;
}

void take_endpoint(DocumentReader& reader, std::string_view name, std::optional<std::string>& into,
                   const DocumentRules& rules) {
  if (reader.absent(name)) return;
  std::string url;
  take_endpoint(reader, name, url, rules);
  into = std::move(url);
}

void check_query(DocumentReader& reader, const std::string& authorization_endpoint) {
  const auto url = read_document_url(authorization_endpoint);
  const auto query = url ? url->query() : std::nullopt;
  if (!query) return;
  const auto fields = net::parse_strict_form(*query);
  if (!fields) return reader.fail(OAuthReason::not_an_https_url, "authorization_endpoint");
  for (const auto& [name, value] : *fields) {
    if (contains(own_parameters, name)) {
      return reader.fail(OAuthReason::endpoint_sets_our_parameter, "authorization_endpoint");
    }
  }
}

std::vector<std::string> take_scopes(DocumentReader& reader, std::vector<std::string>& review) {
  std::vector<std::string> scopes =
      reader.scopes("scopes_supported").value_or(std::vector<std::string>());
  if (is_only_writing(scopes)) review.emplace_back("only_writing_scopes");
  const auto odd = std::ranges::partition(scopes, is_scope_token);
  if (!odd.empty()) review.emplace_back("malformed_scope");
  scopes.erase(odd.begin(), odd.end());
  return scopes;
}

void take_methods(DocumentReader& reader, AuthorizationServerMetadata& server,
                  const DocumentRules& rules) {
  // RFC 8414, section 2: absent means client_secret_basic.
  constexpr std::string_view member = "token_endpoint_auth_methods_supported";
  std::vector<std::string> names = reader.list_or_empty(member);
  if (reader.absent(member)) names.emplace_back("client_secret_basic");
  for (const std::string& name : names) {
    const auto method = client_authentication(name);
    if (!method) continue;
    if (*method == ClientAuthentication::private_key_jwt && !rules.private_key_jwt_usable) continue;
    server.authentication_methods.push_back(*method);
  }
  if (server.authentication_methods.empty()) {
    reader.fail(OAuthReason::no_usable_client_authentication, member);
  }
}

void check_code_flow(DocumentReader& reader, AuthorizationServerMetadata& server,
                     const DocumentRules& rules) {
  take_endpoint(reader, "authorization_endpoint", server.authorization_endpoint, rules);
  check_query(reader, server.authorization_endpoint);
  if (!contains(reader.list_or_empty("response_types_supported"), "code")) {
    reader.fail(OAuthReason::no_code_response, "response_types_supported");
  }
  const auto grants = reader.list("grant_types_supported");
  if (grants && !contains(*grants, "authorization_code")) {
    reader.fail(OAuthReason::no_code_grant, "grant_types_supported");
  }
  // MCP 2026-07-28: a server that does not say S256 is not used.
  if (reader.absent("code_challenge_methods_supported") && rules.pkce_unadvertised_ok) return;
  if (!contains(reader.list_or_empty("code_challenge_methods_supported"), "S256")) {
    reader.fail(OAuthReason::no_s256, "code_challenge_methods_supported");
  }
}

bool covers(const net::StrictUrl& resource, const net::StrictUrl& server) {
  if (resource.origin() != server.origin() || resource.query()) return false;
  std::string_view above = resource.path();
  if (above.ends_with('/')) above.remove_suffix(1);
  const std::string_view path = server.path();
  return path.starts_with(above) && (path.size() == above.size() || path[above.size()] == '/');
}

bool is_resource_of(const std::string& text, ResourceQuestion question, ResourceRule rule) {
  if (text == question.mcp_server) return true;
  const auto resource = read_document_url(text);
  const auto server = read_document_url(question.mcp_server);
  if (!resource || !server || resource->has_fragment) return false;
  if (rule == ResourceRule::covering && covers(*resource, *server)) return true;
  const std::string bare = server->origin();
  const bool is_origin = text == bare || text == bare + "/";
  const bool server_is_origin = server->path() == "/" && !server->query();
  const bool from_root = question.fetched_from == bare + std::string(resource_well_known);
  return is_origin && (server_is_origin || from_root);
}

}  // namespace

std::string_view to_text(ClientAuthentication method) {
  const auto found = std::ranges::find(method_names, method, [](const auto& p) { return p.first; });
  return found->second;
}

std::optional<ClientAuthentication> client_authentication(std::string_view text) {
  const auto found = std::ranges::find(method_names, text, [](const auto& p) { return p.second; });
  if (found == method_names.end()) return std::nullopt;
  return found->first;
}

bool is_scope_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c == 0x21 || (c >= 0x23 && c <= 0x5B) || (c >= 0x5D && c <= 0x7E);
  });
}

std::expected<AuthorizationServerMetadata, DocumentError> read_server_metadata(
    std::string_view body, std::string_view issuer_expected, const DocumentRules& rules) {
  auto opened = DocumentReader::open(body);
  if (!opened) return std::unexpected(opened.error());
  DocumentReader& reader = *opened;
  AuthorizationServerMetadata server;
  server.issuer = reader.required_text("issuer").value_or("");
  if (server.issuer != issuer_expected) reader.fail(OAuthReason::issuer_mismatch, "issuer");
  if (const auto fault = issuer_fault(server.issuer, rules)) reader.fail(*fault, "issuer");
  if (rules.code_flow) check_code_flow(reader, server, rules);
  take_endpoint(reader, "token_endpoint", server.token_endpoint, rules);
  take_endpoint(reader, "registration_endpoint", server.registration_endpoint, rules);
  take_endpoint(reader, "revocation_endpoint", server.revocation_endpoint, rules);
  take_methods(reader, server, rules);
  server.scopes_supported = take_scopes(reader, server.review);
  server.grant_types_supported = reader.list_or_empty("grant_types_supported");
  server.dpop_algorithms = reader.list_or_empty("dpop_signing_alg_values_supported");
  server.iss_parameter_supported =
      reader.flag("authorization_response_iss_parameter_supported").value_or(false);
  server.metadata_document_supported =
      reader.flag("client_id_metadata_document_supported").value_or(false);
  if (const auto& error = reader.error()) return std::unexpected(*error);
  return server;
}

std::expected<ProtectedResourceMetadata, DocumentError> read_resource_metadata(
    std::string_view body, ResourceQuestion question, const DocumentRules& rules) {
  auto opened = DocumentReader::open(body);
  if (!opened) return std::unexpected(opened.error());
  DocumentReader& reader = *opened;
  ProtectedResourceMetadata metadata;
  metadata.resource = reader.required_text("resource").value_or("");
  if (!is_resource_of(metadata.resource, question, rules.resource)) {
    reader.fail(OAuthReason::resource_mismatch, "resource");
  }
  metadata.authorization_servers = reader.list_or_empty("authorization_servers");
  if (metadata.authorization_servers.empty()) {
    reader.fail(OAuthReason::no_authorization_server, "authorization_servers");
  }
  if (metadata.authorization_servers.size() > authorization_servers_max) {
    reader.fail(OAuthReason::too_many_authorization_servers, "authorization_servers");
  }
  // One bad entry refuses all: silently going on to the next would let a document choose for us.
  for (const std::string& issuer : metadata.authorization_servers) {
    if (const auto fault = issuer_fault(issuer, rules)) {
      reader.fail(*fault, "authorization_servers");
    }
  }
  const auto bearer = reader.list("bearer_methods_supported");
  if (bearer && !bearer->empty() && !contains(*bearer, "header")) {
    reader.fail(OAuthReason::no_bearer_header, "bearer_methods_supported");
  }
  metadata.scopes_supported = take_scopes(reader, metadata.review);
  if (const auto& error = reader.error()) return std::unexpected(*error);
  return metadata;
}

std::vector<std::string> resource_metadata_urls(std::string_view mcp_server) {
  const auto url = read_document_url(mcp_server);
  if (!url) return {};
  const std::string root = url->origin() + std::string(resource_well_known);
  if (url->target == "/") return {root};
  return {root + (url->path() == "/" ? url->target.substr(1) : url->target), root};
}

std::vector<std::string> server_metadata_urls(std::string_view issuer) {
  const auto url = read_document_url(issuer);
  if (!url) return {};
  const std::string origin = url->origin();
  std::string path(url->path());
  if (path.ends_with('/')) path.pop_back();
  const std::string oauth = origin + std::string(server_well_known);
  const std::string openid = origin + std::string(openid_well_known);
  if (path.empty()) return {oauth, openid};
  return {oauth + path, openid + path, origin + path + std::string(openid_well_known)};
}

}  // namespace sluice::oauth
