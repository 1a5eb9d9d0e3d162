// refused: tenant SQL must tie every joined table
// Every joined table is tied to the organization.
#include "storage/sql.h"

namespace sluice {

storage::TenantSql statement() {
  return "SELECT c.id FROM card c JOIN dashboard d ON d.id = c.dashboard_id"
         " WHERE c.organization_id = :organization_id";
}

}  // namespace sluice
