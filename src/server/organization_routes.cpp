#include "server/organization_routes.h"

#include "base/time_format.h"
#include "identity/organization_settings.h"
#include "server/problems.h"
#include "server/session_routes.h"

#include <utility>

namespace sluice::server {
namespace {

using identity::Action;
using identity::IdentityError;
using identity::OrganizationSettings;
using identity::SignedIn;

constexpr std::string_view roles_in_words =
    "A role is owner, administrator, analyst, member or viewer.";

[[nodiscard]] OrganizationSettings settings_of(const ServerParts& parts, const SignedIn& who) {
  return parts.organizations.settings(who.access);
}

// A change that was not made. Where the role was the reason it is recorded, as the router does for
// whole routes; the changes themselves record what they do.
[[nodiscard]] net::ServerResponse refused(const ServerParts& parts, const SignedIn& who,
                                          std::string_view what, IdentityError error) {
  if (error == IdentityError::not_permitted)
    parts.audit.record(who.access, {.action = "permission.refuse",
                                    .target_kind = "change",
                                    .target_id = std::string(what),
                                    .result = "refused",
                                    .detail = {{"by", identity::to_text(who.role)}}});
  return identity_problem(error);
}

[[nodiscard]] Json organization_json(const identity::Organization& organization) {
  return {{"name", organization.name},
          {"timezone", organization.timezone},
          {"currency", organization.currency},
          {"exchange_rates", organization.exchange_rates},
          {"week_starts_on", organization.week_starts_on}};
}

Task<Answered> show_organization(ServerParts* parts, SignedIn who) {
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who)] {
    return json_response(organization_json(settings_of(*parts, who).current()));
  });
}

// The members of the body that are there replace what stands.
Task<Answered> update_organization(ServerParts* parts, Call call, SignedIn who) {
  co_return co_await run_blocking(
      parts->pool, [parts, call = std::move(call), who = std::move(who)]() -> net::ServerResponse {
        OrganizationSettings settings = settings_of(*parts, who);
        identity::Organization wanted = settings.current();
        const std::initializer_list<std::pair<const char*, std::string*>> texts{
            {"name", &wanted.name},
            {"timezone", &wanted.timezone},
            {"currency", &wanted.currency},
            {"week_starts_on", &wanted.week_starts_on}};
        for (const auto& [name, text] : texts) {
          if (!call.body.contains(name)) continue;
          *text = call.text(name);
        }
        if (call.body.contains("exchange_rates")) {
          wanted.exchange_rates = call.body["exchange_rates"];
        }
        const bool rates_given = call.body.contains("exchange_rates");
        if (const auto updated = settings.update(wanted, rates_given); !updated) {
          return identity_problem(updated.error());
        }
        return json_response(organization_json(settings.current()));
      });
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
    co_return net::problem(invalid_input, std::string(roles_in_words));
  }
  co_return co_await run_blocking(
      parts->pool, [parts, who = std::move(who), role = *role]() -> net::ServerResponse {
        const auto invitation = settings_of(*parts, who).invite(who.role, role);
        if (!invitation) return refused(*parts, who, "member.invite", invitation.error());
        return json_response({{"link", parts->settings.public_url + "/invite/" + invitation->token},
                              {"role", identity::to_text(invitation->role)},
                              {"expires_at", to_rfc3339(invitation->expires_at)}},
                             201);
      });
}

Task<Answered> change_role(ServerParts* parts, Call call, SignedIn who) {
  const auto user = call.id<UserId>();
  const auto role = identity::parse_role(call.text("role"));
  if (!user) co_return identity_problem(IdentityError::unknown_id);
  if (!role) co_return net::problem(invalid_input, std::string(roles_in_words));
  co_return co_await run_blocking(
      parts->pool,
      [parts, who = std::move(who), user = *user, role = *role]() -> net::ServerResponse {
        const auto changed = settings_of(*parts, who).change_role(who.role, user, role);
        if (!changed) return refused(*parts, who, "member.change_role", changed.error());
        return no_content();
      });
}

Task<Answered> remove_member(ServerParts* parts, Call call, SignedIn who) {
  const auto user = call.id<UserId>();
  if (!user) co_return identity_problem(IdentityError::unknown_id);
  co_return co_await run_blocking(
      parts->pool, [parts, who = std::move(who), user = *user]() -> net::ServerResponse {
        const auto removed = settings_of(*parts, who).remove_member(who.role, user);
        if (!removed) return refused(*parts, who, "member.remove", removed.error());
        return no_content();
      });
}

