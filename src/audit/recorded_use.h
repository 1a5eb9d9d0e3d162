#pragma once
#include "base/passkey.h"
#include "base/strong_id.h"
#include "storage/organization_access.h"

#include <string>
#include <utility>

namespace sluice::audit {

// Proof that the intent of one use of one connection's credential is on disk. The vault opens
// nothing without it, so what cannot be recorded cannot happen. Move-only: ending the use spends
// it.
class RecordedUse {
 public:
  // Who used which credential for what.
  struct Parts {
    storage::OrganizationAccess access;
    ConnectionId connection;
    std::string action;  // Of the intent; the outcome's is "ACTION.done".
    std::string vendor;
    std::string tool;  // Empty but for a tool call.
  };
  // By AuditTrail::begin_use alone, after the intent was committed.
  RecordedUse(Passkey<class AuditTrail>, Parts parts) : parts_(std::move(parts)) {}
  RecordedUse(RecordedUse&&) noexcept = default;
  RecordedUse& operator=(RecordedUse&&) noexcept = default;
  RecordedUse(const RecordedUse&) = delete;
  RecordedUse& operator=(const RecordedUse&) = delete;

  [[nodiscard]] const Parts& parts() const noexcept { return parts_; }
  // Whether it is a use of this connection of this organization.
  [[nodiscard]] bool covers(OrganizationId organization, ConnectionId connection) const noexcept {
    return parts_.access.organization() == organization && parts_.connection == connection;
  }

 private:
  Parts parts_;
};

}  // namespace sluice::audit
