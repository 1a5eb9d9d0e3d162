// refused: calling a private constructor of class .*Passkey
// Only the audit trail says that a use is recorded.
#include "audit/recorded_use.h"

namespace sluice {

audit::RecordedUse forge(audit::RecordedUse::Parts use) {
  return audit::RecordedUse(Passkey<audit::AuditTrail>(), std::move(use));
}

}  // namespace sluice
