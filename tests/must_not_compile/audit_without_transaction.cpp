// refused: no matching|non-const lvalue reference
// A record beside a change is written in the transaction of the change.
#include "audit/audit_trail.h"

namespace sluice {

void append(const audit::AuditTrail& trail, storage::OrganizationAccess access) {
  trail.append(access, {.action = "card.pin"});
}

}  // namespace sluice
