#include "server/router.h"

#include "base/base64.h"
#include "base/log.h"
#include "base/text.h"
#include "identity/storage_failure.h"
#include "net/http_text.h"
#include "net/url.h"
#include "server/problems.h"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace sluice::server {
namespace {

[[nodiscard]] bool changes_something(std::string_view method) {
  return method != "GET" && method != "HEAD";
}

// Fetch metadata and Origin: a browser says where a request comes from, and another site cannot
// forge it. A client that is no browser sends neither.
[[nodiscard]] bool comes_from_another_site(const net::ServerRequest& request) {
  const std::string_view site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") return true;
  const std::string_view origin = request.header("Origin");
  if (origin.empty()) return false;
  const auto from = net::parse_strict_url(origin);  // "null" is none.
  return !from || from->authority() != request.header("Host");
}

[[nodiscard]] std::optional<std::string_view> bearer_key(const net::ServerRequest& request) {
  constexpr std::string_view prefix = "Bearer ";
  const std::string_view value = request.header("Authorization");
  if (!value.starts_with(prefix)) return std::nullopt;
  return value.substr(prefix.size());
}

// The connect window goes to the vendor and comes back; with an opener policy of its own the page
// that opened it would see it as closed the moment it leaves.
[[nodiscard]] bool is_connect_window(std::string_view path) {
  return path.starts_with("/connect/") || path == "/oauth/callback";
}

void add_common_headers(std::vector<net::Header>& headers, const std::string& request_id,
                        std::string_view path) {
  for (const net::Header& header : net::security_headers()) {
    const bool opener = header.name == "Cross-Origin-Opener-Policy" && is_connect_window(path);
    headers.push_back(opener ? net::Header{header.name, "unsafe-none"} : header);
  }
  headers.push_back({"X-Request-Id", request_id});
}

[[nodiscard]] bool is_permitted(identity::Role role, const std::optional<Permission>& permission) {
  return !permission || !permission->needed || identity::permits(role, *permission->needed);
}

[[nodiscard]] std::expected<Json, std::string> read_body(const net::ServerRequest& request) {
  if (request.body.empty()) return Json::object();
  if (!request.header("Content-Type").starts_with("application/json")) {
    // A form of another site can send other types without being asked first (CORS); this one it
    // cannot.
    return std::unexpected("The body must be JSON: send Content-Type: application/json.");
  }
  // Of two equal members a check and its use could each see another one.
  auto body = parse_json(request.body, {.duplicate_members_refused = true});
  if (!body) return std::unexpected("The body is not readable: " + body.error() + ".");
  if (!body->is_object()) return std::unexpected("The body must be a JSON object.");
  return body;
}

}  // namespace

std::string Call::text(std::string_view name) const {
  return text_member(body, name).value_or(std::string());
}

void Router::open(std::string method, std::string pattern, std::string summary,
                  OpenHandler handler) {
  auto segments = segments_of(pattern);
  routes_.push_back({{std::move(method), std::move(pattern), std::move(summary), std::nullopt},
                     std::move(segments),
                     std::move(handler)});
}

void Router::member(std::string method, std::string pattern, std::string summary,
                    Permission permission, MemberHandler handler) {
  auto segments = segments_of(pattern);
  routes_.push_back({{std::move(method), std::move(pattern), std::move(summary), permission},
                     std::move(segments),
                     std::move(handler)});
}

void Router::member(std::string method, std::string pattern, std::string summary, OwnOr permission,
                    OwnedHandler handler) {
  member(std::move(method), std::move(pattern), std::move(summary),
         {Permission::Kind::own_or, permission.own, permission.any},
         [permission, inner = std::move(handler)](Call call, identity::SignedIn who) {
           // Whoever does not even reach their own has been refused before.
           const auto reach = identity::reach_of(who.role, permission.own, permission.any);
           return inner(std::move(call), std::move(who), reach.value_or(identity::Reach::own));
         });
}

void Router::readable(std::string method, std::string pattern, std::string summary,
                      Permission permission, MemberHandler handler) {
  member(std::move(method), std::move(pattern), std::move(summary), permission, std::move(handler));
  routes_.back().info.key_scope = identity::KeyScope::read;
}

