// refused: tenant SQL must not have an OR outside parentheses
// An OR beside the filter would let other rows through.
#include "storage/sql.h"

namespace sluice {

storage::TenantSql statement() {
  return "SELECT id FROM card WHERE organization_id = :organization_id OR id = :id";
}

}  // namespace sluice
