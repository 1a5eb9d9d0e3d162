// refused: tenant SQL must be SELECT, INSERT, UPDATE or DELETE
// Rows are read and written; tables are for migrations.
#include "storage/sql.h"

namespace sluice {

storage::TenantSql statement() {
  return "DROP TABLE card -- organization_id = :organization_id";
}

}  // namespace sluice