Task<Answered> list_invitations(ServerParts* parts, SignedIn who) {
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who)] {
    Json waiting = Json::array();
    for (const identity::WaitingInvitation& each : settings_of(*parts, who).invitations()) {
      waiting.push_back({{"id", std::to_string(each.id)},
                         {"role", identity::to_text(each.role)},
                         {"made_by", each.made_by},
                         {"created_at", to_rfc3339(each.created_at)},
                         {"expires_at", to_rfc3339(each.expires_at)}});
    }
    return json_response({{"invitations", waiting}});
  });
}

Task<Answered> withdraw_invitation(ServerParts* parts, Call call, SignedIn who) {
  struct InvitationTag;
  const auto id = call.id<StrongId<InvitationTag>>();
  if (!id) co_return identity_problem(IdentityError::unknown_id);
  co_return co_await run_blocking(
      parts->pool, [parts, who = std::move(who), id = id->value]() -> net::ServerResponse {
        if (settings_of(*parts, who).withdraw_invitation(id)) return no_content();
        return identity_problem(IdentityError::unknown_id);
      });
}

Task<Answered> show_invitation(ServerParts* parts, Call call) {
  co_return co_await run_blocking(
      parts->pool, [parts, token = call.path["token"]]() -> net::ServerResponse {
        const auto open = parts->organizations.find_invitation(token);
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
          {"scope", identity::to_text(key.scope)},
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
  const std::string wanted = call.text("scope");
  const auto scope = identity::parse_key_scope(wanted.empty() ? "read" : wanted);
  if (!scope) co_return net::problem(invalid_input, "The scope of a key is read or manage.");
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who), name = std::move(name),
                                                scope = *scope]() mutable {
    const identity::NewApiKey made = settings_of(*parts, who).add_api_key(std::move(name), scope);
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

void add_invitation_routes(Router& router, ServerParts* shared) {
  router.member("POST", "/api/v1/invitations", "A link that makes whoever opens it a member",
                below_owner_or(Action::manage_members, Action::name_owner),
                [shared](Call call, SignedIn who) {
                  return invite(shared, std::move(call), std::move(who));
                });
  router.member("GET", "/api/v1/invitations", "Invitations that nobody has taken yet",
                needs(Action::manage_members), [shared](Call /*call*/, SignedIn who) {
                  return list_invitations(shared, std::move(who));
                });
  router.member("DELETE", "/api/v1/invitations/{id}", "Withdraw an invitation",
                needs(Action::manage_members), [shared](Call call, SignedIn who) {
                  return withdraw_invitation(shared, std::move(call), std::move(who));
                });
  router.open("GET", "/api/v1/invitations/{token}", "What an invitation is for",
              [shared](Call call) { return show_invitation(shared, std::move(call)); });
  router.open("POST", "/api/v1/invitations/{token}/accept", "Join by an invitation",
              [shared](Call call) { return join_by_invitation(shared, std::move(call)); });
}

void add_api_key_routes(Router& router, ServerParts* shared) {
  router.member(
      "GET", "/api/v1/api-keys", "The API keys of the organization", needs(Action::manage_api_keys),
      [shared](Call /*call*/, SignedIn who) { return list_api_keys(shared, std::move(who)); });
  router.member("POST", "/api/v1/api-keys", "A new API key, shown once",
                needs(Action::manage_api_keys), [shared](Call call, SignedIn who) {
                  return add_api_key(shared, std::move(call), std::move(who));
                });
  router.member("DELETE", "/api/v1/api-keys/{id}", "Revoke an API key",
                needs(Action::manage_api_keys), [shared](Call call, SignedIn who) {
                  return remove_api_key(shared, std::move(call), std::move(who));
                });
}

}  // namespace

void add_organization_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.member(
      "GET", "/api/v1/members", "The members of the organization", any_member,
      [shared](Call /*call*/, SignedIn who) { return list_members(shared, std::move(who)); });
  router.member("PATCH", "/api/v1/members/{id}", "Change the role of a member",
                below_owner_or(Action::manage_members, Action::name_owner),
                [shared](Call call, SignedIn who) {
                  return change_role(shared, std::move(call), std::move(who));
                });
  router.member("DELETE", "/api/v1/members/{id}", "Remove a member: sessions and keys end at once",
                below_owner_or(Action::manage_members, Action::name_owner),
                [shared](Call call, SignedIn who) {
                  return remove_member(shared, std::move(call), std::move(who));
                });
  router.readable(
      "GET", "/api/v1/organization", "What every answer is counted in", any_member,
      [shared](Call /*call*/, SignedIn who) { return show_organization(shared, std::move(who)); });
  router.member("PATCH", "/api/v1/organization", "Change name, time zone, currency, rates",
                needs(Action::manage_settings), [shared](Call call, SignedIn who) {
                  return update_organization(shared, std::move(call), std::move(who));
                });
  add_invitation_routes(router, shared);
  add_api_key_routes(router, shared);
}

}  // namespace sluice::server
