// refused: calling a private constructor of class .*Passkey
// ambiguous|chosen constructor is|calling a private constructor Writing {} for the passkey is
// calling its private constructor.
#include "identity/organization_access.h"

namespace sluice {

const identity::OrganizationAccess access({}, OrganizationId{1});

}  // namespace sluice
