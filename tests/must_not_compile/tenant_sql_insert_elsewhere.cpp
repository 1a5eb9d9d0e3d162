// refused: tenant SQL must insert organization_id first
// An insert names the organization first, and takes it from the access.
#include "storage/sql.h"

namespace sluice {

storage::TenantSql statement() {
  return "INSERT INTO card (id, organization_id) VALUES (:id, :other)";
}

}  // namespace sluice