void Router::navigation(std::string method, std::string pattern, std::string summary,
                        Permission permission, NavigationHandler handler) {
  auto segments = segments_of(pattern);
  routes_.push_back({{std::move(method), std::move(pattern), std::move(summary), permission},
                     std::move(segments),
                     std::move(handler)});
}

std::vector<RouteInfo> Router::routes() const {
  std::vector<RouteInfo> infos;
  infos.reserve(routes_.size());
  for (const Route& route : routes_)
    infos.push_back(route.info);
  return infos;
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
  const auto segments = segments_of(path);
  // RFC 9110 section 9.3.2: HEAD is GET without the body, which the HTTP server leaves out.
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  Match match;
  for (const Route& route : routes_) {
    auto parameters = parameters_of(route.segments, segments);
    if (!parameters) continue;
    match.path_known = true;
    if (route.info.method != wanted) continue;
    match.route = &route;
    match.path = std::move(*parameters);
    return match;
  }
  return match;
}

// The router outlives every request.
Task<std::optional<identity::SignedIn>> Router::authenticate(const Call* call) const {
  const auto key = bearer_key(call->request);
  const auto cookie = call->request.cookie(identity::session_cookie_name);
  if (key) {
    co_return co_await run_blocking(
        pool_, [this, text = std::string(*key)] { return sessions_.authenticate_api_key(text); });
  }
  if (!cookie) co_return std::nullopt;
  co_return co_await run_blocking(pool_,
                                  [this, text = *cookie] { return sessions_.authenticate(text); });
}

Task<void> Router::record_refusal(const Route* route, const identity::SignedIn* who,
                                  std::string why) const {
  co_await run_blocking(pool_, [&] {
    trail_.record(who->access, {.action = "permission.refuse",
                                .target_kind = "route",
                                .target_id = route->info.method + " " + route->info.pattern,
                                .result = "refused",
                                .detail = {{"by", why}, {"name", route->info.summary}}});
  });
}

Task<std::optional<net::ServerResponse>> Router::refusal(const Route* route,
                                                         const identity::SignedIn* who) const {
  const bool by_key = who->key_scope && !identity::covers(*who->key_scope, route->info.key_scope);
  const bool by_role = !is_permitted(who->role, route->info.permission);
  if (!by_key && !by_role) co_return std::nullopt;
  // The role is said first: a better key would not help.
  const std::string why = by_role ? std::string(identity::to_text(who->role)) : "key that reads";
  co_await record_refusal(route, who, why);
  if (!by_role) {
    co_return net::problem(
        not_permitted,
        "This API key only reads: it asks, and sees dashboards and data sources. "
        "For this, an administrator makes a key that manages, in Settings.");
  }
  co_return net::problem(not_permitted, "Your role here is " + why +
                                            ". Ask an owner or administrator of " +
                                            who->organization.name + ".");
}

Task<Answered> Router::dispatch_member(const Route* route, Call call) const {
  const bool changes = changes_something(call.request.method);
  // Before the session is looked up, so that another site learns nothing about it from the time.
  if (changes && comes_from_another_site(call.request)) {
    co_return net::problem(cross_site, "Open Sluice in its own tab and try again there.");
  }
  auto signed_in = co_await authenticate(&call);
  if (signed_in) signed_in->access = signed_in->access.from(call.request.peer_address);
  if (!signed_in) {
    co_return net::problem(sign_in_required, "Your session has ended or never began: sign in.");
  }
  const bool by_cookie = !signed_in->csrf_token.empty();
  if (changes && by_cookie &&
      !identity::SessionAuthenticator::csrf_matches(*signed_in,
                                                    call.request.header("X-CSRF-Token"))) {
    co_return net::problem(cross_site, "The page is out of date: reload it and try again.");
  }
  if (auto refused = co_await refusal(route, &*signed_in)) co_return *std::move(refused);
  co_return co_await std::get<MemberHandler>(route->handler)(std::move(call),
                                                             std::move(*signed_in));
}

