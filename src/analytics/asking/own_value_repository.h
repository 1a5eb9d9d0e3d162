#pragma once
#include "analytics/answering/answer.h"
#include "analytics/asking/shown_values.h"
#include "analytics/meaning/own_values.h"
#include "base/clock.h"
#include "storage/database.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sluice::analytics {

// By a connected vendor's slug; rises with every change of what is kept of its connections.
using OwnValueVersions = std::map<std::string, std::int64_t>;

// The values that the rows of one organization's answers showed. Members share them, as they share
// the connections. Blocks: coroutines go through run_blocking.
class OwnValueRepository {
 public:
  OwnValueRepository(const storage::Database& database, storage::OrganizationAccess access)
      : store_(database.organization(access)) {}

  [[nodiscard]] storage::OrganizationAccess access() const noexcept { return store_.access(); }
  [[nodiscard]] OwnValueVersions versions() const;
  [[nodiscard]] std::vector<OwnValue> list() const;  // In a fixed order.
  // Adds what one answer showed, within the limits of own_values.h. `connections` are those that
  // the answer was read through: of one that was ended meanwhile nothing is kept.
  void learn(const std::vector<LearntField>& fields, const std::vector<ReadThrough>& connections,
             Instant now) const;
  // With the connection, in the transaction that ends it.
  static void delete_values_of(storage::Transaction& transaction, ConnectionId connection);

 private:
  storage::OrganizationStore store_;
};

}  // namespace sluice::analytics
