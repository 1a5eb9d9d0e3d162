// refused: calling a private constructor of class .*Passkey
// A transaction exists inside OrganizationStore::write only.
#include "storage/transaction.h"

namespace sluice {

void append(storage::SqlConnection& connection, storage::OrganizationAccess access) {
  const storage::Transaction transaction(Passkey<storage::OrganizationStore>(), connection, access);
}

}  // namespace sluice
