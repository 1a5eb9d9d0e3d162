// The way of a request to a vendor's MCP server, and the metadata that lead to its sign-in.
#include "sandbox/sandbox.h"

#include "base/text.h"
#include "net/http_text.h"

#include <algorithm>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::string_view resource_well_known = "/.well-known/oauth-protected-resource";
std::string resource_of(const AuthorizationProfile& profile, const Endpoint& endpoint) {
  if (!profile.resource.empty()) return profile.resource;
  return endpoint.path == "/" ? endpoint.origin : endpoint.origin + endpoint.path;
}

// How many parameters of the endpoint's query the request has; nothing unless it has them all.
std::optional<std::size_t> query_match(const Endpoint& endpoint,
                                       const net::ServerRequest& request) {
  const net::Parameters wanted = net::parse_form(endpoint.query);
  const net::Parameters sent = net::parse_form(request.query);
  const bool all = std::ranges::all_of(wanted, [&](const auto& parameter) {
    return std::ranges::find(sent, parameter) != sent.end();
  });
  return all ? std::optional(wanted.size()) : std::nullopt;
}

// RFC 6750 section 2.1; empty when there is none, which no token and no key is.
std::string bearer_of(const net::ServerRequest& request) {
  const std::string_view value = request.header("authorization");
  constexpr std::string_view scheme = "bearer ";
  if (value.size() <= scheme.size() || !equal_ignoring_case(value.substr(0, scheme.size()), scheme))
    return {};
  return std::string(value.substr(scheme.size()));
}

// Of the company's two accounts at the vendor the token's own; a key is of the first.
bool is_of_branch(VendorStandIn& stand_in, std::string_view token) {
  if (stand_in.authorization() == nullptr) return false;
  GrantStore& grants = stand_in.authorization()->grants();
  const auto grant = grants.grant_of(token);
  return grant && grants.grant(*grant).branch;
}

// RFC 6750 section 3 and, for servers that have it, RFC 9728 section 5.1.
net::ServerResponse challenge(const VendorProfile& vendor, const Endpoint& endpoint,
                              bool had_credential, const Fault* fault) {
  std::string value = "Bearer realm=\"" + vendor.slug + "\"";
  if (had_credential)
    value += R"(, error="invalid_token", error_description="The token is not valid")";
  if (vendor.mcp.resource_metadata)
    value += ", resource_metadata=\"" + endpoint.origin + std::string(resource_well_known) +
             (endpoint.path == "/" ? "" : endpoint.path) + "\"";
  std::string scope = vendor.authorization ? vendor.authorization->challenge_scope : std::string();
  if (fault != nullptr && fault->kind == FaultKind::challenge_scope) scope = fault->scope;
  if (!scope.empty()) value += ", scope=\"" + scope + "\"";
  net::ServerResponse response =
      json_answer(401, {{"error", "invalid_token"}, {"error_description", "Authorization needed"}});
  response.headers.push_back({"WWW-Authenticate", value});
  return response;
}

}  // namespace

std::optional<net::ServerResponse> Sandbox::answer_resource_metadata(
    const net::ServerRequest& request) const {
  // RFC 9728 section 3.1: the resource's path follows the well-known part.
  if (!request.path.starts_with(resource_well_known)) return std::nullopt;
  const std::string_view rest = std::string_view(request.path).substr(resource_well_known.size());
  for (const auto& stand_in : stand_ins_) {
    const VendorProfile& vendor = stand_in->profile();
    if (!vendor.mcp.resource_metadata || !vendor.authorization) continue;
    const Fault* fault = faults_.current(vendor.slug);
    const bool elsewhere = fault != nullptr && fault->kind == FaultKind::names_issuer;
    for (const Endpoint& endpoint : vendor.mcp.endpoints) {
      const std::string_view path = endpoint.path == "/" ? std::string_view() : endpoint.path;
      if (!is_at_host(endpoint.origin, request.header("host")) || rest != path) continue;
      return json_answer(200,
                         {{"resource", resource_of(*vendor.authorization, endpoint)},
                          {"authorization_servers",
                           Value::array({elsewhere ? fault->text : vendor.authorization->issuer})},
                          {"scopes_supported", vendor.authorization->scopes},
                          {"bearer_methods_supported", Value::array({"header"})},
                          {"resource_name", vendor.name}});
    }
  }
  return json_answer(404, {{"error", "not_found"}});
}

