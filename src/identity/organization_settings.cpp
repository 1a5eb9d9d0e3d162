#include "identity/organization_settings.h"

#include "base/text.h"
#include "identity/identity_rows.h"

#include <stdexcept>

namespace sluice::identity {
namespace {

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

// A user as a record names one: the address stays when the member has left.
audit::AuditRecord record_of_member(storage::ControlTransaction& transaction, std::string action,
                                    UserId user, Json detail) {
  const auto row =
      transaction.query_one("SELECT email FROM user_account WHERE id = :id", {{"id", user}});
  if (row) detail["name"] = row->text("email");
  return {.action = std::move(action),
          .target_kind = "user",
          .target_id = to_text(user),
          .detail = std::move(detail)};
}

// What somebody may no longer make is not to be taken either. Returns how many there were.
std::int64_t end_invitations(storage::ControlTransaction& transaction, OrganizationId organization,
                             UserId maker, std::optional<Role> role) {
  const storage::Parameters whose{{"organization", organization}, {"maker", maker}};
  if (!role || !permits(*role, Action::manage_members))
    return transaction.execute(
        "DELETE FROM invitation WHERE organization_id = :organization AND created_by = :maker",
        whose);
  if (permits(*role, Action::name_owner)) return 0;
  return transaction.execute(
      "DELETE FROM invitation WHERE organization_id = :organization AND created_by = :maker"
      " AND role = 'owner'",
      whose);
}

// {"currency": {"from": "usd", "to": "eur"}}: what is different, from what to what.
Json changes_between(const Organization& before, const Organization& after) {
  Json changes = Json::object();
  const auto compare = [&](const char* name, const Json& from, const Json& to) {
    if (from != to) changes[name] = {{"from", from}, {"to", to}};
  };
  compare("name", before.name, after.name);
  compare("timezone", before.timezone, after.timezone);
  compare("currency", before.currency, after.currency);
  compare("week_starts_on", before.week_starts_on, after.week_starts_on);
  Json currencies = before.exchange_rates;
  currencies.update(after.exchange_rates);
  for (const auto& [currency, rate] : currencies.items())
    compare(("rate_" + currency).c_str(), member(before.exchange_rates, currency),
            member(after.exchange_rates, currency));
  return changes;
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

std::expected<void, IdentityError> OrganizationSettings::update(Organization changed,
                                                                bool rates_given) {
  if (const auto fault = organization_fault(changed)) return std::unexpected(*fault);
  const Organization before = current();
  if (changed.currency != before.currency) {
    // The same numbers under another name would be wrong by a rate, and nobody would see it.
    const bool relabelled =
        !before.exchange_rates.empty() && changed.exchange_rates == before.exchange_rates;
    if (!rates_given || relabelled) return std::unexpected(IdentityError::rates_missing);
  }
  changed.exchange_rates.erase(changed.currency);  // Worth 1 of itself, whatever was sent.
  trail_.require_writable(access_);
  changed.name = std::string(trimmed(changed.name, plain_blanks));
  const storage::Parameters which{{"id", access_.organization()}};
  database_.control().write([&](storage::ControlTransaction& transaction) {
    const auto row = transaction.query_one("SELECT * FROM organization WHERE id = :id", which);
    const Json changes = row ? changes_between(read_organization(*row), changed) : Json::object();
    if (changes.empty()) return;
    transaction.execute(
        "UPDATE organization SET name = :name, timezone = :timezone, currency = :currency,"
        " exchange_rates = :rates, week_starts_on = :week_starts_on WHERE id = :id",
        {{"name", changed.name},
         {"timezone", changed.timezone},
         {"currency", changed.currency},
         {"rates", to_wire(changed.exchange_rates)},
         {"week_starts_on", changed.week_starts_on},
         {"id", access_.organization()}});
    record(transaction, {.action = "organization.update",
                         .target_kind = "organization",
                         .target_id = to_text(access_.organization()),
                         .detail = {{"changes", changes}}});
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
  trail_.require_writable(access_);
  return database_.control().write(
      [&](storage::ControlTransaction& transaction) -> std::expected<void, IdentityError> {
        const auto before = role_in(transaction, access_.organization(), user);
        const auto fault = change_fault(transaction, access_.organization(), actor, user);
        // The last owner may be named owner again: nothing changes.
        if (fault && !(*fault == IdentityError::last_owner && role == Role::owner))
          return std::unexpected(*fault);
        transaction.execute(
            "UPDATE membership SET role = :role"
            " WHERE organization_id = :organization AND user_id = :user",
            {{"role", to_text(role)}, {"organization", access_.organization()}, {"user", user}});
        const auto ended = end_invitations(transaction, access_.organization(), user, role);
        record(transaction, record_of_member(transaction, "member.change_role", user,
                                             {{"from", to_text(before.value_or(role))},
                                              {"to", to_text(role)},
                                              {"invitations_ended", ended}}));
        return {};
      });
}

std::expected<void, IdentityError> OrganizationSettings::remove_member(Role actor, UserId user) {
  trail_.require_writable(access_);
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
    const auto ended = end_invitations(transaction, access_.organization(), user, std::nullopt);
    record(transaction,
           record_of_member(transaction, "member.remove", user, {{"invitations_ended", ended}}));
    return {};
  });
}

}  // namespace sluice::identity
