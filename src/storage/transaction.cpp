#include "storage/transaction.h"

#include "storage/bound_parameters.h"
#include "storage/sql_connection.h"

namespace sluice::storage {

std::vector<Row> Transaction::query(TenantSql sql, const Parameters& parameters) {
  return connection_.query(sql.text(), with_organization(access_, parameters));
}

std::optional<Row> Transaction::query_one(TenantSql sql, const Parameters& parameters) {
  return first_of(query(sql, parameters));
}

std::int64_t Transaction::execute(TenantSql sql, const Parameters& parameters) {
  return connection_.execute(sql.text(), with_organization(access_, parameters));
}

std::vector<Row> ControlTransaction::query(ControlSql sql, const Parameters& parameters) {
  return connection_.query(sql.text(), parameters);
}

std::optional<Row> ControlTransaction::query_one(ControlSql sql, const Parameters& parameters) {
  return first_of(query(sql, parameters));
}

std::int64_t ControlTransaction::execute(ControlSql sql, const Parameters& parameters) {
  return connection_.execute(sql.text(), parameters);
}

}  // namespace sluice::storage
