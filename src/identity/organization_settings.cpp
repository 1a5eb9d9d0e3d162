#include "crypto/hashing.h"
#include "crypto/pkce.h"
#include "identity/identity_rows.h"
#include "identity/organizations.h"

#include <stdexcept>

namespace sluice::identity {
namespace {

constexpr std::string_view api_key_prefix = "sluice_";

std::optional<Role> role_in(storage::ControlTransaction& transaction, OrganizationId organization,
                            UserId user) {
  const auto row = transaction.query_one(
      "SELECT role FROM membership WHERE organization_id = :organization AND user_id = :user",
      {{"organization", organization}, {"user", user}});
  if (!row) return std::nullopt;
  return read_role(*row);
}

// What every change of a member must hold: only an owner touches owners, and one owner stays.
std::optional<IdentityError> change_fault(storage::ControlTransaction& transaction,
                                          OrganizationId organization, Role actor, UserId user) {
  const auto current = role_in(transaction, organization, user);
  if (!current) return IdentityError::not_a_member;
  if (!permits(actor, Action::manage_members)) return IdentityError::not_permitted;
  if (*current != Role::owner) return std::nullopt;
  if (!permits(actor, Action::name_owner)) return IdentityError::not_permitted;
  const auto owners = transaction.query(
      "SELECT COUNT(*) AS owners FROM membership WHERE organization_id = :organization"
      " AND role = 'owner'",
      {{"organization", organization}});
  if (owners.front().integer("owners") == 1) return IdentityError::last_owner;
  return std::nullopt;
}

}  // namespace

Organization organization_of(const storage::Database& database, const OrganizationAccess& access) {
  const auto row = database.control().query_one("SELECT * FROM organization WHERE id = :id",
                                                {{"id", access.organization()}});
  // An access is only made for an organization that exists, and none is ever removed.
  if (!row) throw std::logic_error("the organization of an access does not exist");
  return read_organization(*row);
}

Organization OrganizationSettings::current() const {
  return organization_of(database_, access_);
}

std::expected<void, IdentityError> OrganizationSettings::update(const Organization& changed) {
  if (const auto fault = organization_fault(changed)) return std::unexpected(*fault);
  database_.control().write([&](storage::ControlTransaction& transaction) {
    transaction.execute(
        "UPDATE organization SET name = :name, timezone = :timezone, currency = :currency,"
        " exchange_rates = :rates, week_starts_on = :week_starts_on WHERE id = :id",
        {{"name", trimmed(changed.name)},
         {"timezone", changed.timezone},
         {"currency", changed.currency},
         {"rates", to_wire(changed.exchange_rates)},
         {"week_starts_on", changed.week_starts_on},
         {"id", access_.organization()}});
  });
  return {};
}

std::vector<Member> OrganizationSettings::members() const {
  std::vector<Member> members;
  for (const storage::Row& row : database_.control().query(
           "SELECT u.id AS user_id, u.email, u.name AS user_name, m.role FROM membership m"
           " JOIN user_account u ON u.id = m.user_id WHERE m.organization_id = :organization"
           " ORDER BY u.name, u.id",
           {{"organization", access_.organization()}}))
    members.push_back({read_user(row), read_role(row)});
  return members;
}

std::optional<Role> OrganizationSettings::role_of(UserId user) const {
  const auto row = database_.control().query_one(
      "SELECT role FROM membership WHERE organization_id = :organization AND user_id = :user",
      {{"organization", access_.organization()}, {"user", user}});
  if (!row) return std::nullopt;
  return read_role(*row);
}

std::expected<void, IdentityError> OrganizationSettings::change_role(Role actor, UserId user,
                                                                     Role role) {
  if (role == Role::owner && !permits(actor, Action::name_owner))
    return std::unexpected(IdentityError::not_permitted);
  return database_.control().write(
      [&](storage::ControlTransaction& transaction) -> std::expected<void, IdentityError> {
        const auto fault = change_fault(transaction, access_.organization(), actor, user);
        // The last owner may be named owner again: nothing changes.
        if (fault && !(*fault == IdentityError::last_owner && role == Role::owner))
          return std::unexpected(*fault);
        transaction.execute(
            "UPDATE membership SET role = :role"
            " WHERE organization_id = :organization AND user_id = :user",
            {{"role", to_text(role)}, {"organization", access_.organization()}, {"user", user}});
        return {};
      });
}

std::expected<void, IdentityError> OrganizationSettings::remove_member(Role actor, UserId user) {
  return database_.control().write([&](storage::ControlTransaction& transaction)
                                       -> std::expected<void, IdentityError> {
    const auto fault = change_fault(transaction, access_.organization(), actor, user);
    if (fault) return std::unexpected(*fault);
    const storage::Parameters who{{"organization", access_.organization()}, {"user", user}};
    transaction.execute(
        "DELETE FROM user_session WHERE organization_id = :organization AND user_id = :user", who);
    transaction.execute(
        "DELETE FROM api_key WHERE organization_id = :organization AND user_id = :user", who);
    transaction.execute(
        "DELETE FROM schedule WHERE organization_id = :organization AND user_id = :user", who);
    transaction.execute(
        "DELETE FROM membership WHERE organization_id = :organization AND user_id = :user", who);
    return {};
  });
}

std::expected<Invitation, IdentityError> OrganizationSettings::invite(Role actor, Role role) {
  if (!permits(actor, Action::manage_members) ||
      (role == Role::owner && !permits(actor, Action::name_owner)))
    return std::unexpected(IdentityError::not_permitted);
  const Instant now = clock_.now();
  Invitation invitation{crypto::random_token(random_), role, now + invitation_lifetime};
  database_.control().write([&](storage::ControlTransaction& transaction) {
    transaction.execute("DELETE FROM invitation WHERE expires_at <= :now", {{"now", now}});
    transaction.execute(
        "INSERT INTO invitation (organization_id, id, token_hash, role, created_by, created_at,"
        " expires_at) VALUES (:organization, :id, :hash, :role, :user, :now, :expires_at)",
        {{"organization", access_.organization()},
         {"id", random_.id()},
         {"hash", crypto::sha256_hex(invitation.token)},
         {"role", to_text(role)},
         {"user", access_.user()},
         {"now", now},
         {"expires_at", invitation.expires_at}});
  });
  return invitation;
}

std::optional<OpenInvitation> OrganizationSettings::find_invitation(
    const storage::Database& database, std::string_view token, Instant now) {
  const auto row = database.control().query_one(
      "SELECT i.organization_id, i.role, o.name FROM invitation i"
      " JOIN organization o ON o.id = i.organization_id"
      " WHERE i.token_hash = :hash AND i.expires_at > :now",
      {{"hash", crypto::sha256_hex(token)}, {"now", now}});
  if (!row) return std::nullopt;
  return OpenInvitation{row->id<OrganizationId>("organization_id"), row->text("name"),
                        read_role(*row)};
}

NewApiKey OrganizationSettings::add_api_key(std::string name) {
  NewApiKey made{{random_.id(), trimmed(name), clock_.now(), std::nullopt},
                 std::string(api_key_prefix) + crypto::random_token(random_)};
  database_.control().write([&](storage::ControlTransaction& transaction) {
    transaction.execute(
        "INSERT INTO api_key (organization_id, id, name, key_hash, user_id, created_at)"
        " VALUES (:organization, :id, :name, :hash, :user, :now)",
        {{"organization", access_.organization()},
         {"id", made.key.id},
         {"name", made.key.name},
         {"hash", crypto::sha256_hex(made.text)},
         {"user", access_.user()},
         {"now", made.key.created_at}});
  });
  return made;
}

std::vector<ApiKey> OrganizationSettings::api_keys() const {
  std::vector<ApiKey> keys;
  for (const storage::Row& row :
       database_.control().query("SELECT id, name, created_at, last_used_at FROM api_key"
                                 " WHERE organization_id = :organization ORDER BY created_at, id",
                                 {{"organization", access_.organization()}}))
    keys.push_back({static_cast<std::uint64_t>(row.integer("id")), row.text("name"),
                    row.instant("created_at"), row.optional_instant("last_used_at")});
  return keys;
}

bool OrganizationSettings::remove_api_key(std::uint64_t id) {
  return database_.control().write([&](storage::ControlTransaction& transaction) {
    return transaction.execute(
               "DELETE FROM api_key WHERE organization_id = :organization AND id = :id",
               {{"organization", access_.organization()}, {"id", id}}) == 1;
  });
}

}  // namespace sluice::identity
