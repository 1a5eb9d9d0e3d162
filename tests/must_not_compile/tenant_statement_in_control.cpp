// refused: no matching|no viable conversion
// Tenant statements go through the door of their organization.
#include "storage/database.h"

namespace sluice {

void read(const storage::Database& database) {
  constexpr storage::TenantSql sql = "SELECT id FROM card WHERE organization_id = :organization_id";
  (void)database.control().query(sql);
}

}  // namespace sluice
