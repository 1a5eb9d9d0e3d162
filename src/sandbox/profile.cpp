#include "sandbox/profile.h"

#include "base/text.h"
#include "net/url.h"

#include <algorithm>
#include <utility>

namespace sluice::sandbox {
namespace {

std::vector<std::string> texts_of(const Value& list) {
  std::vector<std::string> out;
  for (const Value& text : list)
    out.push_back(as_text(text));
  return out;
}

bool flag_of(const Value& object, std::string_view name, bool fallback) {
  const Value& flag = member_of(object, name);
  return flag.is_boolean() ? flag.get<bool>() : fallback;
}

McpProfile mcp_profile(const Value& text) {
  McpProfile mcp;
  for (const Value& endpoint : member_of(text, "endpoints")) {
    const SplitUrl url = split_url(text_of(endpoint, "url"));
    mcp.endpoints.push_back(
        {url.origin, url.path, url.query, flag_of(endpoint, "read_only", false)});
  }
  mcp.modern = flag_of(text, "modern", false);
  mcp.legacy = texts_of(member_of(text, "legacy"));
  mcp.sessions = flag_of(text, "sessions", false);
  // Both are allowed to a server, and each vendor does what its own was seen to do.
  mcp.answers_with_events = text_of(text, "answers") == "sse";
  mcp.resource_metadata = flag_of(text, "resource_metadata", true);
  mcp.read_only_query = text_of(text, "read_only_query");
  mcp.tools_query = text_of(text, "tools_query");
  mcp.tools = texts_of(member_of(text, "tools"));
  mcp.keys = texts_of(member_of(text, "keys"));
  if (const Value& limit = member_of(text, "limit"); limit.is_object())
    mcp.limit = {limit.value("calls", std::size_t{0}),
                 std::chrono::seconds(limit.value("seconds", 60))};
  return mcp;
}

AuthorizationProfile authorization_profile(const Value& text) {
  AuthorizationProfile profile;
  profile.issuer = text_of(text, "issuer");
  profile.openid_metadata = text_of(text, "metadata") == "openid";
  profile.authorize_path = text_of(text, "authorize");
  profile.token_path = text_of(text, "token");
  profile.register_path = text_of(text, "register");
  profile.revoke_path = text_of(text, "revoke");
  profile.metadata_document = flag_of(text, "metadata_document", false);
  profile.manages_registrations = flag_of(text, "manages_registrations", false);
  if (const Value& client = member_of(text, "client"); client.is_object())
    profile.client = PreregisteredClient{text_of(client, "id"), text_of(client, "secret")};
  profile.methods = texts_of(member_of(text, "methods"));
  profile.scopes = texts_of(member_of(text, "scopes"));
  profile.challenge_scope = text_of(text, "challenge_scope");
  profile.scope_separator = text_of(text, "scope_separator", " ");
  profile.resource = text_of(text, "resource");
  profile.approved_redirects = texts_of(member_of(text, "approved_redirects"));
  profile.iss = flag_of(text, "iss", false);
  profile.rotates = flag_of(text, "rotates", true);
  return profile;
}

// The file is ours, so one sentence is enough: the build that embeds it is where it is met.
std::string problem_with(const VendorProfile& vendor) {
  if (vendor.slug.empty()) return "a vendor has no slug";
  if (vendor.mcp.endpoints.empty()) return vendor.slug + " has no endpoint";
  if (!vendor.mcp.modern && vendor.mcp.legacy.empty()) return vendor.slug + " speaks no revision";
  const auto& authorization = vendor.authorization;
  if (authorization && (authorization->issuer.empty() || authorization->authorize_path.empty() ||
                        authorization->token_path.empty()))
    return vendor.slug + " needs an issuer, an authorize and a token path";
  return {};
}

// {"of": "SLUG"}: the profile of a vendor that stands anywhere in the file.
std::expected<AuthorizationProfile, std::string> shared_profile(const Value& file,
                                                                const std::string& slug) {
  for (const Value& entry : member_of(file, "vendors"))
    if (const Value& authorization = member_of(entry, "authorization");
        text_of(entry, "slug") == slug && authorization.contains("issuer"))
      return authorization_profile(authorization);
  return std::unexpected("there is no authorization server of " + slug);
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

}  // namespace

SplitUrl split_url(std::string_view url) {
  const auto parsed = net::parse_strict_url(url);
  if (!parsed) return {};
  const std::string_view target = parsed->target;
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::size_t query = std::min(mark + 1, target.size());
  return {parsed->origin(), std::string(target.substr(0, mark)), std::string(target.substr(query))};
}

std::string host_of(std::string_view origin) {
  const auto parsed = net::parse_strict_url(origin);
  return parsed ? parsed->authority() : std::string();
}

bool is_at_host(std::string_view origin, std::string_view host) {
  return equal_ignoring_case(host_of(origin), host);
}

std::string AuthorizationProfile::origin() const {
  return split_url(issuer).origin;
}

std::string AuthorizationProfile::issuer_path() const {
  const std::string path = split_url(issuer).path;
  // RFC 8414 section 3.1: the path of the issuer goes behind the well-known part, and "/" is none.
  return path == "/" ? std::string() : path;
}

std::expected<Directory, std::string> Directory::load(std::string_view text) {
  const Value file = Value::parse(text, nullptr, false);
  if (!member_of(file, "vendors").is_array())
    return std::unexpected("the list of vendors is not readable");
  Directory directory{text_of(file, "company"), text_of(file, "time_zone", "UTC"), {}};
  for (const Value& entry : file["vendors"]) {
    VendorProfile vendor{.slug = text_of(entry, "slug"),
                         .name = text_of(entry, "name"),
                         .server_of = text_of(entry, "server_of"),
                         .mcp = mcp_profile(member_of(entry, "mcp")),
                         .authorization = std::nullopt};
    if (const Value& authorization = member_of(entry, "authorization"); authorization.is_object()) {
      const std::string of = text_of(authorization, "of");
      std::expected<AuthorizationProfile, std::string> profile =
          of.empty() ? authorization_profile(authorization) : shared_profile(file, of);
      if (!profile) return std::unexpected(vendor.slug + ": " + profile.error());
      vendor.authorization = std::move(*profile);
      vendor.shares_authorization = !of.empty();
    }
    if (std::string problem = problem_with(vendor); !problem.empty())
      return std::unexpected(std::move(problem));
    directory.vendors.push_back(std::move(vendor));
  }
  return directory;
}

std::vector<std::string> Directory::origins() const {
  std::vector<std::string> out;
  for (const VendorProfile& vendor : vendors) {
    for (const Endpoint& endpoint : vendor.mcp.endpoints)
      add_once(out, endpoint.origin);
    if (vendor.authorization) add_once(out, vendor.authorization->origin());
  }
  return out;
}

std::expected<void, std::string> Directory::keep(const std::vector<std::string>& slugs) {
  const auto is_of = [](const VendorProfile& vendor, const std::string& slug) {
    return vendor.slug == slug || vendor.server_of == slug;
  };
  for (const std::string& slug : slugs)
    if (std::ranges::none_of(vendors, [&](const auto& vendor) { return is_of(vendor, slug); }))
      return std::unexpected("the sandbox knows no vendor " + slug);
  if (!slugs.empty())
    std::erase_if(vendors, [&](const VendorProfile& vendor) {
      return std::ranges::none_of(slugs, [&](const auto& slug) { return is_of(vendor, slug); });
    });
  return {};
}

}  // namespace sluice::sandbox
