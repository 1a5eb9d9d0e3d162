#pragma once
#include "base/clock.h"
#include "storage/database.h"
#include "vault/connection_repository.h"
#include "vault/credential_vault.h"

namespace sluice::connections {

// Ends a connection for good, in the caller's transaction: its credential, and everything that was
// read through it, in answers, on cards and among the organization's own values. The one way to do
// it, whoever asks (a person, the end of a plan). finish_deletion() has to follow the commit.
void delete_connection(storage::Transaction& transaction, const vault::CredentialVault& vault,
                       const vault::Connection& connection, Instant now);

// Writes the organization's file anew if a deletion asks for it, so that no free page and no log
// keeps what was deleted. False: not possible now (logged); the upkeep tries again.
[[nodiscard]] bool finish_deletion(const storage::OrganizationStore& store);

}  // namespace sluice::connections
