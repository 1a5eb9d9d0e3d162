#include "server/organization_routes.h"

#include "base/time_format.h"
#include "identity/organizations.h"
#include "server/problems.h"
#include "server/session_routes.h"

#include <utility>

namespace sluice::server {
namespace {

using identity::Action;
using identity::IdentityError;
using identity::OrganizationSettings;
using identity::SignedIn;

[[nodiscard]] OrganizationSettings settings_of(const ServerParts& parts, const SignedIn& who) {
  return {parts.database, who.access, parts.clock, parts.random};
}

Task<Answered> list_members(ServerParts* parts, SignedIn who) {
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who)] {
    Json members = Json::array();
    for (const identity::Member& member : settings_of(*parts, who).members()) {
      members.push_back({{"id", to_text(member.user.id)},
                         {"name", member.user.name},
                         {"email", member.user.email},
                         {"role", identity::to_text(member.role)}});
    }
    return json_response({{"members", members}});
  });
}

Task<Answered> invite(ServerParts* parts, Call call, SignedIn who) {
  const auto role = identity::parse_role(call.text("role"));
  if (!role) {
    co_return net::problem(invalid_input,
                           "A role is owner, administrator, analyst, member or viewer.");
  }
  co_return co_await run_blocking(
      parts->pool, [parts, who = std::move(who), role = *role]() -> net::ServerResponse {
        const auto invitation = settings_of(*parts, who).invite(who.role, role);
        if (!invitation) return identity_problem(invitation.error());
        return json_response({{"link", parts->settings.public_url + "/invite/" + invitation->token},
                              {"role", identity::to_text(invitation->role)},
                              {"expires_at", to_rfc3339(invitation->expires_at)}},
                             201);
      });
}

Task<Answered> show_invitation(ServerParts* parts, Call call) {
  co_return co_await run_blocking(
      parts->pool, [parts, token = call.path["token"]]() -> net::ServerResponse {
        const auto open =
            OrganizationSettings::find_invitation(parts->database, token, parts->clock.now());
        if (!open) return identity_problem(IdentityError::invitation_invalid);
        return json_response(
            {{"organization", open->organization_name}, {"role", identity::to_text(open->role)}});
      });
}

Task<Answered> join_by_invitation(ServerParts* parts, Call call) {
  co_return co_await run_blocking(
      parts->pool, [parts, call = std::move(call)]() mutable -> net::ServerResponse {
        identity::NewUser user{.email = call.text("email"),
                               .name = call.text("name"),
                               .password = Secret::take(call.text("password"))};
        const auto started = parts->accounts.accept_invitation(call.path["token"], std::move(user),
                                                               call.request.peer_address);
        if (!started) return identity_problem(started.error());
        net::ServerResponse response = session_started(*started, *parts);
        response.status = 201;
        return response;
      });
}

[[nodiscard]] Json api_key_json(const identity::ApiKey& key) {
  Json used = nullptr;
  if (key.last_used_at) used = to_rfc3339(*key.last_used_at);
  return {{"id", std::to_string(key.id)},
          {"name", key.name},
          {"created_at", to_rfc3339(key.created_at)},
          {"last_used_at", used}};
}

Task<Answered> list_api_keys(ServerParts* parts, SignedIn who) {
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who)] {
    Json keys = Json::array();
    for (const identity::ApiKey& key : settings_of(*parts, who).api_keys()) {
      keys.push_back(api_key_json(key));
    }
    return json_response({{"api_keys", keys}});
  });
}

Task<Answered> add_api_key(ServerParts* parts, Call call, SignedIn who) {
  std::string name = call.text("name");
  if (name.empty() || name.size() > 100) {
    co_return net::problem(invalid_input, "Give the key a name of 1 to 100 characters.");
  }
  co_return co_await run_blocking(
      parts->pool, [parts, who = std::move(who), name = std::move(name)]() mutable {
        const identity::NewApiKey made = settings_of(*parts, who).add_api_key(std::move(name));
        Json body = api_key_json(made.key);
        body["key"] = made.text;
        return json_response(body, 201);
      });
}

Task<Answered> remove_api_key(ServerParts* parts, Call call, SignedIn who) {
  struct ApiKeyTag;
  const auto id = call.id<StrongId<ApiKeyTag>>();
  if (!id) co_return identity_problem(IdentityError::unknown_id);
  co_return co_await run_blocking(
      parts->pool, [parts, who = std::move(who), id = id->value]() -> net::ServerResponse {
        if (settings_of(*parts, who).remove_api_key(id)) return no_content();
        return identity_problem(IdentityError::unknown_id);
      });
}

}  // namespace

void add_organization_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.member(
      "GET", "/api/v1/members", "The members of the organization", std::nullopt,
      [shared](Call /*call*/, SignedIn who) { return list_members(shared, std::move(who)); });
  router.member("POST", "/api/v1/invitations", "A link that makes whoever opens it a member",
                Action::manage_members, [shared](Call call, SignedIn who) {
                  return invite(shared, std::move(call), std::move(who));
                });
  router.open("GET", "/api/v1/invitations/{token}", "What an invitation is for",
              [shared](Call call) { return show_invitation(shared, std::move(call)); });
  router.open("POST", "/api/v1/invitations/{token}/accept", "Join by an invitation",
              [shared](Call call) { return join_by_invitation(shared, std::move(call)); });
  router.member(
      "GET", "/api/v1/api-keys", "The API keys of the organization", Action::manage_api_keys,
      [shared](Call /*call*/, SignedIn who) { return list_api_keys(shared, std::move(who)); });
  router.member("POST", "/api/v1/api-keys", "A new API key, shown once", Action::manage_api_keys,
                [shared](Call call, SignedIn who) {
                  return add_api_key(shared, std::move(call), std::move(who));
                });
  router.member("DELETE", "/api/v1/api-keys/{id}", "Revoke an API key", Action::manage_api_keys,
                [shared](Call call, SignedIn who) {
                  return remove_api_key(shared, std::move(call), std::move(who));
                });
}

}  // namespace sluice::server
