#include "identity/operator_authenticator.h"

namespace sluice::identity {
namespace {

constexpr int schedules_at_once_max = 100;

}  // namespace

std::optional<OrganizationAccess> OperatorAuthenticator::authenticate(std::string_view slug) const {
  const auto row = database_.control().query_one("SELECT id FROM organization WHERE slug = :slug",
                                                 {{"slug", slug}});
  if (!row) return std::nullopt;
  return OrganizationAccess({}, row->id<OrganizationId>("id"));
}

std::vector<DueSchedule> ScheduleAuthenticator::take_due() {
  const Instant now = clock_.now();
  return database_.control().write([&](storage::ControlTransaction& transaction) {
    std::vector<DueSchedule> due;
    const auto rows = transaction.query(
        "SELECT s.* FROM schedule s JOIN membership m"
        " ON m.organization_id = s.organization_id AND m.user_id = s.user_id"
        " WHERE s.next_run_at <= :now ORDER BY s.next_run_at LIMIT :limit",
        {{"now", now}, {"limit", schedules_at_once_max}});
    for (const storage::Row& row : rows) {
      const auto organization = row.id<OrganizationId>("organization_id");
      const auto id = static_cast<std::uint64_t>(row.integer("id"));
      transaction.execute(
          "UPDATE schedule SET next_run_at = :next WHERE organization_id = :organization"
          " AND id = :id",
          {{"next", now + std::chrono::minutes(row.integer("every_minutes"))},
           {"organization", organization},
           {"id", id}});
      due.push_back({OrganizationAccess({}, organization, row.id<UserId>("user_id"), id), id,
                     row.text("work")});
    }
    return due;
  });
}

std::uint64_t ScheduleAuthenticator::add(OrganizationAccess access, std::string work,
                                         std::chrono::minutes every, std::uint64_t id) {
  const Instant now = clock_.now();
  database_.control().write([&](storage::ControlTransaction& transaction) {
    transaction.execute(
        "INSERT INTO schedule (organization_id, id, user_id, work, every_minutes, next_run_at,"
        " created_at) VALUES (:organization, :id, :user, :work, :every, :next, :now)",
        {{"organization", access.organization()},
         {"id", id},
         {"user", access.user()},
         {"work", work},
         {"every", every.count()},
         {"next", now + every},
         {"now", now}});
  });
  return id;
}

}  // namespace sluice::identity
