#include "oauth/discovery.h"

#include "oauth/contains.h"
#include "oauth/reason_text.h"

#include <utility>
#include <vector>

namespace sluice::oauth {
namespace {

constexpr int too_often = 429;

struct Fetched {
  std::string url;
  std::string body;
};
using FetchResult = std::expected<std::optional<Fetched>, OAuthError>;

OAuthError bad_document(DocumentError error) {
  return {OAuthFailure::bad_document, error.reason, std::move(error.detail), 0, std::nullopt, ""};
}

// "Not here", so that the next place is asked. Pages that answer everything with HTML say it so.
bool is_absent(const net::HttpResponse& response) {
  const bool html = response.header("Content-Type").starts_with("text/html");
  // Whoever is asked too often has not said whether it is there.
  const bool refused =
      response.status >= 400 && response.status < 500 && response.status != too_often;
  return refused || response.status == 502 || (response.status == 200 && html);
}

// The first of `urls` that has something; nothing when none has.
// The door outlives every coroutine.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<FetchResult> fetch_first(HttpDoor& door, std::vector<std::string> urls,
                              std::string protocol_version) {
  for (std::string& url : urls) {
    auto response = co_await door.get_document(url, protocol_version);
    if (!response) co_return std::unexpected(std::move(response.error()));
    if (response->status == 200 && !is_absent(*response)) {
      co_return Fetched{std::move(url), std::move(response->body)};
    }
    if (!is_absent(*response)) {
      co_return std::unexpected(
          OAuthError{OAuthFailure::http_status, OAuthReason::metadata_unavailable,
                     "A metadata document was answered with an error status. Try again in "
                     "a few minutes.",
                     response->status, std::nullopt, ""});
    }
  }
  co_return std::nullopt;
}

// MCP 2025-03-26, "Fallbacks for Servers without Metadata Discovery".
AuthorizationServerMetadata default_endpoints(const std::string& origin) {
  AuthorizationServerMetadata server;
  server.issuer = origin;
  server.authorization_endpoint = origin + "/authorize";
  server.token_endpoint = origin + "/token";
  server.registration_endpoint = origin + "/register";
  server.authentication_methods = {ClientAuthentication::none,
                                   ClientAuthentication::client_secret_basic,
                                   ClientAuthentication::client_secret_post};
  return server;
}

// The origin as its issuer; such a server may write it with a slash at the end.
std::expected<AuthorizationServerMetadata, OAuthError> read_origin_metadata(
    const std::string& body, const std::string& origin, const DocumentRules& rules) {
  auto server = read_server_metadata(body, origin, rules);
  if (!server && server.error().reason == OAuthReason::issuer_mismatch) {
    server = read_server_metadata(body, origin + "/", rules);
  }
  if (!server) return std::unexpected(bad_document(server.error()));
  return std::move(*server);
}

// NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters): the door outlives every
// coroutine, and the header promises the same of the rules.
Task<std::expected<Discovery, OAuthError>> discover_at_origin(HttpDoor& door,
                                                              DiscoveryQuestion question,
                                                              const DocumentRules& rules) {
  const auto url = read_document_url(question.mcp_server);
  const std::string origin = url ? url->origin() : "";
  auto found = co_await fetch_first(door, server_metadata_urls(origin), question.protocol_version);
  if (!found) co_return std::unexpected(std::move(found.error()));
  const auto& document = *found;
  if (!document) co_return Discovery{std::nullopt, default_endpoints(origin)};
  auto server = read_origin_metadata(document->body, origin, rules);
  if (!server) co_return std::unexpected(std::move(server.error()));
  co_return Discovery{std::nullopt, std::move(*server)};
}

}  // namespace

Task<std::expected<AuthorizationServerMetadata, OAuthError>> fetch_server_metadata(
    HttpDoor& door, std::string issuer, std::string protocol_version, const DocumentRules& rules) {
  auto found = co_await fetch_first(door, server_metadata_urls(issuer), protocol_version);
  if (!found) co_return std::unexpected(std::move(found.error()));
  const auto& document = *found;
  if (!document) {
    co_return std::unexpected(
        OAuthError{OAuthFailure::not_supported, OAuthReason::no_server_metadata,
                   "The authorization server publishes no metadata. Ask the vendor how to "
                   "sign in.",
                   0, std::nullopt, ""});
  }
  auto server = read_server_metadata(document->body, issuer, rules);
  if (!server) co_return std::unexpected(bad_document(std::move(server.error())));
  co_return std::move(*server);
}

Task<std::expected<Discovery, OAuthError>> discover(HttpDoor& door, DiscoveryQuestion question,
                                                    const DocumentRules& rules) {
  std::vector<std::string> places = resource_metadata_urls(question.mcp_server);
  std::optional<std::string> told;
  if (question.challenge) told = question.challenge->resource_metadata;
  if (told) {
    if (const auto fault = endpoint_fault(*told, rules)) {
      co_return std::unexpected(
          bad_document({*fault, std::string(explain(*fault)) + " (resource_metadata)"}));
    }
    places = {*told};
  }
  auto found = co_await fetch_first(door, std::move(places), question.protocol_version);
  if (!found) co_return std::unexpected(std::move(found.error()));
  const auto& document = *found;
  if (!document && told) {
    co_return std::unexpected(
        OAuthError{OAuthFailure::http_status, OAuthReason::metadata_unavailable,
                   "Nothing is at the place that the server named for its metadata. Tell "
                   "the vendor.",
                   404, std::nullopt, ""});
  }
  if (!document) co_return co_await discover_at_origin(door, std::move(question), rules);
  auto resource =
      read_resource_metadata(document->body, {question.mcp_server, document->url}, rules);
  if (!resource) co_return std::unexpected(bad_document(std::move(resource.error())));
  const bool known = contains(resource->authorization_servers, question.known_issuer);
  std::string issuer = known ? question.known_issuer : resource->authorization_servers.front();
  auto server =
      co_await fetch_server_metadata(door, std::move(issuer), question.protocol_version, rules);
  if (!server) co_return std::unexpected(std::move(server.error()));
  co_return Discovery{std::move(*resource), std::move(*server)};
}
// NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)

}  // namespace sluice::oauth
