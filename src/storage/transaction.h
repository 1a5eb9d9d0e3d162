#pragma once
#include "storage/organization_access.h"
#include "storage/sql.h"
#include "storage/value.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sluice::storage {

class SqlConnection;
class ControlStore;
class OrganizationStore;

// A running write to one organization's rows. Exists only inside OrganizationStore::write, on the
// writer's thread; never stored, never shared. What takes a Transaction& is part of the caller's
// commit (an audit record beside the change that it reports).
class Transaction {
 public:
  Transaction(Passkey<OrganizationStore>, SqlConnection& connection, OrganizationAccess access)
      : connection_(connection), access_(access) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  [[nodiscard]] OrganizationAccess access() const noexcept { return access_; }
  [[nodiscard]] std::vector<Row> query(TenantSql sql, const Parameters& parameters = {});
  [[nodiscard]] std::optional<Row> query_one(TenantSql sql, const Parameters& parameters = {});
  // The number of rows changed.
  std::int64_t execute(TenantSql sql, const Parameters& parameters = {});

 private:
  SqlConnection& connection_;
  OrganizationAccess access_;
};

// The same for the control tables.
class ControlTransaction {
 public:
  ControlTransaction(Passkey<ControlStore>, SqlConnection& connection) : connection_(connection) {}
  ControlTransaction(const ControlTransaction&) = delete;
  ControlTransaction& operator=(const ControlTransaction&) = delete;

  [[nodiscard]] std::vector<Row> query(ControlSql sql, const Parameters& parameters = {});
  [[nodiscard]] std::optional<Row> query_one(ControlSql sql, const Parameters& parameters = {});
  // The number of rows changed.
  std::int64_t execute(ControlSql sql, const Parameters& parameters = {});

 private:
  SqlConnection& connection_;
};

}  // namespace sluice::storage
