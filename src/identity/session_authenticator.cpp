#include "identity/session_authenticator.h"

#include "base/base64.h"
#include "crypto/hashing.h"
#include "crypto/pkce.h"
#include "identity/identity_rows.h"

#include <chrono>

namespace sluice::identity {
namespace {

using ActorName = ShortText<Actor::name_bytes_max>;

// Bound to the session and not stored: who cannot read the cookie cannot make it.
std::string csrf_token_of(std::string_view token) {
  return to_base64url(crypto::as_text(crypto::hmac_sha256(token, "sluice csrf v1")));
}

std::string cookie_header(std::string_view token, std::chrono::seconds age) {
  // Lax, not Strict: the vendor sends the browser back to the callback by a top-level GET.
  return std::string(session_cookie_name) + "=" + std::string(token) +
         "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(age.count());
}

}  // namespace

std::optional<SignedIn> SessionAuthenticator::authenticate(std::string_view token) const {
  const Instant now = clock_.now();
  const std::string hash = crypto::sha256_hex(token);
  const auto row = database_.control().query_one(
      "SELECT o.*, s.id AS session_id, s.last_seen_at, u.id AS user_id, u.email,"
      " u.name AS user_name, m.role FROM user_session s"
      " JOIN user_account u ON u.id = s.user_id"
      // Membership and role are read with every request: a session is worth what its user may do
      // now.
      " JOIN membership m ON m.organization_id = s.organization_id AND m.user_id = s.user_id"
      " JOIN organization o ON o.id = s.organization_id"
      " WHERE s.token_hash = :hash AND s.expires_at > :now AND s.last_seen_at > :idle_since",
      {{"hash", hash}, {"now", now}, {"idle_since", now - session_idle_max}});
  if (!row) return std::nullopt;
  if (now - row->instant("last_seen_at") >= session_touch_interval)
    database_.control().write([&](storage::ControlTransaction& transaction) {
      transaction.execute("UPDATE user_session SET last_seen_at = :now WHERE token_hash = :hash",
                          {{"now", now}, {"hash", hash}});
    });
  User user = read_user(*row);
  const OrganizationAccess access({}, row->id<OrganizationId>("id"), user.id,
                                  Actor{ActorKind::user, user.id.value, ActorName(user.email)});
  return SignedIn{access,
                  std::move(user),
                  read_organization(*row),
                  read_role(*row),
                  row->id<SessionId>("session_id"),
                  csrf_token_of(token)};
}

std::optional<SignedIn> SessionAuthenticator::authenticate_api_key(std::string_view key) const {
  const Instant now = clock_.now();
  const auto row = database_.control().query_one(
      "SELECT o.*, k.id AS key_id, k.name AS key_name, k.scope, k.last_used_at, u.id AS user_id,"
      " u.email, u.name AS user_name, m.role FROM api_key k"
      " JOIN user_account u ON u.id = k.user_id"
      " JOIN membership m ON m.organization_id = k.organization_id AND m.user_id = k.user_id"
      " JOIN organization o ON o.id = k.organization_id WHERE k.key_hash = :hash",
      {{"hash", crypto::sha256_hex(key)}});
  if (!row) return std::nullopt;
  const auto last_used_at = row->optional_instant("last_used_at");
  const auto id = static_cast<std::uint64_t>(row->integer("key_id"));
  if (!last_used_at || now - *last_used_at >= session_touch_interval)
    database_.control().write([&](storage::ControlTransaction& transaction) {
      transaction.execute("UPDATE api_key SET last_used_at = :now WHERE id = :id",
                          {{"now", now}, {"id", id}});
    });
  User user = read_user(*row);
  const OrganizationAccess access(
      {}, row->id<OrganizationId>("id"), user.id,
      Actor{ActorKind::api_key, id, ActorName(row->text("key_name") + ", key of " + user.email)});
  // A scope that this program does not know may do the least.
  const KeyScope scope = parse_key_scope(row->text("scope")).value_or(KeyScope::read);
  return SignedIn{access, std::move(user), read_organization(*row), read_role(*row), {}, {}, scope};
}

std::expected<NewSession, IdentityError> SessionAuthenticator::start(Passkey<Accounts>, UserId user,
                                                                     OrganizationId organization,
                                                                     const Record& record) {
  const Instant now = clock_.now();
  const std::string token = crypto::random_token(random_);
  database_.control().write([&](storage::ControlTransaction& transaction) {
    // Kept small by the way: what has ended is of no use to anyone.
    transaction.execute("DELETE FROM user_session WHERE expires_at <= :now", {{"now", now}});
    transaction.execute(
        "INSERT INTO user_session (token_hash, id, user_id, organization_id, created_at,"
        " last_seen_at, expires_at) VALUES (:hash, :id, :user, :organization, :now, :now,"
        " :expires_at)",
        {{"hash", crypto::sha256_hex(token)},
         {"id", random_.id()},
         {"user", user},
         {"organization", organization},
         {"now", now},
         {"expires_at", now + session_age_max}});
    record(transaction);
  });
  auto signed_in = authenticate(token);
  if (!signed_in) return std::unexpected(IdentityError::not_a_member);
  return NewSession{std::move(*signed_in), cookie_header(token, session_age_max)};
}

std::expected<SignedIn, IdentityError> SessionAuthenticator::switch_organization(
    Passkey<Accounts>, std::string_view token, OrganizationId organization, const Record& record) {
  const auto signed_in = authenticate(token);
  if (!signed_in) return std::unexpected(IdentityError::not_a_member);
  const auto changed = database_.control().write([&](storage::ControlTransaction& transaction) {
    const auto rows = transaction.execute(
        "UPDATE user_session SET organization_id = :organization WHERE token_hash = :hash AND"
        " EXISTS (SELECT 1 FROM membership m WHERE m.organization_id = :organization AND"
        " m.user_id = user_session.user_id)",
        {{"organization", organization}, {"hash", crypto::sha256_hex(token)}});
    if (rows > 0) record(transaction);
    return rows;
  });
  // Read anew and not put together here: there is one way to make an access.
  auto switched = authenticate(token);
  if (changed == 0 || !switched) return std::unexpected(IdentityError::not_a_member);
  return *std::move(switched);
}

void SessionAuthenticator::end(Passkey<Accounts>, std::string_view token, const Record& record) {
  database_.control().write([&](storage::ControlTransaction& transaction) {
    if (transaction.execute("DELETE FROM user_session WHERE token_hash = :hash",
                            {{"hash", crypto::sha256_hex(token)}}) > 0)
      record(transaction);
  });
}

bool SessionAuthenticator::still_permits(const SignedIn& signed_in, Action action) const {
  const OrganizationAccess& access = signed_in.access;
  const auto row =
      signed_in.key_scope
          ? database_.control().query_one(
                "SELECT m.role FROM membership m JOIN api_key k"
                " ON k.organization_id = m.organization_id AND k.user_id = m.user_id"
                " WHERE m.organization_id = :organization AND k.id = :key",
                {{"organization", access.organization()}, {"key", access.actor().id}})
          : database_.control().query_one(
                "SELECT m.role FROM membership m JOIN user_session s ON s.user_id = m.user_id"
                " WHERE m.organization_id = :organization AND s.id = :session"
                " AND s.expires_at > :now",
                {{"organization", access.organization()},
                 {"session", signed_in.session},
                 {"now", clock_.now()}});
  return row && permits(read_role(*row), action);
}

void SessionAuthenticator::end_all(UserId user) {
  database_.control().write([&](storage::ControlTransaction& transaction) {
    transaction.execute("DELETE FROM user_session WHERE user_id = :user", {{"user", user}});
  });
}

bool SessionAuthenticator::csrf_matches(const SignedIn& signed_in, std::string_view token) {
  return !signed_in.csrf_token.empty() &&
         crypto::equal_in_constant_time(signed_in.csrf_token, token);
}

std::string SessionAuthenticator::expired_cookie() {
  return cookie_header("", std::chrono::seconds(0));
}

}  // namespace sluice::identity
