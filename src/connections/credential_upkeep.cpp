#include "connections/credential_upkeep.h"

#include "base/log.h"
#include "base/time_format.h"
#include "connections/deletion.h"
#include "identity/operator_authenticator.h"
#include "identity/organization_directory.h"
#include "identity/plan.h"
#include "vault/connection_repository.h"
#include "vault/slot_erasure.h"

#include <exception>
#include <utility>

namespace sluice::connections {
namespace {

using identity::Organization;
using identity::OrganizationAccess;
using vault::Connection;
using vault::ConnectionRepository;

struct StoredNotice {
  Instant began_at;
  Instant deletes_at;
};

[[nodiscard]] std::optional<StoredNotice> read_notice(const storage::OrganizationStore& store) {
  const auto row = store.query_one(
      "SELECT began_at, deletes_at FROM credential_notice"
      " WHERE organization_id = :organization_id");
  if (!row) return std::nullopt;
  return StoredNotice{row->instant("began_at"), row->instant("deletes_at")};
}

// Those that have a credential.
[[nodiscard]] std::vector<Connection> holders(const ConnectionRepository& repository) {
  std::vector<Connection> with;
  for (Connection& connection : repository.list()) {
    if (connection.row().slot) with.push_back(std::move(connection));
  }
  return with;
}

[[nodiscard]] audit::AuditRecord notice_record(const Organization& organization, std::string result,
                                               const StoredNotice& notice) {
  return {.action = "credentials.deletion_notice",
          .target_kind = "organization",
          .target_id = to_text(organization.id),
          .result = std::move(result),
          .actor_name = "the server",
          .address = {},
          .detail = {{"began_at", to_rfc3339(notice.began_at)},
                     {"deletes_at", to_rfc3339(notice.deletes_at)}}};
}

[[nodiscard]] std::string day_of(Instant instant) {
  constexpr std::size_t date_length = 10;  // 2026-11-29 of RFC 3339.
  return to_rfc3339(instant).substr(0, date_length);
}

[[nodiscard]] std::string list_in_words(const std::vector<Connection>& connections) {
  std::string names;
  for (std::size_t at = 0; at < connections.size(); ++at) {
    if (at > 0) names += at + 1 == connections.size() ? " and " : ", ";
    names += connections[at].row().name_in_sentences;
  }
  return names;
}

[[nodiscard]] CredentialNotice deletion_notice(const StoredNotice& notice,
                                               const std::vector<Connection>& connections) {
  return {CredentialNotice::Kind::deletion_planned, "Stored access will be deleted",
          "The current plan does not include these data sources any more (noticed on " +
              day_of(notice.began_at) + "). The stored access to " + list_in_words(connections) +
              " is deleted on " + day_of(notice.deletes_at) +
              ", as Disconnect deletes it, unless the plan includes them again before.",
          notice.began_at, notice.deletes_at};
}

[[nodiscard]] CredentialNotice slot_notice(std::int64_t slots) {
  const std::string which =
      slots == 1 ? "The key of one disconnected data source"
                 : "The keys of " + std::to_string(slots) + " disconnected data sources";
  return {CredentialNotice::Kind::slot_kept, "A deleted access is not destroyed yet",
          which +
              " could not be overwritten: the disk refused it. With it, an old copy of the "
              "database could be opened. Sluice tries again every minute; your operator finds the "
              "cause in the log (key_slot_kept).",
          std::nullopt, std::nullopt};
}

}  // namespace

std::vector<Organization> CredentialUpkeep::organizations() const {
  return identity::OrganizationDirectory(parts_.database, parts_.clock, parts_.random, parts_.audit)
      .list();
}

std::optional<OrganizationAccess> CredentialUpkeep::access_to(
    const Organization& organization) const {
  return identity::OperatorAuthenticator(parts_.database).authenticate(organization.slug);
}

void CredentialUpkeep::finish_erasure(const Organization& organization) const {
  try {  // A damaged file of one organization must not keep the others out.
    const auto access = access_to(organization);
    if (access && parts_.vault.slots_to_erase(*access) > 0) {
      (void)vault::erase_slots_again(parts_.vault, parts_.audit, *access);
    }
    if (access) (void)finish_deletion(parts_.database.organization(*access));
  } catch (const std::exception& failure) {
    log(LogLevel::error, "organization_unreadable",
        {{"organization", organization.slug}, {"error", failure.what()}});
  }
}

void CredentialUpkeep::finish_erasures() const {
  for (const Organization& organization : organizations())
    finish_erasure(organization);
}

// Gives, keeps or withdraws the notice; the connections whose time has come.
std::vector<ConnectionId> CredentialUpkeep::due(const Organization& organization) const {
  const auto access = access_to(organization);
  if (!access) return {};
  const ConnectionRepository repository(parts_.database, *access);
  const Instant now = parts_.clock.now();
  const auto notice = read_notice(repository.store());
  const bool included = identity::PlanGate::entitle<identity::Mcp>(organization, now).has_value();
  if (included && !notice) return {};
  const std::vector<Connection> connections = holders(repository);
  if (included || (notice && connections.empty())) {
    repository.store().write([&](storage::Transaction& transaction) {
      transaction.execute("DELETE FROM credential_notice WHERE organization_id = :organization_id");
      parts_.audit.append(transaction,
                          notice_record(organization, included ? "withdrawn" : "done", *notice));
    });
    return {};
  }
  if (!notice && connections.empty()) return {};
  if (!notice) {
    const StoredNotice fresh{now, now + identity::credential_notice};
    repository.store().write([&](storage::Transaction& transaction) {
      transaction.execute(
          "INSERT INTO credential_notice (organization_id, began_at, deletes_at)"
          " VALUES (:organization_id, :began_at, :deletes_at)",
          {{"began_at", fresh.began_at}, {"deletes_at", fresh.deletes_at}});
      parts_.audit.append(transaction, notice_record(organization, "ok", fresh));
    });
    return {};
  }
  if (now < notice->deletes_at) return {};
  std::vector<ConnectionId> ids;
  for (const Connection& connection : connections)
    ids.push_back(connection.id());
  return ids;
}

Task<void> CredentialUpkeep::tend(Organization organization) {
  const auto ids = co_await run_blocking(parts_.pool, [this, &organization] {
    finish_erasure(organization);
    return due(organization);
  });
  for (const ConnectionId id : ids) {
    const auto access = co_await run_blocking(parts_.pool, [&] { return access_to(organization); });
    if (access) co_await parts_.connections.end_for_plan(*access, id);
  }
}

Task<void> CredentialUpkeep::tend_all() {
  const auto all = co_await run_blocking(parts_.pool, [this] { return organizations(); });
  for (const Organization& organization : all) {
    std::string failure;
    try {  // As above: the others are tended.
      co_await tend(organization);
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if (failure.empty()) continue;
    log(LogLevel::error, "upkeep_failed",
        {{"organization", organization.slug}, {"error", failure}});
  }
}

Task<std::vector<CredentialNotice>> CredentialUpkeep::notices(OrganizationAccess access) {
  co_return co_await run_blocking(parts_.pool, [this, access] {
    std::vector<CredentialNotice> found;
    const ConnectionRepository repository(parts_.database, access);
    if (const auto notice = read_notice(repository.store())) {
      const auto connections = holders(repository);
      if (!connections.empty()) found.push_back(deletion_notice(*notice, connections));
    }
    if (const auto slots = parts_.vault.slots_to_erase(access); slots > 0) {
      found.push_back(slot_notice(slots));
    }
    return found;
  });
}

}  // namespace sluice::connections
