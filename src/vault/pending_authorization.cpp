#include "vault/pending_authorization.h"

#include "crypto/hashing.h"
#include "vault/credential_rows.h"

#include <stdexcept>
#include <utility>

namespace sluice::vault {
namespace {

// The state is part of it: the row keeps only its hash, so who has row, slot and master key, but
// not the state, opens nothing.
CredentialOwner pending_owner(OrganizationId organization, ConnectionId connection,
                              std::string_view field, std::string_view state) {
  return owner_of(organization, connection,
                  "pending_" + std::string(field) + "|" + std::string(state), 0);
}

std::optional<Secret> open_field(const crypto::KeyRing& ring, const Secret& slot,
                                 const CredentialOwner& owner, std::string_view sealed) {
  return ring.first_that_opens([&](const crypto::MasterKey& master) -> std::optional<Secret> {
    auto value = crypto::fernet_decrypt(credential_key(master, slot, owner), sealed);
    if (!value) return std::nullopt;
    return std::move(*value);
  });
}

// What nobody came back for, and what is of a clock that was ahead: that is never taken, and would
// stay until its time comes again.
void delete_expired(storage::Transaction& transaction, Instant now) {
  const storage::Parameters ended{{"now", now}, {"beyond", now + authorization_lifetime}};
  note_pending_slots(transaction,
                     transaction.query("SELECT slot FROM pending_authorization"
                                       " WHERE organization_id = :organization_id"
                                       " AND (expires_at <= :now OR created_at > :beyond)",
                                       ended));
  transaction.execute(
      "DELETE FROM pending_authorization WHERE organization_id = :organization_id"
      " AND (expires_at <= :now OR created_at > :beyond)",
      ended);
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
                                keys::SlotId slot, const PendingAuthorization& pending) const {
  const Instant now = clock_.now();
  const OrganizationId organization = transaction.access().organization();
  const auto slot_key = slots_.read(slot);
  // It was made a moment ago: a disk that lost it keeps nothing else either.
  if (!slot_key) throw std::runtime_error("the key slot of an authorization is gone");
  const auto seal = [&](std::string_view field, const Secret& value) {
    const CredentialOwner owner = pending_owner(organization, pending.connection, field, state);
    return crypto::fernet_encrypt(credential_key(ring_.primary(), *slot_key, owner), value, now,
                                  random_);
  };
  const auto seal_optional = [&](std::string_view field, const std::optional<Secret>& value) {
    return value ? std::optional(seal(field, *value)) : std::nullopt;
  };
  const Json request{{"request", pending.request}, {"client", pending.client.details}};
  delete_expired(transaction, now);
  transaction.execute(
      "INSERT INTO pending_authorization (organization_id, state_hash, connection_id, vendor,"
      " user_id, session_id, sealed_verifier, sealed_client_secret, sealed_registration_token,"
      " request, created_at, expires_at, begun_uptime, begun_boot, slot) VALUES (:organization_id,"
      " :state_hash, :connection, :vendor, :user, :session, :verifier, :client_secret,"
      " :registration_token, :request, :now, :expires_at, :uptime, :boot, :slot)",
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
       {"boot", uptime_.boot()},
       {"slot", slot}});
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
    if (found && !found->is_null("slot")) {
      note_for_erasure(transaction, found->id<keys::SlotId>("slot"));
    }
    return found;
  });
  if (!row || row->is_null("slot")) return std::unexpected(PendingError::unknown);
  const auto slot = row->id<keys::SlotId>("slot");
  const auto slot_key = slots_.read(slot);
  (void)slots_.erase(slot);  // Stays noted, so that a disk that refuses is asked again.
  if (!is_alive(*row)) return std::unexpected(PendingError::unknown);
  if (!slot_key) return std::unexpected(PendingError::cannot_open);
  if (row->id<UserId>("user_id") != access.user() ||
      static_cast<std::uint64_t>(row->integer("session_id")) != session)
    return std::unexpected(PendingError::another_session);
  const auto connection = row->id<ConnectionId>("connection_id");
  const auto open = [&](std::string_view field, std::string_view column) -> std::optional<Secret> {
    const auto sealed = row->optional_text(column);
    if (!sealed) return std::nullopt;
    return open_field(ring_, *slot_key,
                      pending_owner(access.organization(), connection, field, state), *sealed);
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
