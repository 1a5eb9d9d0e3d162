#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "dashboards/dashboard.h"
#include "dashboards/dashboard_error.h"
#include "identity/reach.h"
#include "storage/database.h"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace sluice::dashboards {

// The dashboards of one organization, without what is on them (CardRepository); making and deleting
// one is recorded in the same transaction. Blocks: coroutines go through run_blocking. `random` and
// `trail` outlive the repository.
class DashboardRepository {
 public:
  DashboardRepository(const storage::Database& database, storage::OrganizationAccess access,
                      Random& random, const audit::AuditTrail& trail)
      : store_(database.organization(access)), random_(random), trail_(trail) {}

  // The oldest first.
  [[nodiscard]] std::vector<DashboardSummary> list() const;
  // `name` is not looked at here. The error: too_many.
  [[nodiscard]] std::expected<DashboardSummary, DashboardError> create(std::string name,
                                                                       Instant now) const;
  [[nodiscard]] std::optional<DashboardSummary> find(DashboardId id) const;
  // With its cards. Reach::own: only one that the caller made, with no card of anybody else; that
  // is judged by the rows of the transaction that deletes. The errors: not_found, others_cards.
  [[nodiscard]] std::expected<void, DashboardError> remove(DashboardId id,
                                                           identity::Reach reach) const;

  // Where a card goes, in the transaction that adds it: to `wanted`, else to the oldest dashboard,
  // else to a new one with the id `fresh`. The error: not_found.
  [[nodiscard]] static std::expected<DashboardId, DashboardError> target_of(
      storage::Transaction& transaction, std::optional<DashboardId> wanted, DashboardId fresh,
      Instant now);

 private:
  storage::OrganizationStore store_;
  Random& random_;
  const audit::AuditTrail& trail_;
};

}  // namespace sluice::dashboards