std::optional<SandboxReply> Sandbox::answer_mcp(const net::ServerRequest& request) {
  VendorStandIn* chosen = nullptr;
  const Endpoint* at = nullptr;
  std::optional<std::size_t> best;
  for (const auto& stand_in : stand_ins_)
    for (const Endpoint& endpoint : stand_in->profile().mcp.endpoints) {
      if (!is_at_host(endpoint.origin, request.header("host")) || request.path != endpoint.path)
        continue;
      // Two vendors may stand behind one address and differ in its query: the one that asks for
      // more of it is meant.
      const auto match = query_match(endpoint, request);
      if (!match || (best && *match <= *best)) continue;
      best = match;
      chosen = stand_in.get();
      at = &endpoint;
    }
  if (chosen == nullptr) return std::nullopt;
  const auto fault = faults_.take(chosen->profile().slug, FaultPlace::mcp);
  return SandboxReply{answer_endpoint(*chosen, *at, request, fault ? &*fault : nullptr),
                      fault ? fault->delay : std::chrono::milliseconds(0)};
}

// Understood even where it is refused: the log says what somebody tried.
LoggedCall Sandbox::logged(const VendorStandIn& stand_in, const net::ServerRequest& request) const {
  LoggedCall call;
  call.vendor = stand_in.profile().slug;
  call.http_method = request.method;
  call.path = request.path + (request.query.empty() ? "" : "?" + request.query);
  call.authorization = !request.header("authorization").empty();
  call.at = environment_.business_clock.now();
  const auto body = parse_json(request.body);
  if (!body) return call;
  const Value message = to_value(*body);
  call.method = text_of(message, "method");
  if (call.method != "tools/call") return call;
  const Value& params = member_of(message, "params");
  call.tool = text_of(params, "name");
  call.arguments = member_of(params, "arguments");
  const ToolDefinition* tool = stand_in.tool(call.tool);
  call.access =
      tool == nullptr ? "unknown" : std::string(to_text(tool->access_for(call.arguments)));
  return call;
}

net::ServerResponse Sandbox::answer_endpoint(VendorStandIn& stand_in, const Endpoint& endpoint,
                                             const net::ServerRequest& request,
                                             const Fault* fault) {
  const VendorProfile& vendor = stand_in.profile();
  const std::string token = bearer_of(request);
  const auto mcp = stand_in.mcp(is_of_branch(stand_in, token));
  if (!mcp) return json_answer(500, {{"error", mcp.error()}});
  LoggedCall call = logged(stand_in, request);
  const auto is = [&](FaultKind kind) { return fault != nullptr && fault->kind == kind; };
  // A vendor with keys takes them where it takes tokens; the log does not say which it was.
  const bool is_key = std::ranges::find(vendor.mcp.keys, token) != vendor.mcp.keys.end();
  call.authorized = !is(FaultKind::unauthorized) &&
                    (!vendor.authorization || is_key ||
                     stand_in.authorization()->grants().state_of(token) == TokenState::valid);
  net::ServerResponse response;
  if (auto broken = fault != nullptr ? broken_answer(*fault) : std::nullopt) {
    response = std::move(*broken);
  } else if (!call.authorized) {
    response = challenge(vendor, endpoint, call.authorization, fault);
  } else if (is(FaultKind::more_scope)) {
    response = json_answer(403, {{"error", "insufficient_scope"}});
    response.headers.push_back(
        {"WWW-Authenticate",
         "Bearer error=\"insufficient_scope\", scope=\"" + fault->scope + "\""});
    // MCP's transport security: a request that a web page made is refused, against DNS rebinding.
  } else if (!request.header("origin").empty()) {
    response = json_answer(403, {{"error", "a page in a browser may not call this server"}});
  } else if (const auto wait = call.tool.empty() ? std::nullopt : stand_in.over_limit()) {
    response = json_answer(429, {{"error", "rate limit exceeded"}});
    response.headers.push_back({"Retry-After", std::to_string(wait->count())});
  } else {
    const std::string drifted = is(FaultKind::drift) ? fault->tool : std::string();
    response = (*mcp)->answer(request, endpoint, token, drifted);
  }
  call.status = response.status;
  log_.add(std::move(call));
  return response;
}

}  // namespace sluice::sandbox
