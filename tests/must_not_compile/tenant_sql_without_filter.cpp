// refused: tenant SQL must filter on organization_id = :organization_id
// A statement over tenant rows filters on the organization.
#include "storage/sql.h"

namespace sluice {

storage::TenantSql statement() {
  return "SELECT id FROM mcp_server_connection WHERE id = :id";
}

}  // namespace sluice
