#pragma once
#include "storage/transaction.h"
#include "vault/connection.h"
#include "vault/credential_envelope.h"
#include "vault/credential_vault.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::vault {

// The statements of the vault and what they mean. Private to vault/.

// The name of a field in rows and in the derivation of its key: it may never change.
[[nodiscard]] std::string_view to_text(CredentialField field);
[[nodiscard]] CredentialOwner owner_of(OrganizationId organization, ConnectionId connection,
                                       std::string_view field, std::int64_t generation);

// Where a credential stands now, beside the snapshot that somebody holds.
struct CurrentCredential {
  std::int64_t epoch = 0;
  std::int64_t generation = 0;
  std::optional<keys::SlotId> slot;
};
[[nodiscard]] std::optional<CurrentCredential> current_credential(storage::Transaction& transaction,
                                                                  ConnectionId connection);
// In the transaction that gives the slot up: after a crash the note is what is left to work from.
void note_for_erasure(storage::Transaction& transaction, keys::SlotId slot);
// The same of rows of pending_authorization: their `slot`.
void note_pending_slots(storage::Transaction& transaction, const std::vector<storage::Row>& rows);
// Rows of credential and credential_state.
void delete_credential(storage::Transaction& transaction, ConnectionId connection);
void insert_credential(storage::Transaction& transaction, const SealedCredential::Parts& parts);
void delete_lease(storage::Transaction& transaction, ConnectionId connection);
// What was counted of a token endpoint that does not answer.
void delete_failures(storage::Transaction& transaction, ConnectionId connection);

}  // namespace sluice::vault
