// refused: no matching member function
// No credential is opened for a use that does not stand in the trail.
#include "vault/credential_vault.h"

namespace sluice {

void read(const vault::CredentialVault& credentials, const vault::Connection& connection) {
  (void)credentials.open(connection);
}

}  // namespace sluice
