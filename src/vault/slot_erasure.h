#pragma once
#include "audit/audit_trail.h"
#include "storage/organization_access.h"
#include "vault/credential_vault.h"

namespace sluice::vault {

// After the commit of whatever gave a credential up: overwrites its key slot, and any that is still
// waiting for it. A slot that cannot be overwritten stands in the log and in the trail and goes on
// waiting: the server's upkeep tries again until it is done, and the trail shows that too. False
// while one is left. Blocking.
[[nodiscard]] bool erase_slots(const CredentialVault& vault, const audit::AuditTrail& audit,
                               storage::OrganizationAccess access);
// The same as a repetition: what fails again is no news.
[[nodiscard]] bool erase_slots_again(const CredentialVault& vault, const audit::AuditTrail& audit,
                                     storage::OrganizationAccess access);

}  // namespace sluice::vault
