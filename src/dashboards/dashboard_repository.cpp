#include "dashboards/dashboard_repository.h"

#include <utility>

namespace sluice::dashboards {
namespace {

[[nodiscard]] DashboardSummary summary_of(const storage::Row& row) {
  return {.id = row.id<DashboardId>("id"),
          .name = row.text("name"),
          .card_count = row.integer("card_count"),
          .updated_at = row.instant("updated_at"),
          .created_by = row.id<UserId>("created_by")};
}

[[nodiscard]] std::int64_t count_of(const std::optional<storage::Row>& row) {
  return row ? row->integer("count") : 0;
}

void insert_dashboard(storage::Transaction& transaction, DashboardId id, const std::string& name,
                      Instant now) {
  transaction.execute(
      "INSERT INTO dashboard (organization_id, id, name, created_by, created_at, updated_at)"
      " VALUES (:organization_id, :id, :name, :user, :now, :now)",
      {{"id", id}, {"name", name}, {"user", transaction.access().user()}, {"now", now}});
}

// Nothing when the dashboard may go.
[[nodiscard]] std::optional<DashboardError> refusal_to_remove(storage::Transaction& transaction,
                                                              DashboardId id,
                                                              identity::Reach reach) {
  const auto dashboard = transaction.query_one(
      "SELECT created_by FROM dashboard WHERE organization_id = :organization_id AND id = :id",
      {{"id", id}});
  if (!dashboard) return DashboardError::not_found;
  // Only then does it matter whose cards hang there.
  if (reach == identity::Reach::any) return std::nullopt;
  const UserId user = transaction.access().user();
  const auto others = transaction.query_one(
      "SELECT COUNT(*) AS count FROM card WHERE organization_id = :organization_id"
      " AND dashboard_id = :id AND pinned_by <> :user",
      {{"id", id}, {"user", user}});
  const bool own = dashboard->id<UserId>("created_by") == user && count_of(others) == 0;
  return own ? std::nullopt : std::optional(DashboardError::others_cards);
}

}  // namespace

std::vector<DashboardSummary> DashboardRepository::list() const {
  std::vector<DashboardSummary> summaries;
  for (const storage::Row& row : store_.query(
           "SELECT d.id, d.name, d.updated_at, d.created_by, COUNT(c.id) AS card_count"
           " FROM dashboard d"
           " LEFT JOIN card c ON c.organization_id = d.organization_id AND c.dashboard_id = d.id"
           " WHERE d.organization_id = :organization_id"
           " GROUP BY d.id, d.name, d.updated_at, d.created_by, d.created_at ORDER BY "
           "d.created_at, d.id")) {
    summaries.push_back(summary_of(row));
  }
  return summaries;
}

std::expected<DashboardSummary, DashboardError> DashboardRepository::create(std::string name,
                                                                            Instant now) const {
  const DashboardId id{random_.id()};
  using Result = std::expected<DashboardSummary, DashboardError>;
  return store_.write([&](storage::Transaction& transaction) -> Result {
    const auto count = transaction.query_one(
        "SELECT COUNT(*) AS count FROM dashboard WHERE organization_id = :organization_id");
    if (count_of(count) >= static_cast<std::int64_t>(dashboards_max)) {
      return std::unexpected(DashboardError::too_many);
    }
    insert_dashboard(transaction, id, name, now);
    trail_.append(transaction, {.action = "dashboard.create",
                                .target_kind = "dashboard",
                                .target_id = to_text(id),
                                .detail = {{"name", name}}});
    return DashboardSummary{id, name, 0, now, transaction.access().user()};
  });
}

std::optional<DashboardSummary> DashboardRepository::find(DashboardId id) const {
  const auto row = store_.query_one(
      "SELECT d.id, d.name, d.updated_at, d.created_by, COUNT(c.id) AS card_count"
      " FROM dashboard d"
      " LEFT JOIN card c ON c.organization_id = d.organization_id AND c.dashboard_id = d.id"
      " WHERE d.organization_id = :organization_id AND d.id = :id"
      " GROUP BY d.id, d.name, d.updated_at, d.created_by",
      {{"id", id}});
  if (!row) return std::nullopt;
  return summary_of(*row);
}

std::expected<DashboardId, DashboardError> DashboardRepository::target_of(
    storage::Transaction& transaction, std::optional<DashboardId> wanted, DashboardId fresh,
    Instant now) {
  if (wanted) {
    const auto row = transaction.query_one(
        "SELECT id FROM dashboard WHERE organization_id = :organization_id AND id = :id",
        {{"id", *wanted}});
    if (!row) return std::unexpected(DashboardError::not_found);
    return *wanted;
  }
  const auto first = transaction.query_one(
      "SELECT id FROM dashboard WHERE organization_id = :organization_id"
      " ORDER BY created_at, id LIMIT 1");
  if (first) return first->id<DashboardId>("id");
  // A first pin needs no decision about where to: the page of an organization without one says
  // "Home".
  insert_dashboard(transaction, fresh, "Home", now);
  return fresh;
}

std::expected<void, DashboardError> DashboardRepository::remove(DashboardId id,
                                                                identity::Reach reach) const {
  using Result = std::expected<void, DashboardError>;
  return store_.write([&](storage::Transaction& transaction) -> Result {
    if (const auto refused = refusal_to_remove(transaction, id, reach)) {
      return std::unexpected(*refused);
    }
    // By hand and not by a cascade: what is deleted stands in one place, in either database.
    transaction.execute(
        "DELETE FROM card WHERE organization_id = :organization_id AND dashboard_id = :id",
        {{"id", id}});
    transaction.execute(
        "DELETE FROM dashboard WHERE organization_id = :organization_id AND id = :id",
        {{"id", id}});
    trail_.append(
        transaction,
        {.action = "dashboard.delete", .target_kind = "dashboard", .target_id = to_text(id)});
    return {};
  });
}

}  // namespace sluice::dashboards
