#include "vault/credential_rows.h"

namespace sluice::vault {

std::string_view to_text(CredentialField field) {
  switch (field) {
    case CredentialField::access_token: return "access_token";
    case CredentialField::refresh_token: return "refresh_token";
    case CredentialField::client_secret: return "client_secret";
    case CredentialField::registration_token: return "registration_token";
  }
  return {};
}

CredentialOwner owner_of(OrganizationId organization, ConnectionId connection,
                         std::string_view field, std::int64_t generation) {
  return {sluice::to_text(organization), sluice::to_text(connection), std::string(field),
          generation};
}

std::optional<CurrentCredential> current_credential(storage::Transaction& transaction,
                                                    ConnectionId connection) {
  const auto row = transaction.query_one(
      "SELECT epoch, generation, slot FROM mcp_server_connection"
      " WHERE organization_id = :organization_id AND id = :id",
      {{"id", connection}});
  if (!row) return std::nullopt;
  CurrentCredential current{row->integer("epoch"), row->integer("generation"), std::nullopt};
  if (!row->is_null("slot")) current.slot = row->id<keys::SlotId>("slot");
  return current;
}

void note_for_erasure(storage::Transaction& transaction, keys::SlotId slot) {
  transaction.execute(
      "INSERT INTO slot_erasure (organization_id, slot) VALUES (:organization_id, :slot)"
      " ON CONFLICT (organization_id, slot) DO NOTHING",
      {{"slot", slot}});
}

void note_pending_slots(storage::Transaction& transaction, const std::vector<storage::Row>& rows) {
  for (const storage::Row& row : rows)
    if (!row.is_null("slot")) note_for_erasure(transaction, row.id<keys::SlotId>("slot"));
}

void delete_credential(storage::Transaction& transaction, ConnectionId connection) {
  const storage::Parameters which{{"id", connection}};
  transaction.execute(
      "DELETE FROM credential WHERE organization_id = :organization_id AND connection_id = :id",
      which);
  transaction.execute(
      "DELETE FROM credential_state"
      " WHERE organization_id = :organization_id AND connection_id = :id",
      which);
}

void insert_credential(storage::Transaction& transaction, const SealedCredential::Parts& parts) {
  for (const SealedCredential::SealedField& field : parts.fields)
    transaction.execute(
        "INSERT INTO credential (organization_id, connection_id, field, generation, sealed)"
        " VALUES (:organization_id, :id, :field, :generation, :sealed)",
        {{"id", parts.connection},
         {"field", to_text(field.field)},
         {"generation", parts.base_generation + 1},
         {"sealed", field.fernet_text}});
  transaction.execute(
      "INSERT INTO credential_state (organization_id, connection_id, expires_at, granted_scope,"
      " registration) VALUES (:organization_id, :id, :expires_at, :scope, :registration)",
      {{"id", parts.connection},
       {"expires_at", parts.expires_at},
       {"scope", parts.granted_scope},
       {"registration", to_wire(parts.client_details)}});
}

void delete_lease(storage::Transaction& transaction, ConnectionId connection) {
  transaction.execute(
      "DELETE FROM refresh_lease WHERE organization_id = :organization_id AND connection_id = :id",
      {{"id", connection}});
}

void delete_failures(storage::Transaction& transaction, ConnectionId connection) {
  transaction.execute(
      "DELETE FROM refresh_failure"
      " WHERE organization_id = :organization_id AND connection_id = :id",
      {{"id", connection}});
}

}  // namespace sluice::vault
