#include "sandbox/sandbox.h"

#include "base/text.h"
#include "net/http_text.h"

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::string_view resource_well_known = "/.well-known/oauth-protected-resource";
constexpr std::string_view pages = "/_as/";
constexpr std::string_view control = "/_sandbox/";

std::string resource_of(const Endpoint& endpoint) {
  return endpoint.path == "/" ? endpoint.origin : endpoint.origin + endpoint.path;
}

bool is_at_host(const std::string& origin, const net::ServerRequest& request) {
  return equal_ignoring_case(host_of(origin), request.header("host"));
}

net::ServerResponse not_found() {
  return json_answer(404, {{"error", "not_found"}});
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

std::optional<net::ServerResponse> broken_answer(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::down: return net::ServerResponse{503, {}, {}};
    case FaultKind::server_error: return json_answer(500, {{"error", "internal_error"}});
    case FaultKind::html:
      return net::ServerResponse{200,
                                 {{"Content-Type", "text/html; charset=utf-8"}},
                                 "<!doctype html><title>Maintenance</title><h1>We will be back "
                                 "soon</h1>"};
    // These change what is behind an answer, or one part of it: the request is answered all the
    // same.
    case FaultKind::slow:
    case FaultKind::unauthorized:
    case FaultKind::expire_tokens:
    case FaultKind::revoke_grants:
    case FaultKind::forget_clients:
    case FaultKind::more_scope:
    case FaultKind::wide_grant:
    case FaultKind::refuse_registration:
    case FaultKind::refuse_redirect:
    case FaultKind::token_says:
    case FaultKind::wide_registration:
    case FaultKind::challenge_scope:
    case FaultKind::names_issuer:
    case FaultKind::drift: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::expected<std::unique_ptr<Sandbox>, std::string> Sandbox::create(
    SandboxSettings settings, const Environment& environment) {
  const auto text = environment.files.read("vendors.json");
  if (!text) return std::unexpected("vendors.json was not found");
  auto directory = Directory::load(*text);
  if (!directory) return std::unexpected(directory.error());
  if (auto kept = directory->keep(settings.vendors); !kept) return std::unexpected(kept.error());
  auto zone = TimeZone::find(directory->time_zone);
  if (!zone) return std::unexpected("unknown time zone " + directory->time_zone);
  return std::make_unique<Sandbox>(Private{}, std::move(*directory), std::move(*zone),
                                   std::move(settings), environment);
}

Sandbox::Sandbox(Private, Directory directory, TimeZone zone, SandboxSettings settings,
                 const Environment& environment)
    : environment_(environment),
      zone_(std::move(zone)),
      options_{directory.company, std::move(settings.product_url), settings.token_lifetime,
               settings.automatic_consent},
      origins_(directory.origins()),
      state_path_(std::move(settings.state)) {
  const StandInParts parts{environment_.files,          options_, environment_.business_clock,
                           environment_.security_clock, zone_,    environment_.random};
  for (VendorProfile& vendor : directory.vendors) {
    std::shared_ptr<AuthorizationServer> shared;
    for (const auto& other : stand_ins_)
      if (vendor.authorization && other->profile().authorization &&
          other->profile().authorization->issuer == vendor.authorization->issuer)
        shared = other->shared_authorization();
    stand_ins_.push_back(
        std::make_unique<VendorStandIn>(std::move(vendor), parts, std::move(shared)));
  }
  restore_state();
}

void Sandbox::restore_state() {
  if (state_path_.empty()) return;
  // A missing or broken file is an empty one: a demo that forgets its sign-ins still works.
  std::ifstream file(state_path_);
  const Value kept = Value::parse(file, nullptr, false);
  for (const auto& stand_in : stand_ins_) {
    AuthorizationServer* const server = stand_in->authorization();
    const Value& own = member_of(kept, stand_in->profile().slug);
    if (server == nullptr || !stand_in->owns_authorization() || !own.is_object()) continue;
    server->clients().restore(member_of(own, "clients"));
    server->grants().restore(member_of(own, "grants"));
  }
}

void Sandbox::keep_state() {
  if (state_path_.empty()) return;
  Value state = Value::object();
  for (const auto& stand_in : stand_ins_) {
    if (AuthorizationServer* const server = stand_in->authorization();
        server != nullptr && stand_in->owns_authorization())
      state[stand_in->profile().slug] = {{"clients", server->clients().to_value()},
                                         {"grants", server->grants().to_value()}};
  }
  std::string text = state.dump();
  if (text == state_kept_) return;
  // Renamed into place: a process that is killed leaves the old file or the new one.
  const std::filesystem::path next = state_path_.string() + ".next";
  std::ofstream(next) << text << std::flush;
  std::error_code error;
  std::filesystem::rename(next, state_path_, error);
  if (!error) state_kept_ = std::move(text);
}

VendorStandIn* Sandbox::stand_in_named(std::string_view slug) {
  const auto found = std::ranges::find_if(
      stand_ins_, [&](const auto& stand_in) { return stand_in->profile().slug == slug; });
  return found == stand_ins_.end() ? nullptr : found->get();
}

SandboxReply Sandbox::answer(const net::ServerRequest& request) {
  if (request.path.starts_with(control)) return {answer_control(request)};
  if (auto metadata = answer_resource_metadata(request)) return {std::move(*metadata)};
  if (auto reply = answer_mcp(request)) return std::move(*reply);
  auto reply = answer_as_page(request);
  if (!reply) reply = answer_authorization(request);
  keep_state();
  return reply ? std::move(*reply) : SandboxReply{not_found()};
}

std::optional<SandboxReply> Sandbox::answer_as_page(const net::ServerRequest& request) {
  if (!request.path.starts_with(pages)) return std::nullopt;
  const std::string_view rest = std::string_view(request.path).substr(pages.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  VendorStandIn* stand_in = stand_in_named(rest.substr(0, slash));
  const std::string_view page = rest.substr(slash);
  if (stand_in == nullptr || stand_in->authorization() == nullptr) return SandboxReply{not_found()};
  if (page == "/authorize" && request.method == "GET")
    return SandboxReply{stand_in->authorization()->authorize(request)};
  if (page == "/consent" && request.method == "POST")
    return SandboxReply{stand_in->authorization()->consent(request)};
  return SandboxReply{not_found()};
}

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
      if (!is_at_host(endpoint.origin, request) || rest != path) continue;
      return json_answer(200,
                         {{"resource", resource_of(endpoint)},
                          {"authorization_servers",
                           Value::array({elsewhere ? fault->text : vendor.authorization->issuer})},
                          {"scopes_supported", vendor.authorization->scopes},
                          {"bearer_methods_supported", Value::array({"header"})},
                          {"resource_name", vendor.name}});
    }
  }
  return not_found();
}

