#include "vault/pending_authorization.h"

#include "crypto/hashing.h"
#include "vault/credential_rows.h"

#include <utility>

namespace sluice::vault {
namespace {

// The state itself is the salt: the row keeps only its hash, so who has the row and the master
// key, but not the state, opens nothing.
crypto::FernetKey key_of(const crypto::MasterKey& master, std::string_view state,
                         std::string_view info) {
  return master.derive(state, info);
}

std::string info_of(OrganizationId organization, ConnectionId connection, std::string_view field) {
  return "v1|" + sluice::to_text(organization) + "|" + sluice::to_text(connection) + "|pending_" +
         std::string(field);
}

std::optional<Secret> open_field(const crypto::KeyRing& ring, std::string_view state,
                                 std::string_view info, std::string_view sealed) {
  return ring.first_that_opens([&](const crypto::MasterKey& master) -> std::optional<Secret> {
    auto value = crypto::fernet_decrypt(key_of(master, state, info), sealed);
    if (!value) return std::nullopt;
    return std::move(*value);
  });
}

}  // namespace

std::string_view reason(PendingError error) {
  switch (error) {
    case PendingError::unknown: return "unknown";
    case PendingError::another_session: return "another_session";
    case PendingError::cannot_open: return "cannot_open";
  }
  return {};
}

void PendingAuthorizations::put(storage::Transaction& transaction, std::string_view state,
                                const PendingAuthorization& pending) const {
  const Instant now = clock_.now();
  const OrganizationId organization = transaction.access().organization();
  const auto seal = [&](std::string_view field, const Secret& value) {
    const std::string info = info_of(organization, pending.connection, field);
    return crypto::fernet_encrypt(key_of(ring_.primary(), state, info), value, now, random_);
  };
  const auto seal_optional = [&](std::string_view field, const std::optional<Secret>& value) {
    return value ? std::optional(seal(field, *value)) : std::nullopt;
  };
  const Json request{{"request", pending.request}, {"client", pending.client.details}};
  transaction.execute(
      "DELETE FROM pending_authorization"
      " WHERE organization_id = :organization_id AND expires_at <= :now",
      {{"now", now}});
  // Of a clock that was ahead: they are never taken, and would stay until their time comes again.
  transaction.execute(
      "DELETE FROM pending_authorization"
      " WHERE organization_id = :organization_id AND created_at > :beyond",
      {{"beyond", now + authorization_lifetime}});
  transaction.execute(
      "INSERT INTO pending_authorization (organization_id, state_hash, connection_id, vendor,"
      " user_id, session_id, sealed_verifier, sealed_client_secret, sealed_registration_token,"
      " request, created_at, expires_at, begun_uptime, begun_boot) VALUES (:organization_id,"
      " :state_hash, :connection, :vendor, :user, :session, :verifier, :client_secret,"
      " :registration_token, :request, :now, :expires_at, :uptime, :boot)",
      {{"state_hash", crypto::sha256_hex(state)},
       {"connection", pending.connection},
       {"vendor", pending.vendor},
       {"user", transaction.access().user()},
       {"session", pending.session},
       {"verifier", seal("verifier", pending.verifier)},
       {"client_secret", seal_optional("client_secret", pending.client.client_secret)},
       {"registration_token",
        seal_optional("registration_token", pending.client.registration_token)},
       {"request", to_wire(request)},
       {"now", now},
       {"expires_at", now + authorization_lifetime},
       {"uptime", uptime_.now().count()},
       {"boot", uptime_.boot()}});
}

bool PendingAuthorizations::is_alive(const storage::Row& row) const {
  const auto lives = [](std::chrono::milliseconds age) {
    return age >= age.zero() && age < authorization_lifetime;
  };
  if (!lives(clock_.now() - row.instant("created_at"))) return false;
  // Another start of the machine, or a row of before there was one: the wall clock has to do.
  if (row.optional_text("begun_boot").value_or("") != uptime_.boot() || uptime_.boot().empty())
    return true;
  return lives(uptime_.now() - std::chrono::milliseconds(row.integer("begun_uptime")));
}

std::expected<PendingAuthorization, PendingError> PendingAuthorizations::take(
    identity::OrganizationAccess access, std::string_view state, std::uint64_t session) const {
  const storage::Parameters which{{"state_hash", crypto::sha256_hex(state)}};
  const auto row = database_.organization(access).write([&](storage::Transaction& transaction) {
    auto found = transaction.query_one(
        "SELECT * FROM pending_authorization"
        " WHERE organization_id = :organization_id AND state_hash = :state_hash",
        which);
    transaction.execute(
        "DELETE FROM pending_authorization"
        " WHERE organization_id = :organization_id AND state_hash = :state_hash",
        which);
    return found;
  });
  if (!row || !is_alive(*row)) return std::unexpected(PendingError::unknown);
  if (row->id<UserId>("user_id") != access.user() ||
      static_cast<std::uint64_t>(row->integer("session_id")) != session)
    return std::unexpected(PendingError::another_session);
  const auto connection = row->id<ConnectionId>("connection_id");
  const auto open = [&](std::string_view field, std::string_view column) -> std::optional<Secret> {
    const auto sealed = row->optional_text(column);
    if (!sealed) return std::nullopt;
    return open_field(ring_, state, info_of(access.organization(), connection, field), *sealed);
  };
  auto verifier = open("verifier", "sealed_verifier");
  if (!verifier) return std::unexpected(PendingError::cannot_open);
  const Json request = parse_json(row->text("request")).value_or(Json::object());
  return PendingAuthorization{
      connection,
      row->text("vendor"),
      access.user(),
      session,
      std::move(*verifier),
      {member(request, "client"), open("client_secret", "sealed_client_secret"),
       open("registration_token", "sealed_registration_token")},
      member(request, "request")};
}

}  // namespace sluice::vault
