// refused: calling a private constructor of class .*Passkey
// Who refreshes holds the row.
#include "vault/refresh_lease.h"

namespace sluice {

vault::RefreshLease forge() {
  return vault::RefreshLease(Passkey<vault::RefreshLeases>(), vault::RefreshLease::Parts{});
}

}  // namespace sluice
