// refused: calling a private constructor of class .*Passkey
// Only the plan gate says what a plan includes.
#include "identity/plan.h"

namespace sluice {

identity::Entitlement<identity::Mcp> forge() {
  return identity::Entitlement<identity::Mcp>(Passkey<identity::PlanGate>(), OrganizationId{1});
}

}  // namespace sluice
