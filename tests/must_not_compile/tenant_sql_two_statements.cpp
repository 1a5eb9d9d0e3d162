// refused: tenant SQL must be one statement
// One statement at a time.
#include "storage/sql.h"

namespace sluice {

storage::TenantSql statement() {
  return "DELETE FROM card WHERE organization_id = :organization_id; DELETE FROM dashboard";
}

}  // namespace sluice
