#include "vault/credential_vault.h"

#include "vault/credential_rows.h"

#include <algorithm>
#include <utility>

namespace sluice::vault {
namespace {

// Opens with whichever master key of the ring sealed it, one that a rotation has just added
// included; then asks the envelope.
std::optional<Secret> open_row(const crypto::KeyRing& ring, const Secret& slot,
                               const CredentialOwner& owner, std::string_view sealed) {
  const auto envelope =
      ring.first_that_opens([&](const crypto::MasterKey& master) -> std::optional<Secret> {
        auto opened = crypto::fernet_decrypt(credential_key(master, slot, owner), sealed);
        if (!opened) return std::nullopt;
        return std::move(*opened);
      });
  if (!envelope) return std::nullopt;
  return unwrap(owner, *envelope);
}

// Nobody disconnected, reconnected or refreshed since the snapshot that was sealed for.
bool is_of(const CurrentCredential& current, const SealedCredential::Parts& parts) {
  return current.epoch == parts.epoch && current.generation == parts.base_generation &&
         (parts.fresh_slot || current.slot == parts.slot);
}

void mark_connected(storage::Transaction& transaction, const SealedCredential::Parts& parts,
                    Instant now) {
  // A reconnect ends what was begun under the grant before; a refresh of the same grant does not.
  const std::int64_t epoch_step = parts.fresh_slot ? 1 : 0;
  transaction.execute(
      "UPDATE mcp_server_connection SET epoch = epoch + :epoch_step, generation = :generation,"
      " slot = :slot"
      " WHERE organization_id = :organization_id AND id = :id",
      {{"epoch_step", epoch_step},
       {"generation", parts.base_generation + 1},
       {"slot", parts.slot},
       {"id", parts.connection}});
  if (!parts.fresh_slot) return;  // A refresh is nobody's new connection.
  transaction.execute(
      "UPDATE mcp_server_connection SET status = 'connected', status_detail = '',"
      " wanted_scope = '', connected_by = :user, connected_at = :now"
      " WHERE organization_id = :organization_id AND id = :id",
      {{"user", transaction.access().user()}, {"now", now}, {"id", parts.connection}});
}

}  // namespace

std::string_view reason(VaultError error) {
  switch (error) {
    case VaultError::gone: return "gone";
    case VaultError::superseded: return "superseded";
    case VaultError::cannot_open: return "cannot_open";
    case VaultError::slot_failed: return "slot_failed";
  }
  return {};
}

std::string_view user_text(VaultError error) {
  switch (error) {
    case VaultError::gone: return "This data source is not connected. Connect it, then ask again.";
    case VaultError::superseded:
      return "The connection was changed a moment ago by somebody else. Try again.";
    case VaultError::cannot_open:
      return "The stored access to this data source cannot be decrypted any more. Choose "
             "Reconnect.";
    case VaultError::slot_failed:
      return "The server cannot store the access safely (disk full or no permission). Nothing was "
             "connected. Ask the operator, then try again.";
  }
  return {};
}

std::expected<SealedCredential, VaultError> CredentialVault::seal(const Connection& connection,
                                                                  const TokenSet& tokens) const {
  const auto slot = parts_.slots.make();
  if (!slot) return std::unexpected(VaultError::slot_failed);
  return seal_into(connection, tokens, *slot, true);
}

std::expected<SealedCredential, VaultError> CredentialVault::reseal(const Connection& connection,
                                                                    const TokenSet& tokens) const {
  const std::optional<keys::SlotId> slot = connection.row().slot;
  if (!slot) return std::unexpected(VaultError::gone);
  return seal_into(connection, tokens, *slot, false);
}

std::expected<SealedCredential, VaultError> CredentialVault::seal_into(const Connection& connection,
                                                                       const TokenSet& tokens,
                                                                       keys::SlotId slot,
                                                                       bool fresh_slot) const {
  const auto slot_key = parts_.slots.read(slot);
  if (!slot_key) return std::unexpected(fresh_slot ? VaultError::slot_failed : VaultError::gone);
  const ConnectionRow& row = connection.row();
  SealedCredential::Parts sealed{
      row.organization, row.id, row.epoch,         row.generation,       slot,
      fresh_slot,       {},     tokens.expires_at, tokens.granted_scope, tokens.client.details};
  const auto add = [&](CredentialField field, const Secret& value) {
    const CredentialOwner owner =
        // Sealed for the generation that store() will make it: in the row of another it does not
        // open.
        owner_of(row.organization, row.id, to_text(field), row.generation + 1);
    sealed.fields.push_back(
        {field, crypto::fernet_encrypt(credential_key(parts_.ring.primary(), *slot_key, owner),
                                       wrap(owner, value), parts_.clock.now(), parts_.random)});
  };
  if (tokens.access_token) add(CredentialField::access_token, *tokens.access_token);
  if (tokens.refresh_token) add(CredentialField::refresh_token, *tokens.refresh_token);
  if (tokens.client.client_secret)
    add(CredentialField::client_secret, *tokens.client.client_secret);
  if (tokens.client.registration_token)
    add(CredentialField::registration_token, *tokens.client.registration_token);
  return SealedCredential({}, std::move(sealed));
}

std::expected<void, VaultError> CredentialVault::store(storage::Transaction& transaction,
                                                       SealedCredential&& credential) const {
  const SealedCredential spent = std::move(credential);
  const SealedCredential::Parts& parts = spent.parts();
  const auto current = current_credential(transaction, parts.connection);
  if (!current || !is_of(*current, parts)) {
    // The slot was made for this credential alone. A file that cannot be removed now holds random
    // bytes that open nothing.
    if (parts.fresh_slot) (void)parts_.slots.erase(parts.slot);
    return std::unexpected(VaultError::superseded);
  }
  // The grant that is replaced must not open from a backup either.
  if (parts.fresh_slot && current->slot) note_for_erasure(transaction, *current->slot);
  delete_credential(transaction, parts.connection);
  delete_failures(transaction, parts.connection);
  insert_credential(transaction, parts);
  mark_connected(transaction, parts, parts_.clock.now());
  return {};
}

std::expected<Secret, VaultError> CredentialVault::open(const Connection& connection,
                                                        const audit::RecordedUse& use) const {
  return open(connection, CredentialField::access_token, use);
}

std::expected<Secret, VaultError> CredentialVault::open(const Connection& connection,
                                                        CredentialField field,
                                                        const audit::RecordedUse& use) const {
  // A use of something else is a mistake in the program; what is not recorded is not opened.
  if (!use.covers(connection.row().organization, connection.id()))
    return std::unexpected(VaultError::gone);
  const auto row = parts_.database.organization(connection.access())
                       .query_one(
                           "SELECT c.epoch, c.slot, k.generation, k.sealed"
                           " FROM mcp_server_connection c JOIN credential k"
                           " ON k.organization_id = c.organization_id"
                           // Joined on the generation: a row of an older one is not even looked at.
                           " AND k.connection_id = c.id AND k.generation = c.generation"
                           " WHERE c.organization_id = :organization_id AND c.id = :id"
                           " AND k.field = :field",
                           {{"id", connection.id()}, {"field", to_text(field)}});
  if (!row || row->is_null("slot")) return std::unexpected(VaultError::gone);
  if (row->integer("epoch") != connection.row().epoch)
    return std::unexpected(VaultError::superseded);
  const auto slot = parts_.slots.read(row->id<keys::SlotId>("slot"));
  if (!slot) return std::unexpected(VaultError::cannot_open);
  const CredentialOwner owner = owner_of(connection.row().organization, connection.id(),
                                         to_text(field), row->integer("generation"));
  auto value = open_row(parts_.ring, *slot, owner, row->text("sealed"));
  if (!value) return std::unexpected(VaultError::cannot_open);
  return std::move(*value);
}

std::expected<void, VaultError> CredentialVault::admit_without_secret(
    const Connection& connection, const audit::RecordedUse& use) const {
  if (!use.covers(connection.row().organization, connection.id()))
    return std::unexpected(VaultError::gone);
  const auto row = parts_.database.organization(connection.access())
                       .query_one(
                           "SELECT c.epoch FROM mcp_server_connection c JOIN credential_state s"
                           " ON s.organization_id = c.organization_id AND s.connection_id = c.id"
                           " WHERE c.organization_id = :organization_id AND c.id = :id"
                           " AND NOT EXISTS (SELECT 1 FROM credential k"
                           " WHERE k.organization_id = c.organization_id"
                           " AND k.connection_id = c.id)",
                           {{"id", connection.id()}});
  if (!row) return std::unexpected(VaultError::gone);
  if (row->integer("epoch") != connection.row().epoch)
    return std::unexpected(VaultError::superseded);
  return {};
}

std::expected<Secret, VaultError> CredentialVault::open(const SealedCredential& credential,
                                                        const audit::RecordedUse& use) const {
  const SealedCredential::Parts& parts = credential.parts();
  if (!use.covers(parts.organization, parts.connection)) return std::unexpected(VaultError::gone);
  const auto slot = parts_.slots.read(parts.slot);
  const auto field = std::ranges::find(parts.fields, CredentialField::access_token,
                                       &SealedCredential::SealedField::field);
  if (!slot || field == parts.fields.end()) return std::unexpected(VaultError::gone);
  const CredentialOwner owner =
      owner_of(parts.organization, parts.connection, to_text(CredentialField::access_token),
               parts.base_generation + 1);
  auto value = open_row(parts_.ring, *slot, owner, field->fernet_text);
  if (!value) return std::unexpected(VaultError::cannot_open);
  return std::move(*value);
}

void CredentialVault::discard(SealedCredential&& credential) const {
  const SealedCredential spent = std::move(credential);
  // A file that cannot be removed now holds random bytes that open nothing that is kept.
  if (spent.parts().fresh_slot) (void)parts_.slots.erase(spent.parts().slot);
}

std::optional<CredentialState> CredentialVault::state(const Connection& connection) const {
  const storage::OrganizationStore store = parts_.database.organization(connection.access());
  const storage::Parameters which{{"id", connection.id()}};
  const auto row = store.query_one(
      "SELECT expires_at, granted_scope, registration FROM credential_state"
      " WHERE organization_id = :organization_id AND connection_id = :id",
      which);
  if (!row) return std::nullopt;
  CredentialState state{row->optional_instant("expires_at"), row->text("granted_scope"),
                        parse_json(row->text("registration")).value_or(Json::object())};
  for (const storage::Row& field :
       store.query("SELECT field FROM credential"
                   " WHERE organization_id = :organization_id AND connection_id = :id",
                   which)) {
    const std::string name = field.text("field");
    state.has_refresh_token |= name == to_text(CredentialField::refresh_token);
    state.has_client_secret |= name == to_text(CredentialField::client_secret);
    state.has_access_token |= name == to_text(CredentialField::access_token);
  }
  return state;
}

void CredentialVault::forget(storage::Transaction& transaction,
                             const Connection& connection) const {
  const storage::Parameters which{{"id", connection.id()}};
  // The slot of the row as it is now: a refresh or reconnect since the snapshot goes as well.
  const auto current = current_credential(transaction, connection.id());
  if (current && current->slot) note_for_erasure(transaction, *current->slot);
  delete_credential(transaction, connection.id());
  delete_lease(transaction, connection.id());
  delete_failures(transaction, connection.id());
  note_pending_slots(transaction, transaction.query("SELECT slot FROM pending_authorization"
                                                    " WHERE organization_id = :organization_id"
                                                    " AND connection_id = :id",
                                                    which));
  transaction.execute(
      "DELETE FROM pending_authorization"
      " WHERE organization_id = :organization_id AND connection_id = :id",
      which);
  transaction.execute(
      "UPDATE mcp_server_connection SET status = 'disconnected', status_detail = '',"
      " wanted_scope = '', epoch = epoch + 1, generation = generation + 1, slot = NULL"
      " WHERE organization_id = :organization_id AND id = :id",
      which);
}

ErasedSlots CredentialVault::erase_forgotten(identity::OrganizationAccess access) const {
  const storage::OrganizationStore store = parts_.database.organization(access);
  ErasedSlots slots;
  for (const storage::Row& row :
       store.query("SELECT slot FROM slot_erasure WHERE organization_id = :organization_id")) {
    const auto slot = row.id<keys::SlotId>("slot");
    // Stays noted, and so it is tried again at the next start and by the upkeep.
    if (auto erased = parts_.slots.erase(slot); !erased) {
      ++slots.kept;
      slots.detail = std::move(erased.error().detail);
      continue;
    }
    store.write([&](storage::Transaction& transaction) {
      transaction.execute(
          "DELETE FROM slot_erasure WHERE organization_id = :organization_id AND slot = :slot",
          {{"slot", slot}});
    });
    ++slots.erased;
  }
  return slots;
}

std::int64_t CredentialVault::slots_to_erase(identity::OrganizationAccess access) const {
  const auto row = parts_.database.organization(access).query_one(
      "SELECT COUNT(*) AS slots FROM slot_erasure WHERE organization_id = :organization_id");
  return row ? row->integer("slots") : 0;
}

std::expected<int, VaultError> CredentialVault::rewrap(identity::OrganizationAccess access) const {
  const storage::OrganizationStore store = parts_.database.organization(access);
  int changed = 0;
  for (const storage::Row& row : store.query(
           "SELECT c.id, c.slot, k.field, k.generation, k.sealed FROM mcp_server_connection c"
           " JOIN credential k ON k.organization_id = c.organization_id"
           " AND k.connection_id = c.id WHERE c.organization_id = :organization_id")) {
    const auto connection = row.id<ConnectionId>("id");
    const CredentialOwner owner =
        owner_of(access.organization(), connection, row.text("field"), row.integer("generation"));
    const auto slot =
        row.is_null("slot") ? std::nullopt : parts_.slots.read(row.id<keys::SlotId>("slot"));
    if (!slot) return std::unexpected(VaultError::cannot_open);
    const crypto::FernetKey key = credential_key(parts_.ring.primary(), *slot, owner);
    // Under the primary already: a rotation that was interrupted goes on where it stopped.
    if (crypto::fernet_decrypt(key, row.text("sealed"))) continue;
    const auto value = open_row(parts_.ring, *slot, owner, row.text("sealed"));
    if (!value) return std::unexpected(VaultError::cannot_open);
    const std::string sealed =
        crypto::fernet_encrypt(key, wrap(owner, *value), parts_.clock.now(), parts_.random);
    changed += static_cast<int>(store.write([&](storage::Transaction& transaction) {
      return transaction.execute(
          "UPDATE credential SET sealed = :sealed WHERE organization_id = :organization_id"
          // A refresh may have stored another credential meanwhile; then that one stays.
          " AND connection_id = :id AND field = :field AND sealed = :before",
          {{"sealed", sealed},
           {"id", connection},
           {"field", row.text("field")},
           {"before", row.text("sealed")}});
    }));
  }
  return changed;
}

}  // namespace sluice::vault
