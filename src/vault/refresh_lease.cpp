#include "vault/refresh_lease.h"

#include "base/base64.h"
#include "vault/credential_rows.h"

#include <algorithm>

namespace sluice::vault {
namespace {

constexpr std::size_t holder_bytes = 16;

// A clock that was ahead has left times that are still to come. Each counts as now, so that none
// bars the connection for longer than its own limit.
void end_future(storage::Transaction& transaction, ConnectionId connection, Instant now) {
  transaction.execute(
      "UPDATE refresh_attempt SET asked_at = :now WHERE organization_id = :organization_id"
      " AND connection_id = :id AND asked_at > :now",
      {{"id", connection}, {"now", now}});
  transaction.execute(
      "UPDATE refresh_lease SET expires_at = :latest WHERE organization_id = :organization_id"
      " AND connection_id = :id AND expires_at > :latest",
      {{"id", connection}, {"latest", now + refresh_lease_time}});
}

// How often the connection asked within the window that ends now; what is older goes.
[[nodiscard]] std::int64_t recent_attempts(storage::Transaction& transaction,
                                           ConnectionId connection, Instant now) {
  transaction.execute(
      "DELETE FROM refresh_attempt WHERE organization_id = :organization_id"
      " AND connection_id = :id AND asked_at <= :before",
      {{"id", connection}, {"before", now - refreshes_window}});
  const auto count = transaction.query_one(
      "SELECT COUNT(*) AS attempts FROM refresh_attempt"
      " WHERE organization_id = :organization_id AND connection_id = :id",
      {{"id", connection}});
  return count ? count->integer("attempts") : 0;
}

constexpr storage::TenantSql select_failure =
    "SELECT failures, failed_at FROM refresh_failure"
    " WHERE organization_id = :organization_id AND connection_id = :id";

struct Failures {
  std::int64_t count = 0;
  Instant last;
};

[[nodiscard]] Failures failures_of(storage::Transaction& transaction, ConnectionId connection) {
  const auto row = transaction.query_one(select_failure, {{"id", connection}});
  if (!row) return {};
  return {row->integer("failures"), row->instant("failed_at")};
}

[[nodiscard]] std::chrono::seconds rest_after(std::int64_t failures) {
  if (failures <= refresh_retries_at_once) return std::chrono::seconds(0);
  std::chrono::seconds rest = refresh_rest_min;
  for (std::int64_t i = refresh_retries_at_once + 1; i < failures && rest < refresh_rest_max; ++i) {
    rest *= 2;
  }
  return std::min(rest, refresh_rest_max);
}

// A clock that was ahead when the failure was noted makes nobody wait for it.
[[nodiscard]] bool is_resting(const Failures& failures, Instant now) {
  return now >= failures.last && now - failures.last < rest_after(failures.count);
}

}  // namespace

std::int64_t RefreshLeases::failures(const Connection& connection) const {
  const auto row = database_.organization(connection.access())
                       .query_one(select_failure, {{"id", connection.id()}});
  return row ? row->integer("failures") : 0;
}

void RefreshLeases::fail(identity::OrganizationAccess access, const RefreshLease& lease) const {
  const ConnectionId id = lease.parts().connection;
  database_.organization(access).write([&](storage::Transaction& transaction) {
    const Failures before = failures_of(transaction, id);
    release(transaction, lease);
    delete_failures(transaction, id);
    transaction.execute(
        "INSERT INTO refresh_failure (organization_id, connection_id, failures, failed_at)"
        " VALUES (:organization_id, :id, :failures, :now)",
        {{"id", id}, {"failures", before.count + 1}, {"now", clock_.now()}});
  });
}

std::expected<RefreshLease, LeaseError> RefreshLeases::take(identity::OrganizationAccess access,
                                                            const Connection& connection,
                                                            std::int64_t failures_known) const {
  const Instant now = clock_.now();
  RefreshLease::Parts lease{connection.id(), connection.row().generation,
                            to_base64url(random_.bytes(holder_bytes)), false};
  const storage::OrganizationStore store = database_.organization(access);
  // On its own: what is answered with an error below is not kept.
  store.write(
      [&](storage::Transaction& transaction) { end_future(transaction, connection.id(), now); });
  return store.write(
      [&](storage::Transaction& transaction) -> std::expected<RefreshLease, LeaseError> {
        const auto current = current_credential(transaction, connection.id());
        if (!current || !current->slot || current->epoch != connection.row().epoch ||
            current->generation != lease.generation)
          return std::unexpected(LeaseError::superseded);
        const Failures failures = failures_of(transaction, connection.id());
        if (failures.count > failures_known || is_resting(failures, now))
          return std::unexpected(LeaseError::resting);
        if (recent_attempts(transaction, connection.id(), now) >= refreshes_max)
          return std::unexpected(failures.count > 0 ? LeaseError::resting : LeaseError::too_often);
        const auto held = transaction.query_one(
            "SELECT expires_at, sent_at, generation FROM refresh_lease"
            " WHERE organization_id = :organization_id AND connection_id = :id",
            {{"id", connection.id()}});
        if (held && held->instant("expires_at") > now) return std::unexpected(LeaseError::held);
        lease.previous_attempt_unknown =
            held && !held->is_null("sent_at") && held->integer("generation") == lease.generation;
        delete_lease(transaction, connection.id());
        transaction.execute(
            "INSERT INTO refresh_lease (organization_id, connection_id, holder, generation,"
            " taken_at, expires_at) VALUES (:organization_id, :id, :holder, :generation, :now,"
            " :expires_at)",
            {{"id", connection.id()},
             {"holder", lease.holder},
             {"generation", lease.generation},
             {"now", now},
             {"expires_at", now + refresh_lease_time}});
        return RefreshLease({}, lease);
      });
}

bool RefreshLeases::mark_sent(identity::OrganizationAccess access,
                              const RefreshLease& lease) const {
  const Instant now = clock_.now();
  return database_.organization(access).write([&](storage::Transaction& transaction) {
    const bool mine = transaction.execute(
                          "UPDATE refresh_lease SET sent_at = :now, expires_at = :expires_at"
                          " WHERE organization_id = :organization_id AND connection_id = :id"
                          " AND holder = :holder",
                          {{"now", now},
                           {"expires_at", now + refresh_lease_time},
                           {"id", lease.parts().connection},
                           {"holder", lease.parts().holder}}) == 1;
    if (mine) {
      transaction.execute(
          "INSERT INTO refresh_attempt (organization_id, connection_id, holder, asked_at)"
          " VALUES (:organization_id, :id, :holder, :now)",
          {{"id", lease.parts().connection}, {"holder", lease.parts().holder}, {"now", now}});
    }
    return mine;
  });
}

void RefreshLeases::release(storage::Transaction& transaction, const RefreshLease& lease) {
  transaction.execute(
      "DELETE FROM refresh_lease WHERE organization_id = :organization_id AND connection_id = :id"
      " AND holder = :holder",
      {{"id", lease.parts().connection}, {"holder", lease.parts().holder}});
}

}  // namespace sluice::vault
