// refused: no matching member function
// A credential is opened through a connection that somebody was allowed to find.
#include "vault/credential_vault.h"

namespace sluice {

void read(const vault::CredentialVault& credentials) {
  (void)credentials.open(ConnectionId{1});
}

}  // namespace sluice
