#pragma once
#include "sandbox/rate_limit.h"
#include "sandbox/value.h"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// One MCP endpoint of a vendor.
struct Endpoint {
  std::string origin;  // "https://mcp.vendor.example"
  std::string path;    // "/mcp/readonly"; "/" for the root.
  // "tools=a,b": parameters that a request must have, where two vendors share host and path.
  std::string query;
  bool read_only = false;  // Shows and runs read tools only.
};

// How a vendor's MCP server speaks.
struct McpProfile {
  std::vector<Endpoint> endpoints;
  bool modern = false;              // 2026-07-28.
  std::vector<std::string> legacy;  // Revisions of the initialize era, newest first; may be empty.
  bool sessions = false;
  bool answers_with_events = false;  // SSE instead of JSON, where the era allows both.
  bool resource_metadata = true;     // RFC 9728; false: authorization as 2025-03-26 had it.
  std::string read_only_query;       // A query parameter that switches writing tools off.
  std::string tools_query;           // A query parameter that lists the tools to show.
  std::vector<std::string> tools;    // Those of the world that this server has; empty: all.
  std::vector<std::string> keys;     // API keys that are taken as bearer tokens.
  RateLimit limit;                   // Of tool calls; more are answered 429 with Retry-After.

  // The newest revision of the initialize era; empty for a modern-only server.
  [[nodiscard]] std::string_view newest_legacy() const {
    return legacy.empty() ? std::string_view() : std::string_view(legacy.front());
  }
};

// A client that exists before anybody registers; for vendors whose servers take no registration.
struct PreregisteredClient {
  std::string id;
  std::string secret;
};

// How a vendor's authorization server behaves. Paths are those at the issuer's origin; an empty
// one is not offered.
struct AuthorizationProfile {
  std::string issuer;
  bool openid_metadata = false;  // /.well-known/openid-configuration instead of RFC 8414's place.
  std::string authorize_path;
  std::string token_path;
  std::string register_path;
  std::string revoke_path;
  bool metadata_document = false;      // Takes Client ID Metadata Documents.
  bool manages_registrations = false;  // RFC 7592.
  std::optional<PreregisteredClient> client;
  std::vector<std::string> methods;  // token_endpoint_auth_methods_supported.
  std::vector<std::string> scopes;
  std::string challenge_scope;        // The scope that a 401 asks for; empty: none.
  std::string scope_separator = " ";  // Between the scopes of a request: RFC 6749 has a blank.
  // RFC 8707, where the resource is not the endpoint's own address; empty: it is.
  std::string resource;
  // The redirect addresses of applications that the vendor has approved; "{product}" is the
  // product's own origin. Empty: any acceptable address may be registered.
  std::vector<std::string> approved_redirects;
  bool iss = false;     // RFC 9207.
  bool rotates = true;  // Each refresh gives a new refresh token.
  std::chrono::seconds token_lifetime{3600};

  [[nodiscard]] std::string origin() const;       // Of the issuer.
  [[nodiscard]] std::string issuer_path() const;  // "" or "/mcp".
};

// One entry of vendors.json.
struct VendorProfile {
  std::string slug;
  std::string name;
  // One of several servers of a vendor, each with a sign-in of its own: the slug of the vendor
  // whose data and tools it has ("server_of" in the file). Empty: it is the vendor's one server.
  std::string server_of;
  McpProfile mcp;
  // None: the server asks for no login. Vendors with one issuer share one server, as two products
  // behind one account do: {"of": "SLUG"} in the file takes over that vendor's.
  std::optional<AuthorizationProfile> authorization;
  bool shares_authorization = false;  // It is another vendor's own.

  // Whose files (world/, tools/) it answers from.
  [[nodiscard]] const std::string& data_slug() const noexcept {
    return server_of.empty() ? slug : server_of;
  }
};

// vendors.json: who the sandbox stands in for.
struct Directory {
  std::string company;
  std::string time_zone;
  std::vector<VendorProfile> vendors;

  // The error names the vendor and what is missing.
  [[nodiscard]] static std::expected<Directory, std::string> load(std::string_view text);
  // Every https origin that the sandbox answers for, each once.
  [[nodiscard]] std::vector<std::string> origins() const;
  // Keeps these vendors only (all when empty); an unknown slug is an error that names it.
  [[nodiscard]] std::expected<void, std::string> keep(const std::vector<std::string>& slugs);
};

// "https://host/path?query" -> its origin, its path ("/" when there is none) and its query; all
// empty when it is no URL.
struct SplitUrl {
  std::string origin;
  std::string path;
  std::string query;
};
[[nodiscard]] SplitUrl split_url(std::string_view url);
// "https://host:8443" -> "host:8443": what a client sends as Host.
[[nodiscard]] std::string host_of(std::string_view origin);
// Whether a client that sends this Host means the server at `origin`.
[[nodiscard]] bool is_at_host(std::string_view origin, std::string_view host);

}  // namespace sluice::sandbox
