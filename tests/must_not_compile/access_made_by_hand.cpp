// refused: calling a private constructor of class .*Passkey
// Only an authenticator hands out an access.
#include "identity/organization_access.h"

namespace sluice {

const identity::OrganizationAccess access(Passkey<identity::SessionAuthenticator>(),
                                          OrganizationId{1}, UserId{2}, identity::Actor{});

}  // namespace sluice
