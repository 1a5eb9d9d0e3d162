#pragma once
#include "audit/audit_trail.h"
#include "base/json.h"
#include "base/task.h"
#include "identity/reach.h"
#include "identity/role.h"
#include "identity/session_authenticator.h"
#include "net/http_server.h"
#include "server/host_check.h"
#include "server/permission.h"
#include "server/route_pattern.h"

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::server {

// One request with what routing learned about it.
struct Call {
  net::ServerRequest request;
  PathParameters path;
  Json body;  // The JSON object of the body; an empty object when there is none.
  std::string request_id;

  // A text member of the body, trimmed of nothing; empty when absent.
  [[nodiscard]] std::string text(std::string_view member) const;
  // The id in the path; nothing when it is malformed (then: not found).
  template <class Id>
  [[nodiscard]] std::optional<Id> id(std::string_view name = "id") const {
    const auto found = path.find(name);
    return found == path.end() ? std::nullopt : parse_id<Id>(found->second);
  }
};

using Answered = net::HandlerResult;
using OpenHandler = std::function<Task<Answered>(Call)>;
using MemberHandler = std::function<Task<Answered>(Call, identity::SignedIn)>;
using OwnedHandler = std::function<Task<Answered>(Call, identity::SignedIn, identity::Reach)>;

// Why a person's navigation was not let in; what the window then shows is the handler's.
enum class NavigationRefusal { signed_out, not_permitted };
using Navigator = std::expected<identity::SignedIn, NavigationRefusal>;
using NavigationHandler = std::function<Task<Answered>(Call, Navigator)>;

// A route as the table prints it: for the OpenAPI file and the authorization matrix.
struct RouteInfo {
  std::string method;
  std::string pattern;
  std::string summary;
  std::optional<Permission> permission;                       // None: open to everybody.
  identity::KeyScope key_scope = identity::KeyScope::manage;  // What an API key needs.
};

// The one table of routes. A route is either open, or for members: then nobody reaches its handler
// without a session (or an API key of the route's scope) of an organization, the role's permission,
// and, for a method that changes something, the session's CSRF token from the same site. Who may
// not is recorded.
class Router {
 public:
  // All outlive the router. Routes are added before the first request and never after.
  Router(const identity::SessionAuthenticator& sessions, const audit::AuditTrail& trail,
         BlockingPool& pool, Random& random)
      : sessions_(sessions), trail_(trail), pool_(pool), random_(random) {}

  // For anybody, signed in or not. `pattern` has its parameters in braces ("/api/v1/cards/{id}");
  // where two patterns fit, the one added first answers.
  void open(std::string method, std::string pattern, std::string summary, OpenHandler handler);
  // For members with the permission, and keys that manage.
  void member(std::string method, std::string pattern, std::string summary, Permission permission,
              MemberHandler handler);
  // Where the right depends on whose the thing is: the handler gets how far the caller reaches.
  void member(std::string method, std::string pattern, std::string summary, OwnOr permission,
              OwnedHandler handler);
  // The same, for an API key that only reads too.
  void readable(std::string method, std::string pattern, std::string summary, Permission permission,
                MemberHandler handler);
  // For a person whose browser comes from another site (a vendor's redirect): by the session's
  // cookie alone, without a CSRF token, and with a page of the handler's own for who may not.
  void navigation(std::string method, std::string pattern, std::string summary,
                  Permission permission, NavigationHandler handler);
  // From here on only requests that call this server by its name are answered. Without this (a
  // test) by any.
  void answer_to(HostCheck hosts) { hosts_ = std::move(hosts); }
  // What answers when no route fits and the method is GET: pages and their files.
  void fallback(OpenHandler handler) { fallback_ = std::move(handler); }

  // The answer to any request; never throws. What a broken machine throws becomes a 5xx here.
  [[nodiscard]] Task<Answered> handle(net::ServerRequest request) const;
  // In the order in which they were added: what the OpenAPI file and the authorization matrix are
  // made of.
  [[nodiscard]] std::vector<RouteInfo> routes() const;

 private:
  struct Route {
    RouteInfo info;
    std::vector<std::string> segments;
    std::variant<OpenHandler, MemberHandler, NavigationHandler> handler;
  };
  struct Match {
    const Route* route = nullptr;
    bool path_known = false;  // Some route has this path, with another method.
    PathParameters path;
  };
  [[nodiscard]] Match match(std::string_view method, std::string_view path) const;
  [[nodiscard]] bool is_called_by_name(const net::ServerRequest& request) const;
  [[nodiscard]] Task<Answered> dispatch(Match match, Call call) const;
  [[nodiscard]] Task<Answered> dispatch_member(const Route* route, Call call) const;
  [[nodiscard]] Task<Answered> dispatch_navigation(const Route* route, Call call) const;
  [[nodiscard]] Task<std::optional<identity::SignedIn>> authenticate(const Call* call) const;
  // Nothing when the route is for them; else the answer, recorded.
  [[nodiscard]] Task<std::optional<net::ServerResponse>> refusal(
      const Route* route, const identity::SignedIn* who) const;
  [[nodiscard]] Task<void> record_refusal(const Route* route, const identity::SignedIn* who,
                                          std::string why) const;

  const identity::SessionAuthenticator& sessions_;
  const audit::AuditTrail& trail_;
  BlockingPool& pool_;
  Random& random_;
  std::vector<Route> routes_;
  OpenHandler fallback_;
  std::optional<HostCheck> hosts_;
};

// A JSON answer; never cached, since it is one member's.
[[nodiscard]] net::ServerResponse json_response(const Json& body, int status = 200);
// The same of text that is JSON already.
[[nodiscard]] net::ServerResponse json_text_response(std::string body, int status = 200);
[[nodiscard]] net::ServerResponse no_content();

}  // namespace sluice::server