Task<Answered> Router::dispatch_navigation(const Route* route, Call call) const {
  const NavigationHandler& handler = std::get<NavigationHandler>(route->handler);
  const auto cookie = call.request.cookie(identity::session_cookie_name);
  std::optional<identity::SignedIn> who;
  if (cookie) {
    who = co_await run_blocking(pool_,
                                [this, token = *cookie] { return sessions_.authenticate(token); });
  }
  if (!who) {
    co_return co_await handler(std::move(call), std::unexpected(NavigationRefusal::signed_out));
  }
  who->access = who->access.from(call.request.peer_address);
  if (!is_permitted(who->role, route->info.permission)) {
    co_await record_refusal(route, &*who, std::string(identity::to_text(who->role)));
    co_return co_await handler(std::move(call), std::unexpected(NavigationRefusal::not_permitted));
  }
  co_return co_await handler(std::move(call), std::move(*who));
}

// What a monitor asks, by whatever address it knows, tells nothing: it says the same to everybody.
bool Router::is_called_by_name(const net::ServerRequest& request) const {
  constexpr std::array<std::string_view, 3> for_monitors{"/healthz", "/readyz", "/metrics"};
  return !hosts_ || hosts_->admits(request.header("Host")) ||
         std::ranges::find(for_monitors, request.path) != for_monitors.end();
}

Task<Answered> Router::dispatch(Match match, Call call) const {
  if (!is_called_by_name(call.request)) {
    co_return net::problem(wrong_host,
                           "This server has another name. Open it by the address that your "
                           "operator gave you; in front of it, a proxy has to pass the Host "
                           "header on.");
  }
  if (match.route == nullptr) {
    // RFC 9110 section 15.5.6: the address is right, the method is not.
    if (match.path_known) {
      co_return net::problem(wrong_method, "Use one of the methods that the API lists.");
    }
    // An unknown address of the API stays a problem document: programs do not read pages.
    const bool page = call.request.method == "GET" || call.request.method == "HEAD";
    if (page && fallback_ && !call.request.path.starts_with("/api/")) {
      co_return co_await fallback_(std::move(call));
    }
    co_return net::problem(not_found, "Check the address.");
  }
  call.path = std::move(match.path);
  auto body = read_body(call.request);
  if (!body) co_return net::problem(invalid_input, body.error());
  call.body = std::move(*body);
  const Route* const route = match.route;
  if (const auto* handler = std::get_if<OpenHandler>(&route->handler)) {
    co_return co_await (*handler)(std::move(call));
  }
  if (std::holds_alternative<NavigationHandler>(route->handler)) {
    co_return co_await dispatch_navigation(route, std::move(call));
  }
  co_return co_await dispatch_member(route, std::move(call));
}

Task<Answered> Router::handle(net::ServerRequest request) const {
  Call call;
  call.request_id = to_base64url(random_.bytes(12));
  const std::string request_id = call.request_id;
  const std::string path = request.path;
  Match found = match(request.method, request.path);
  call.request = std::move(request);
  Answered answered = net::ServerResponse{};
  try {  // The edge of a request: the one place where a broken machine becomes an answer.
    answered = co_await dispatch(std::move(found), std::move(call));
  } catch (const identity::StorageFailure& failure) {
    log(LogLevel::error, "storage_failed",
        {{"path", path}, {"request_id", request_id}, {"error", failure.what()}});
    answered = net::problem(storage_failed, identity::user_text(failure.kind()),
                            {{"request_id", request_id}});
  } catch (const std::exception& error) {
    log(LogLevel::error, "request_failed",
        {{"path", path}, {"request_id", request_id}, {"error", error.what()}});
    answered = net::problem(internal_error,
                            "Nothing was lost that had been confirmed. Try again; if it "
                            "stays, the server's log has the details under this reference.",
                            {{"request_id", request_id}});
  }
  std::visit([&](auto& response) { add_common_headers(response.headers, request_id, path); },
             answered);
  co_return answered;
}

net::ServerResponse json_text_response(std::string body, int status) {
  net::ServerResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

net::ServerResponse json_response(const Json& body, int status) {
  return json_text_response(to_wire(body), status);
}

net::ServerResponse no_content() {
  net::ServerResponse response;
  response.status = 204;
  response.headers = {{"Cache-Control", "no-store"}};
  return response;
}

}  // namespace sluice::server