std::optional<SandboxReply> Sandbox::answer_mcp(const net::ServerRequest& request) {
  VendorStandIn* chosen = nullptr;
  const Endpoint* at = nullptr;
  std::optional<std::size_t> best;
  for (const auto& stand_in : stand_ins_)
    for (const Endpoint& endpoint : stand_in->profile().mcp.endpoints) {
      if (!is_at_host(endpoint.origin, request) || request.path != endpoint.path) continue;
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

// Of the stand-ins that share the server, the one that has a fault; else the one that owns it.
const VendorStandIn& Sandbox::faulted_among(const VendorStandIn& owner) const {
  for (const auto& other : stand_ins_)
    if (other->shared_authorization() == owner.shared_authorization() &&
        faults_.current(other->profile().slug) != nullptr)
      return *other;
  return owner;
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
  const auto mcp = stand_in.mcp();
  if (!mcp) return json_answer(500, {{"error", mcp.error()}});
  LoggedCall call = logged(stand_in, request);
  const auto is = [&](FaultKind kind) { return fault != nullptr && fault->kind == kind; };
  const std::string token = bearer_of(request);
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

// A token endpoint that says something else before it has looked at the grant.
std::optional<net::ServerResponse> Sandbox::said_instead(const VendorStandIn& stand_in,
                                                         const net::ServerRequest& request) {
  const std::string& slug = stand_in.profile().slug;
  const auto& authorization = stand_in.profile().authorization;
  if (!authorization || request.path != authorization->token_path) return std::nullopt;
  ++token_requests_[slug];
  const Fault* fault = faults_.current(slug);
  if (fault == nullptr || fault->kind != FaultKind::token_says) return std::nullopt;
  const net::Parameters form = net::parse_form(request.body);
  const bool fits = fault->when.empty() || std::ranges::any_of(form, [&](const auto& field) {
                      return field.first == fault->when;
                    });
  if (!fits) return std::nullopt;
  const bool json = fault->text.starts_with('{');
  net::ServerResponse response{
      fault->status, {{"Content-Type", json ? "application/json" : "text/html"}}, fault->text};
  // Counted only now: a fault that waits for a certain form must not be used up by another.
  (void)faults_.take(slug, FaultPlace::authorization);
  return response;
}

std::optional<SandboxReply> Sandbox::answer_authorization(const net::ServerRequest& request) {
  for (const auto& stand_in : stand_ins_) {
    AuthorizationServer* server = stand_in->authorization();
    if (server == nullptr || !stand_in->owns_authorization() ||
        !is_at_host(server->profile().origin(), request))
      continue;
    const VendorStandIn& faulted = faulted_among(*stand_in);
    if (auto said = said_instead(faulted, request)) return SandboxReply{std::move(*said)};
    auto response = server->answer(request);
    if (!response) continue;
    const Fault* standing = faults_.current(faulted.profile().slug);
    const bool of_tokens = standing != nullptr && standing->kind == FaultKind::token_says;
    const auto fault =
        of_tokens ? std::nullopt : faults_.take(faulted.profile().slug, FaultPlace::authorization);
    const auto broken = fault ? broken_answer(*fault) : std::nullopt;
    return SandboxReply{broken ? *broken : std::move(*response),
                        fault ? fault->delay : std::chrono::milliseconds(0)};
  }
  return std::nullopt;
}

}  // namespace sluice::sandbox
