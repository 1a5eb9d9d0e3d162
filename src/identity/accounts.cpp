#include "identity/accounts.h"

#include "base/text.h"
#include "crypto/hashing.h"
#include "crypto/password.h"
#include "identity/identity_rows.h"
#include "identity/organization_settings.h"
#include "identity/password_rule.h"
#include "identity/sign_in_limit.h"

namespace sluice::identity {
namespace {

struct KnownUser {
  UserId id;
  std::string password_hash;
};

std::optional<KnownUser> find_user(const storage::Database& database, const std::string& email) {
  const auto row = database.control().query_one(
      "SELECT id, password_hash FROM user_account WHERE email = :email", {{"email", email}});
  if (!row) return std::nullopt;
  return KnownUser{row->id<UserId>("id"), row->text("password_hash")};
}

std::optional<IdentityError> fault_of(const NewUser& user) {
  if (!normalize_email(user.email)) return IdentityError::email_malformed;
  if (trimmed(user.name, plain_blanks).empty()) return IdentityError::name_missing;
  if (trimmed(user.name, plain_blanks).size() > user_name_bytes_max)
    return IdentityError::name_too_long;
  const std::size_t length = user.password.use([](std::string_view text) { return text.size(); });
  if (length < password_length_min) return IdentityError::password_too_short;
  if (length > password_length_max) return IdentityError::password_too_long;
  return std::nullopt;
}

// Everything of a new user that is slow or can be refused without the database.
struct PreparedUser {
  UserId id;
  std::string email;
  std::string name;
  std::string password_hash;
};

std::expected<PreparedUser, IdentityError> prepare(const NewUser& user, Random& random) {
  if (const auto fault = fault_of(user)) return std::unexpected(*fault);
  return PreparedUser{UserId{random.id()}, normalize_email(user.email).value_or(""),
                      std::string(trimmed(user.name, plain_blanks)),
                      crypto::hash_password(user.password)};
}

std::expected<void, IdentityError> insert_user(storage::ControlTransaction& transaction,
                                               const PreparedUser& user, Instant now) {
  if (transaction.query_one("SELECT id FROM user_account WHERE email = :email",
                            {{"email", user.email}}))
    return std::unexpected(IdentityError::email_taken);
  transaction.execute(
      "INSERT INTO user_account (id, email, name, password_hash, created_at)"
      " VALUES (:id, :email, :name, :hash, :now)",
      {{"id", user.id},
       {"email", user.email},
       {"name", user.name},
       {"hash", user.password_hash},
       {"now", now}});
  return {};
}

Actor person(UserId user, std::string_view email, std::string_view address) {
  return {.kind = ActorKind::user,
          .id = user.value,
          .name = ShortText<Actor::name_bytes_max>(email),
          .address = ShortText<Actor::address_bytes_max>(address)};
}

// "session.sign_in" and its like, about the person themselves.
audit::AuditRecord session_record(std::string action, UserId user, std::string result = "ok") {
  return {.action = std::move(action),
          .target_kind = "user",
          .target_id = to_text(user),
          .result = std::move(result)};
}

}  // namespace

std::expected<NewSession, IdentityError> Accounts::sign_up(NewUser user,
                                                           std::string organization_name,
                                                           std::string address) {
  // What is wrong with the form itself is said first: "too guessable" of a password that is too
  // short would send people the wrong way.
  if (is_guessable(user.password, user.email, organization_name) && !fault_of(user))
    return std::unexpected(IdentityError::password_guessable);
  const auto prepared = prepare(user, random_);
  if (!prepared) return std::unexpected(prepared.error());
  Organization organization;
  organization.id = OrganizationId{random_.id()};
  organization.name = std::move(organization_name);
  organization.plan = Plan::trial;
  const Actor actor = person(prepared->id, prepared->email, address);
  const auto added = database_.control().write(
      [&](storage::ControlTransaction& transaction) -> std::expected<void, IdentityError> {
        if (auto inserted = insert_user(transaction, *prepared, clock_.now()); !inserted)
          return inserted;
        if (auto inserted = insert_organization(transaction, organization, clock_.now()); !inserted)
          return inserted;
        insert_membership(transaction, organization.id, prepared->id, Role::owner, clock_.now());
        trail_.append(transaction, organization.id, actor,
                      {.action = "organization.add",
                       .target_kind = "organization",
                       .target_id = to_text(organization.id),
                       .detail = {{"name", std::string(trimmed(organization.name, plain_blanks))},
                                  {"plan", to_text(organization.plan)}}});
        return {};
      });
  // Said in words that fit other reasons too: nobody learns which addresses have an account.
  if (!added && added.error() == IdentityError::email_taken)
    return std::unexpected(IdentityError::sign_up_refused);
  if (!added) return std::unexpected(added.error());
  auto started =
      sessions_.start({}, prepared->id, organization.id, [&](storage::ControlTransaction& begun) {
        trail_.append(begun, organization.id, actor,
                      session_record("session.sign_in", prepared->id));
      });
  if (started) trail_.begin(started->signed_in.access);
  return started;
}

std::expected<UserId, IdentityError> Accounts::check_password(std::string_view email_text,
                                                              const Secret& password,
                                                              std::string_view address) {
  const std::string email = normalize_email(email_text).value_or("");
  SignInLimit limit(database_, clock_, random_);
  // Counted as failed before the password is looked at, so that many attempts at once cannot pass
  // the limit together.
  const auto attempt = limit.begin(email, address);
  if (!attempt) return std::unexpected(IdentityError::too_many_attempts);
  const auto user = find_user(database_, email);
  if (!user) {
    // An unknown account takes as long as a wrong password.
    crypto::pretend_to_match(password);
    return std::unexpected(IdentityError::wrong_credentials);
  }
  if (!crypto::password_matches(password, user->password_hash))
    return std::unexpected(IdentityError::wrong_credentials);
  limit.succeed(*attempt);
  return user->id;
}

std::expected<NewSession, IdentityError> Accounts::sign_in(std::string email, Secret password,
                                                           std::string address) {
  const auto user = check_password(email, password, address);
  if (!user) {
    if (user.error() == IdentityError::wrong_credentials) note_failed_sign_in(email, address);
    return std::unexpected(user.error());
  }
  const auto row = database_.control().query_one(
      "SELECT organization_id FROM membership WHERE user_id = :user"
      // Whoever just accepted an invitation expects to land in that organization.
      " ORDER BY created_at DESC, organization_id LIMIT 1",
      {{"user", *user}});
  if (!row) return std::unexpected(IdentityError::not_a_member);
  const auto organization = row->id<OrganizationId>("organization_id");
  const Actor actor = person(*user, normalize_email(email).value_or(""), address);
  return sessions_.start({}, *user, organization, [&](storage::ControlTransaction& transaction) {
    trail_.append(transaction, organization, actor, session_record("session.sign_in", *user));
  });
}

void Accounts::note_failed_sign_in(std::string_view email_text, std::string_view address) {
  const std::string email = normalize_email(email_text).value_or("");
  database_.control().write([&](storage::ControlTransaction& transaction) {
    const auto rows = transaction.query(
        "SELECT m.organization_id, m.user_id FROM membership m"
        " JOIN user_account u ON u.id = m.user_id WHERE u.email = :email"
        " ORDER BY m.organization_id",
        {{"email", email}});
    // Written for nobody's account too, where it belongs to no organization: the time that a wrong
    // password takes tells nothing.
    if (rows.empty())
      trail_.append(transaction, OrganizationId{}, person(UserId{}, "", address),
                    session_record("session.sign_in", UserId{}, "failed"));
    for (const storage::Row& row : rows) {
      const auto user = row.id<UserId>("user_id");
      trail_.append(transaction, row.id<OrganizationId>("organization_id"),
                    person(user, email, address),
                    session_record("session.sign_in", user, "failed"));
    }
  });
}

std::expected<SignedIn, IdentityError> Accounts::switch_organization(const SignedIn& from,
                                                                     std::string_view token,
                                                                     OrganizationId organization) {
  return sessions_.switch_organization(
      {}, token, organization, [&](storage::ControlTransaction& transaction) {
        trail_.append(transaction, organization, from.access.actor(),
                      session_record("session.enter", from.user.id));
      });
}

void Accounts::sign_out(const SignedIn& who, std::string_view token) {
  sessions_.end({}, token, [&](storage::ControlTransaction& transaction) {
    trail_.append(transaction, who.access.organization(), who.access.actor(),
                  session_record("session.sign_out", who.user.id));
  });
}

std::expected<UserId, IdentityError> Accounts::add_user(NewUser user, OrganizationId organization,
                                                        Role role) {
  const auto prepared = prepare(user, random_);
  if (!prepared) return std::unexpected(prepared.error());
  return database_.control().write(
      [&](storage::ControlTransaction& transaction) -> std::expected<UserId, IdentityError> {
        if (!transaction.query_one("SELECT id FROM organization WHERE id = :id",
                                   {{"id", organization}}))
          return std::unexpected(IdentityError::unknown_organization);
        if (auto inserted = insert_user(transaction, *prepared, clock_.now()); !inserted)
          return std::unexpected(inserted.error());
        insert_membership(transaction, organization, prepared->id, role, clock_.now());
        trail_.append(transaction, organization,
                      {.kind = ActorKind::operator_shell,
                       .id = 0,
                       .name = ShortText<Actor::name_bytes_max>("operator")},
                      {.action = "user.add",
                       .target_kind = "user",
                       .target_id = to_text(prepared->id),
                       .detail = {{"name", prepared->email}, {"role", to_text(role)}}});
        return prepared->id;
      });
}

std::expected<NewSession, IdentityError> Accounts::accept_invitation(std::string token,
                                                                     NewUser user,
                                                                     std::string address) {
  // Looked at before the slow work, and taken only in the transaction below.
  const auto open = OrganizationSettings::find_invitation(database_, token, clock_.now());
  if (!open) return std::unexpected(IdentityError::invitation_invalid);
  std::optional<PreparedUser> newcomer;
  UserId member;
  if (find_user(database_, normalize_email(user.email).value_or(""))) {
    const auto known = check_password(user.email, user.password, address);
    if (!known) {
      if (known.error() == IdentityError::wrong_credentials)
        note_failed_sign_in(user.email, address);
      return std::unexpected(known.error());
    }
    member = *known;
  } else {
    if (is_guessable(user.password, user.email, open->organization_name) && !fault_of(user))
      return std::unexpected(IdentityError::password_guessable);
    auto prepared = prepare(user, random_);
    if (!prepared) return std::unexpected(prepared.error());
    member = prepared->id;
    newcomer = std::move(*prepared);
  }
  const Actor actor = person(member, normalize_email(user.email).value_or(""), address);
  const auto joined = database_.control().write(
      [&](storage::ControlTransaction& transaction) -> std::expected<void, IdentityError> {
        // The delete decides who was first: a link is good for one person.
        if (!OrganizationSettings::take_invitation(transaction, token, clock_.now()))
          return std::unexpected(IdentityError::invitation_invalid);
        if (newcomer)
          if (auto inserted = insert_user(transaction, *newcomer, clock_.now()); !inserted)
            return inserted;
        insert_membership(transaction, open->organization, member, open->role, clock_.now());
        trail_.append(transaction, open->organization, actor,
                      {.action = "member.join",
                       .target_kind = "user",
                       .target_id = to_text(member),
                       .detail = {{"role", to_text(open->role)}}});
        return {};
      });
  if (!joined) return std::unexpected(joined.error());
  return sessions_.start({}, member, open->organization,
                         [&](storage::ControlTransaction& transaction) {
                           trail_.append(transaction, open->organization, actor,
                                         session_record("session.sign_in", member));
                         });
}

}  // namespace sluice::identity
