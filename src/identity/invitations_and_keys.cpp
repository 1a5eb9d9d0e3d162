// The ways into an organization that its administrators make: invitations and API keys.
#include "base/text.h"
#include "crypto/hashing.h"
#include "crypto/pkce.h"
#include "identity/identity_rows.h"
#include "identity/organization_settings.h"

namespace sluice::identity {
namespace {

// So that scanners for leaked secrets, and people, can tell what a found key is.
constexpr std::string_view api_key_prefix = "sluice_";

// An administrator must not make somebody who could remove him.
bool may_invite(Role actor, Role role) {
  return permits(actor, Action::manage_members) &&
         (role != Role::owner || permits(actor, Action::name_owner));
}

}  // namespace

std::expected<Invitation, IdentityError> OrganizationSettings::invite(Role actor, Role role) {
  if (!may_invite(actor, role)) return std::unexpected(IdentityError::not_permitted);
  trail_.require_writable(access_);
  const Instant now = clock_.now();
  // The id is shown and logged, the token opens: knowing one tells nothing of the other.
  const std::uint64_t id = random_.id();
  Invitation invitation{crypto::random_token(random_), role, now + invitation_lifetime};
  database_.control().write([&](storage::ControlTransaction& transaction) {
    // Kept small by the way: an expired invitation is of no use to anyone.
    transaction.execute("DELETE FROM invitation WHERE expires_at <= :now", {{"now", now}});
    transaction.execute(
        "INSERT INTO invitation (organization_id, id, token_hash, role, created_by, created_at,"
        " expires_at) VALUES (:organization, :id, :hash, :role, :user, :now, :expires_at)",
        {{"organization", access_.organization()},
         {"id", id},
         {"hash", crypto::sha256_hex(invitation.token)},
         {"role", to_text(role)},
         {"user", access_.user()},
         {"now", now},
         {"expires_at", invitation.expires_at}});
    record(transaction, {.action = "member.invite",
                         .target_kind = "invitation",
                         .target_id = std::to_string(id),
                         .detail = {{"role", to_text(role)}}});
  });
  return invitation;
}

std::vector<WaitingInvitation> OrganizationSettings::invitations() const {
  std::vector<WaitingInvitation> waiting;
  for (const storage::Row& row : database_.control().query(
           "SELECT i.id, i.role, u.name, i.created_at, i.expires_at FROM invitation i"
           " JOIN user_account u ON u.id = i.created_by"
           " WHERE i.organization_id = :organization AND i.expires_at > :now"
           " ORDER BY i.created_at, i.id",
           {{"organization", access_.organization()}, {"now", clock_.now()}}))
    waiting.push_back({static_cast<std::uint64_t>(row.integer("id")), read_role(row),
                       row.text("name"), row.instant("created_at"), row.instant("expires_at")});
  return waiting;
}

bool OrganizationSettings::withdraw_invitation(std::uint64_t id) {
  trail_.require_writable(access_);
  return database_.control().write([&](storage::ControlTransaction& transaction) {
    const bool there = transaction.execute(
                           "DELETE FROM invitation WHERE organization_id = :organization"
                           " AND id = :id",
                           {{"organization", access_.organization()}, {"id", id}}) == 1;
    if (there)
      record(transaction, {.action = "member.withdraw_invitation",
                           .target_kind = "invitation",
                           .target_id = std::to_string(id)});
    return there;
  });
}

std::optional<OpenInvitation> OrganizationSettings::find_invitation(
    const storage::Database& database, std::string_view token, Instant now) {
  // The maker's role as it is now: whoever has left or been demoted invites nobody any more.
  const auto row = database.control().query_one(
      "SELECT i.organization_id, i.role, o.name, m.role AS maker_role FROM invitation i"
      " JOIN organization o ON o.id = i.organization_id"
      " JOIN membership m ON m.organization_id = i.organization_id AND m.user_id = i.created_by"
      " WHERE i.token_hash = :hash AND i.expires_at > :now",
      {{"hash", crypto::sha256_hex(token)}, {"now", now}});
  if (!row) return std::nullopt;
  const Role maker = parse_role(row->text("maker_role")).value_or(Role::viewer);
  if (!may_invite(maker, read_role(*row))) return std::nullopt;
  return OpenInvitation{row->id<OrganizationId>("organization_id"), row->text("name"),
                        read_role(*row)};
}

bool OrganizationSettings::take_invitation(storage::ControlTransaction& transaction,
                                           std::string_view token, Instant now) {
  const auto row = transaction.query_one(
      "SELECT i.organization_id, i.id, i.role, m.role AS maker_role FROM invitation i"
      " JOIN membership m ON m.organization_id = i.organization_id AND m.user_id = i.created_by"
      " WHERE i.token_hash = :hash AND i.expires_at > :now",
      {{"hash", crypto::sha256_hex(token)}, {"now", now}});
  if (!row) return false;
  const Role maker = parse_role(row->text("maker_role")).value_or(Role::viewer);
  return may_invite(maker, read_role(*row)) &&
         transaction.execute(
             "DELETE FROM invitation WHERE organization_id = :organization AND id = :id",
             {{"organization", row->id<OrganizationId>("organization_id")},
              {"id", row->integer("id")}}) == 1;
}

NewApiKey OrganizationSettings::add_api_key(std::string name, KeyScope scope) {
  trail_.require_writable(access_);
  NewApiKey made{
      {random_.id(), std::string(trimmed(name, plain_blanks)), scope, clock_.now(), std::nullopt},
      std::string(api_key_prefix) + crypto::random_token(random_)};
  database_.control().write([&](storage::ControlTransaction& transaction) {
    transaction.execute(
        "INSERT INTO api_key (organization_id, id, name, scope, key_hash, user_id, created_at)"
        " VALUES (:organization, :id, :name, :scope, :hash, :user, :now)",
        {{"organization", access_.organization()},
         {"id", made.key.id},
         {"name", made.key.name},
         {"scope", to_text(scope)},
         {"hash", crypto::sha256_hex(made.text)},
         {"user", access_.user()},
         {"now", made.key.created_at}});
    record(transaction, {.action = "api_key.add",
                         .target_kind = "api_key",
                         .target_id = std::to_string(made.key.id),
                         .detail = {{"name", made.key.name}, {"scope", to_text(scope)}}});
  });
  return made;
}

std::vector<ApiKey> OrganizationSettings::api_keys() const {
  std::vector<ApiKey> keys;
  for (const storage::Row& row :
       database_.control().query("SELECT id, name, scope, created_at, last_used_at FROM api_key"
                                 " WHERE organization_id = :organization ORDER BY created_at, id",
                                 {{"organization", access_.organization()}}))
    keys.push_back({static_cast<std::uint64_t>(row.integer("id")), row.text("name"),
                    parse_key_scope(row.text("scope")).value_or(KeyScope::read),
                    row.instant("created_at"), row.optional_instant("last_used_at")});
  return keys;
}

bool OrganizationSettings::remove_api_key(std::uint64_t id) {
  trail_.require_writable(access_);
  const storage::Parameters which{{"organization", access_.organization()}, {"id", id}};
  return database_.control().write([&](storage::ControlTransaction& transaction) {
    const auto row = transaction.query_one(
        "SELECT name FROM api_key WHERE organization_id = :organization AND id = :id", which);
    if (!row) return false;
    transaction.execute("DELETE FROM api_key WHERE organization_id = :organization AND id = :id",
                        which);
    record(transaction, {.action = "api_key.remove",
                         .target_kind = "api_key",
                         .target_id = std::to_string(id),
                         .detail = {{"name", row->text("name")}}});
    return true;
  });
}

}  // namespace sluice::identity
