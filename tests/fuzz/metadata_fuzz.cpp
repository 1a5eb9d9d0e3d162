// Documents of authorization servers: whatever is accepted is as the rules say.
#include "check.h"
#include "net/url.h"
#include "oauth/metadata.h"
#include "oauth/token_response.h"

namespace sluice::fuzz {
namespace {

constexpr std::string_view issuer = "https://auth.example.com";
constexpr std::string_view mcp_server = "https://mcp.example.com/mcp";

oauth::DocumentRules rules() {
  oauth::DocumentRules rules;
  rules.own_origin = "https://sluice.example.com";
  return rules;
}

void check_endpoint(const std::string& url) {
  require(!oauth::endpoint_fault(url, rules()), "an accepted address has no fault");
  require(url.starts_with("https://"), "an accepted address is https");
  const auto strict = net::parse_strict_url(url);
  require(strict.has_value(), "an accepted address is an address");
  require(strict->kind == net::HostKind::name, "an accepted address names its host");
}

void check_server(std::string_view body) {
  const auto server = oauth::read_server_metadata(body, issuer, rules());
  if (!server) return require(!to_text(server.error().reason).empty(), "a refusal has a reason");
  require(server->issuer == issuer, "the issuer is the one that was asked");
  check_endpoint(server->authorization_endpoint);
  check_endpoint(server->token_endpoint);
  if (server->registration_endpoint) check_endpoint(*server->registration_endpoint);
  if (server->revocation_endpoint) check_endpoint(*server->revocation_endpoint);
  require(!server->authentication_methods.empty(), "there is a way to prove ourselves");
  for (const std::string& scope : server->scopes_supported)
    require(oauth::is_scope_token(scope), "a scope is a token");
}

void check_resource(std::string_view body) {
  const oauth::ResourceQuestion question{.mcp_server = mcp_server, .fetched_from = mcp_server};
  const auto resource = oauth::read_resource_metadata(body, question, rules());
  if (!resource)
    return require(!to_text(resource.error().reason).empty(), "a refusal has a reason");
  require(resource->resource == mcp_server, "the resource is the one that was asked");
  require(!resource->authorization_servers.empty(), "somebody grants access");
  for (const std::string& server : resource->authorization_servers)
    check_endpoint(server);
}

void check_token(std::string_view body) {
  const auto token = oauth::read_token_response(body, {.scope_asked = "read"});
  if (!token)
    return require(!to_text(token.error().document.reason).empty(), "a refusal has a reason");
  require(token->lifetime.count() >= 0 && token->lifetime <= oauth::lifetime_max,
          "a lifetime has bounds");
  require(!token->access_token.empty(), "there is a token");
  token->access_token.use([](std::string_view text) {
    for (const char c : text)
      require(c > 0x20 && c < 0x7F, "a token fits into a header");
  });
}

}  // namespace
}  // namespace sluice::fuzz

int sluice::fuzz::check(std::string_view bytes) {
  std::string_view input = bytes;
  switch (take_choice(input) % 3) {
    case 0: check_server(input); break;
    case 1: check_resource(input); break;
    default: check_token(input);
  }
  return 0;
}
