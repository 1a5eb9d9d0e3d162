#include "server/session_routes.h"

#include "base/rate_limit.h"
#include "base/time_format.h"
#include "identity/organization_directory.h"
#include "identity/organization_settings.h"
#include "server/problems.h"

#include <chrono>
#include <memory>
#include <utility>

namespace sluice::server {
namespace {

using identity::IdentityError;
using identity::NewSession;
using identity::SignedIn;

[[nodiscard]] Json demo_json(const ServerParts& parts) {
  if (!parts.settings.demo_today) return nullptr;
  return {{"today", *parts.settings.demo_today}};
}

[[nodiscard]] identity::NewUser user_of(Call& call) {
  return {.email = call.text("email"),
          .name = call.text("name"),
          .password = Secret::take(call.text("password"))};
}

[[nodiscard]] net::ServerResponse signed_out(const ServerParts& parts) {
  return net::problem(
      sign_in_required, "Sign in to go on.",
      {{"sign_up", parts.settings.sign_up_open ? "open" : "invite"}, {"demo", demo_json(parts)}});
}

Task<Answered> show_session(ServerParts* parts, Call call) {
  const auto cookie = call.request.cookie(identity::session_cookie_name);
  if (!cookie) co_return signed_out(*parts);
  const auto json =
      co_await run_blocking(parts->pool, [parts, token = *cookie]() -> std::optional<Json> {
        const auto signed_in = parts->sessions.authenticate(token);
        if (!signed_in) return std::nullopt;
        return session_json(*signed_in, *parts);
      });
  if (!json) co_return signed_out(*parts);
  co_return json_response(*json);
}

using Started = std::expected<NewSession, IdentityError>;

// The password's hash takes tens of milliseconds on purpose: never on an io thread.
template <class Work>
Task<Answered> start_session(ServerParts* parts, int status, Work work) {
  auto response = co_await run_blocking(
      parts->pool, [parts, status, inner = std::move(work)]() mutable -> net::ServerResponse {
        const Started started = inner();
        if (!started) return identity_problem(started.error());
        net::ServerResponse answer = session_started(*started, *parts);
        answer.status = status;
        return answer;
      });
  co_return response;
}

// The operator's defaults for a new organization: the demo's data needs its own zone and rates.
void apply_defaults(const ServerParts& parts, SignedIn& founder) {
  if (!parts.settings.new_organization) return;
  identity::Organization wanted = founder.organization;
  const identity::Organization& defaults = *parts.settings.new_organization;
  wanted.timezone = defaults.timezone;
  wanted.currency = defaults.currency;
  wanted.exchange_rates = defaults.exchange_rates;
  identity::OrganizationSettings settings = parts.organizations.settings(founder.access);
  if (settings.update(wanted, true)) founder.organization = wanted;
}

// Open sign-up makes rows and takes 60 ms of a core for whoever comes: so many from one address,
// and so many in all, within a quarter of an hour.
constexpr std::size_t sign_ups_of_an_address_max = 30;
constexpr std::size_t sign_ups_max = 120;
constexpr std::chrono::minutes sign_up_window{15};

struct SignUpLimits {
  RateLimit of_an_address{sign_ups_of_an_address_max, sign_up_window};
  RateLimit of_all{sign_ups_max, sign_up_window};

