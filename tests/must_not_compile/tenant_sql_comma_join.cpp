// refused: tenant SQL must join with JOIN
// A join is written as one, so that its table is seen.
#include "storage/sql.h"

namespace sluice {

storage::TenantSql statement() {
  return "SELECT c.id FROM card c, dashboard d"
         " WHERE c.organization_id = :organization_id AND d.organization_id = 1";
}

}  // namespace sluice
