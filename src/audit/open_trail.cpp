#include "audit/open_trail.h"

#include "audit/trail_marks.h"
#include "audit/trail_rows.h"
#include "base/log.h"

#include <algorithm>
#include <utility>

namespace sluice::audit {
namespace {

constexpr std::string_view key_name = "trail";

// Where every organization's trails stood before there was a key.
struct Found {
  storage::OrganizationAccess access;
  ChainHead own;
  ChainHead control;
};

// A damaged file of one organization must not keep the others out.
void for_readable(const storage::OrganizationAccess& access, const std::function<void()>& work) {
  try {
    work();
  } catch (const storage::StorageFailure& failure) {
    log(LogLevel::error, "organization_unreadable",
        {{"organization", sluice::to_text(access.organization())}, {"error", failure.what()}});
  }
}

std::vector<Found> look_at(const storage::Database& database,
                           const std::vector<storage::OrganizationAccess>& organizations) {
  std::vector<Found> found;
  for (const storage::OrganizationAccess& access : organizations) {
    const Chain own(access.organization(), Trail::organization, std::nullopt);
    const Chain control(access.organization(), Trail::control, std::nullopt);
    for_readable(access, [&] {
      found.push_back({access, head_of(database, access, own), head_of(database, access, control)});
    });
  }
  return found;
}

// False when another process was first.
bool keep_key(storage::ControlTransaction& transaction, const std::string& sealed,
              const std::string& key_source) {
  return transaction.execute(
             "INSERT INTO audit_key (name, sealed, key_source) VALUES (:name, :sealed, :source)"
             " ON CONFLICT (name) DO NOTHING",
             {{"name", key_name}, {"sealed", sealed}, {"source", key_source}}) == 1;
}

}  // namespace

std::optional<KeptTrailKey> kept_trail_key(const storage::Database& database) {
  const auto row = database.control().query_one(
      "SELECT sealed, key_source FROM audit_key WHERE name = :name", {{"name", key_name}});
  if (!row) return std::nullopt;
  return KeptTrailKey{row->text("sealed"), row->text("key_source")};
}

std::expected<std::unique_ptr<AuditTrail>, std::string> open_kept_trail(
    const storage::Database& database, const crypto::KeyRing* ring, const Clock& clock) {
  const auto kept = kept_trail_key(database);
  if (!kept) return std::make_unique<AuditTrail>(database, clock);
  if (ring == nullptr)
    return std::unexpected(
        "The audit trail of this data is under a key. Name the master key with --key-file FILE.");
  auto keys = TrailKeys::open(*ring, kept->sealed);
  if (!keys) return std::unexpected(keys.error());
  return std::make_unique<AuditTrail>(database, clock, std::move(*keys));
}

// The first start with a key: what there is already is anchored under it.
static void anchor(const TrailParts& parts, const std::vector<Found>& found) {
  TrailKeys keys = TrailKeys::make(parts.random);
  const std::string sealed = keys.seal(parts.ring.primary(), parts.clock.now(), parts.random);
  const AuditTrail trail(parts.database, parts.clock, std::move(keys));
  // All or none: an organization that is not anchored here is never anchored again.
  parts.database.control().write([&](storage::ControlTransaction& transaction) {
    if (!keep_key(transaction, sealed, parts.key_source)) return;
    for (const Found& each : found)
      trail.append(transaction, each.access.organization(), each.access.actor(),
                   {.action = std::string(anchor_action),
                    .target_kind = "organization",
                    .target_id = sluice::to_text(each.access.organization()),
                    .detail = {{"records", each.own.sequence}, {"hash", each.own.hash}}});
  });
}

std::expected<std::unique_ptr<AuditTrail>, std::string> open_trail(
    const TrailParts& parts, const std::vector<storage::OrganizationAccess>& organizations) {
  if (!kept_trail_key(parts.database)) {
    const std::vector<Found> found = look_at(parts.database, organizations);
    const bool had_key = std::ranges::any_of(found, [](const Found& each) {
      return !each.own.seal.empty() || !each.control.seal.empty();
    });
    if (had_key)
      return std::unexpected(
          "The key of the audit trail is gone from control.db, although records were chained with "
          "it. Restore control.db from a backup.");
    anchor(parts, found);
  }
  auto opened = open_kept_trail(parts.database, &parts.ring, parts.clock);
  if (!opened) return opened;
  parts.database.control().write([&](storage::ControlTransaction& transaction) {
    transaction.execute("UPDATE audit_key SET key_source = :source WHERE name = :name",
                        {{"source", parts.key_source}, {"name", key_name}});
  });
  for (const storage::OrganizationAccess& access : organizations)
    for_readable(access, [&] { (*opened)->begin(access); });
  return opened;
}

std::expected<void, std::string> reseal_trail_key(const storage::Database& database,
                                                  const crypto::KeyRing& ring, const Clock& clock,
                                                  Random& random) {
  const auto kept = kept_trail_key(database);
  if (!kept) return {};
  const auto keys = TrailKeys::open(ring, kept->sealed);
  if (!keys) return std::unexpected(keys.error());
  const std::string sealed = keys->seal(ring.primary(), clock.now(), random);
  database.control().write([&](storage::ControlTransaction& transaction) {
    transaction.execute("UPDATE audit_key SET sealed = :sealed WHERE name = :name",
                        {{"sealed", sealed}, {"name", key_name}});
  });
  return {};
}

}  // namespace sluice::audit
