#include "storage/migrations.h"

#include "base/clock.h"
#include "storage/sql_connection.h"
#include "storage/storage_failure.h"

namespace sluice::storage {
namespace {

constexpr std::string_view make_version_table =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    "version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";

void apply(SqlConnection& connection, const Migration& migration) {
  connection.run_script(migration.sql);
  connection.execute(
      "INSERT INTO schema_migration (version, name, applied_at) VALUES (:version, :name, :now)",
      {{"version", migration.version}, {"name", migration.name}, {"now", SystemClock().now()}});
}

int version_of(SqlConnection& connection) {
  const auto rows =
      connection.query("SELECT COALESCE(MAX(version), 0) AS version FROM schema_migration", {});
  return static_cast<int>(rows.front().integer("version"));
}

}  // namespace

std::expected<void, OpenError> migrate(SqlConnection& connection,
                                       std::span<const Migration> migrations,
                                       std::string_view file_name) {
  // One transaction around all of it: two processes that start together take turns.
  connection.run_script("BEGIN IMMEDIATE");
  connection.run_script(make_version_table);
  const int found = version_of(connection);
  const int newest = migrations.empty() ? 0 : migrations.back().version;
  if (found > newest) {
    connection.run_script("ROLLBACK");
    return std::unexpected(OpenError{
        "The data file " + std::string(file_name) + " has schema version " + std::to_string(found) +
        ", and this program knows only up to " + std::to_string(newest) +
        ": a newer Sluice has written it. Start that newer version, or restore a backup made "
        "before the upgrade."});
  }
  for (const Migration& migration : migrations)
    if (migration.version > found) apply(connection, migration);
  connection.run_script("COMMIT");
  return {};
}

}  // namespace sluice::storage
