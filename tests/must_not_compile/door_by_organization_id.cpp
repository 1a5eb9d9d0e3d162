// refused: no viable conversion|no matching
// The door of the database asks for the proof, not for an id.
#include "storage/database.h"

namespace sluice {

void read(const storage::Database& database) {
  (void)database.organization(OrganizationId{1});
}

}  // namespace sluice