  [[nodiscard]] bool take(const std::string& address) {
    const auto now = std::chrono::steady_clock::now();
    return of_an_address.take(address, now) && of_all.take("", now);
  }
};

Task<Answered> sign_up(ServerParts* parts, std::shared_ptr<SignUpLimits> limits, Call call) {
  if (!parts->settings.sign_up_open) {
    co_return net::problem(not_permitted,
                           "This server takes new members by invitation: ask an administrator of "
                           "your organization for a link.");
  }
  // Counted before anything is looked at: what is limited is the work itself.
  if (!limits->take(call.request.peer_address))
    co_return identity_problem(IdentityError::too_many_sign_ups);
  co_return co_await start_session(parts, 201, [parts, call = std::move(call)]() mutable {
    auto started = parts->accounts.sign_up(user_of(call), call.text("organization"),
                                           call.request.peer_address);
    if (started) apply_defaults(*parts, started->signed_in);
    return started;
  });
}

Task<Answered> sign_in(ServerParts* parts, Call call) {
  co_return co_await start_session(parts, 200, [parts, call = std::move(call)]() mutable {
    return parts->accounts.sign_in(call.text("email"), Secret::take(call.text("password")),
                                   call.request.peer_address);
  });
}

Task<Answered> sign_out(ServerParts* parts, Call call, SignedIn who) {
  const auto cookie = call.request.cookie(identity::session_cookie_name);
  if (cookie) {
    co_await run_blocking(parts->pool, [parts, who = std::move(who), token = *cookie] {
      parts->accounts.sign_out(who, token);
    });
  }
  net::ServerResponse response = no_content();
  // Also where no session was found: the browser must not go on sending it.
  response.headers.push_back({"Set-Cookie", identity::SessionAuthenticator::expired_cookie()});
  co_return response;
}

Task<Answered> switch_organization(ServerParts* parts, Call call, SignedIn who) {
  const auto organization = parse_id<OrganizationId>(call.text("organization_id"));
  const auto cookie = call.request.cookie(identity::session_cookie_name);
  if (!organization || !cookie) co_return identity_problem(IdentityError::not_a_member);
  co_return co_await run_blocking(
      parts->pool,
      [parts, who = std::move(who), token = *cookie, id = *organization]() -> net::ServerResponse {
        const auto switched = parts->accounts.switch_organization(who, token, id);
        if (!switched) return identity_problem(switched.error());
        return json_response(session_json(*switched, *parts));
      });
}

}  // namespace

Json session_json(const SignedIn& signed_in, const ServerParts& parts) {
  const identity::Organization& organization = signed_in.organization;
  Json organizations = Json::array();
  for (const identity::Membership& membership :
       parts.organizations.memberships_of(signed_in.user.id)) {
    organizations.push_back({{"id", to_text(membership.organization)},
                             {"slug", membership.slug},
                             {"name", membership.name},
                             {"role", identity::to_text(membership.role)}});
  }
  Json permissions = Json::array();
  for (const identity::Action action : identity::actions_of(signed_in.role))
    permissions.push_back(identity::to_text(action));
  Json trial_end = nullptr;
  if (organization.trial_ends_at) trial_end = to_rfc3339(*organization.trial_ends_at);
  return {{"user",
           {{"id", to_text(signed_in.user.id)},
            {"name", signed_in.user.name},
            {"email", signed_in.user.email}}},
          {"organization",
           {{"id", to_text(organization.id)},
            {"slug", organization.slug},
            {"name", organization.name},
            {"plan", identity::to_text(identity::plan_at(organization, parts.clock.now()))},
            {"trial_ends_at", trial_end},
            {"timezone", organization.timezone},
            {"currency", organization.currency}}},
          {"role", identity::to_text(signed_in.role)},
          {"permissions", permissions},
          {"organizations", organizations},
          {"csrf_token", signed_in.csrf_token},
          {"demo", demo_json(parts)}};
}

net::ServerResponse session_started(const NewSession& session, const ServerParts& parts) {
  net::ServerResponse response = json_response(session_json(session.signed_in, parts));
  response.headers.push_back({"Set-Cookie", session.set_cookie});
  return response;
}

// One status for each refusal; `reason` tells programs which it was.
net::ServerResponse identity_problem(IdentityError error) {
  const Json extra = {{"reason", identity::reason(error)}};
  switch (error) {
    case IdentityError::wrong_credentials:
      return net::problem(wrong_credentials, identity::user_text(error), extra);
    case IdentityError::too_many_attempts:
    case IdentityError::too_many_sign_ups:
      return net::problem(too_many_attempts, identity::user_text(error), extra);
    case IdentityError::not_permitted:
    case IdentityError::not_a_member:
      return net::problem(not_permitted, identity::user_text(error), extra);
    case IdentityError::unknown_id:
    case IdentityError::invitation_invalid:
    case IdentityError::unknown_organization:
      return net::problem(not_found, identity::user_text(error), extra);
    case IdentityError::email_taken:
    case IdentityError::slug_taken:
    case IdentityError::last_owner:
      return net::problem(conflict, identity::user_text(error), extra);
    case IdentityError::sign_up_refused:
    case IdentityError::email_malformed:
    case IdentityError::name_missing:
    case IdentityError::name_too_long:
    case IdentityError::password_guessable:
    case IdentityError::password_too_short:
    case IdentityError::password_too_long:
    case IdentityError::organization_name_missing:
    case IdentityError::slug_malformed:
    case IdentityError::unknown_timezone:
    case IdentityError::unknown_currency:
    case IdentityError::unknown_week_start:
    case IdentityError::rates_missing:
      return net::problem(invalid_input, identity::user_text(error), extra);
  }
  return net::problem(invalid_input, identity::user_text(error), extra);
}

void add_session_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.open("GET", "/api/v1/session", "Who is signed in",
              [shared](Call call) { return show_session(shared, std::move(call)); });
  router.open("POST", "/api/v1/sign-up", "A new user with a new organization",
              [shared, limits = std::make_shared<SignUpLimits>()](Call call) {
                return sign_up(shared, limits, std::move(call));
              });
  router.open("POST", "/api/v1/sign-in", "Begin a session",
              [shared](Call call) { return sign_in(shared, std::move(call)); });
  router.member("POST", "/api/v1/sign-out", "End the session", any_member,
                [shared](Call call, SignedIn who) {
                  return sign_out(shared, std::move(call), std::move(who));
                });
  router.member("POST", "/api/v1/session/organization", "Work in another organization", any_member,
                [shared](Call call, SignedIn who) {
                  return switch_organization(shared, std::move(call), std::move(who));
                });
}

}  // namespace sluice::server
