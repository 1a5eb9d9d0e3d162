// refused: calling a private constructor of class .*Passkey
// Only the repository hands out a connection.
#include "vault/connection.h"

namespace sluice {

vault::Connection forge(identity::OrganizationAccess access, const vault::ConnectionRow& row) {
  return vault::Connection(Passkey<vault::ConnectionRepository>(), access, row);
}

}  // namespace sluice
