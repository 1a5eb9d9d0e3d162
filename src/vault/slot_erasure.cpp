#include "vault/slot_erasure.h"

#include "base/log.h"

#include <exception>

namespace sluice::vault {
namespace {

void record(const audit::AuditTrail& audit, storage::OrganizationAccess access, std::string result,
            std::size_t slots) {
  try {  // The credential is gone already: a trail that cannot be written must not hide that.
    audit.record(access, {.action = "key_slot.erase",
                          .target_kind = "key_slot",
                          .target_id = {},
                          .result = std::move(result),
                          .actor_name = {},
                          .address = {},
                          .detail = {{"slots", slots}}});
  } catch (const std::exception& error) {
    log(LogLevel::error, "audit_failed", {{"error", error.what()}});
  }
}

}  // namespace

bool erase_slots(const CredentialVault& vault, const audit::AuditTrail& audit,
                 storage::OrganizationAccess access) {
  const ErasedSlots slots = vault.erase_forgotten(access);
  if (slots.kept == 0) return true;
  log(LogLevel::error, "key_slot_kept",
      {{"organization", to_text(access.organization())},
       {"slots", slots.kept},
       {"detail", slots.detail}});
  record(audit, access, "failed", slots.kept);
  return false;
}

bool erase_slots_again(const CredentialVault& vault, const audit::AuditTrail& audit,
                       storage::OrganizationAccess access) {
  const ErasedSlots slots = vault.erase_forgotten(access);
  if (slots.erased > 0) record(audit, access, "ok", slots.erased);
  if (slots.kept > 0) {
    log(LogLevel::error, "key_slot_kept",
        {{"organization", to_text(access.organization())},
         {"slots", slots.kept},
         {"detail", slots.detail}});
  }
  return slots.kept == 0;
}

}  // namespace sluice::vault
