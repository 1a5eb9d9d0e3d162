#include "storage/database.h"

#include "storage/migrations.h"
#include "storage/sql_connection.h"
#include "storage/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sluice::storage {
namespace {

TEST(Database, keeps_what_was_written_over_a_restart) {
  const TemporaryFolder folder;
  {
    const auto database = Database::open(folder.path());
    ASSERT_TRUE(database) << database.error().detail;
    (*database)->control().write([](ControlTransaction& transaction) {
      transaction.execute("INSERT INTO key_check (key_name, first_seen_at) VALUES ('k', 1)");
    });
  }
  const auto database = Database::open(folder.path());
  ASSERT_TRUE(database) << database.error().detail;
  EXPECT_TRUE((*database)->control().query_one("SELECT key_name FROM key_check"));
}

TEST(Database, a_write_that_answers_unexpected_is_undone) {
  const TemporaryFolder folder;
  const auto database = Database::open(folder.path());
  const auto result = (*database)->control().write(
      [](ControlTransaction& transaction) -> std::expected<int, std::string> {
        transaction.execute("INSERT INTO key_check (key_name, first_seen_at) VALUES ('k', 1)");
        return std::unexpected("no");
      });
  EXPECT_EQ(result.error(), "no");
  EXPECT_FALSE((*database)->control().query_one("SELECT key_name FROM key_check"));
}

TEST(Database, the_data_directory_is_its_owners_alone) {
  const TemporaryFolder folder;
  const auto database = Database::open(folder.path() / "data");
  ASSERT_TRUE(database);
  EXPECT_EQ(std::filesystem::status(folder.path() / "data").permissions(),
            std::filesystem::perms::owner_all);
}

TEST(Database, refuses_data_of_a_newer_version_with_a_sentence) {
  const TemporaryFolder folder;
  {
    ASSERT_TRUE(Database::open(folder.path()));
  }
  {
    SqlConnection connection(folder.path() / "control.db", SqlConnection::Mode::read_write);
    connection.execute(
        "INSERT INTO schema_migration (version, name, applied_at)"
        " VALUES (999, 'future', 0)",
        {});
  }
  const auto database = Database::open(folder.path());
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().detail.find("a newer Sluice has written it"), std::string::npos);
}

TEST(Database, refuses_a_file_that_is_no_database) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "control.db") << "this is a text file and nothing else";
  const auto database = Database::open(folder.path());
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().detail.find("cannot be used"), std::string::npos);
}

TEST(Migrations, are_numbered_from_one_without_gaps) {
  for (const auto migrations : {control_migrations(), organization_migrations()}) {
    ASSERT_FALSE(migrations.empty());
    for (std::size_t at = 0; at < migrations.size(); ++at)
      EXPECT_EQ(migrations[at].version, static_cast<int>(at) + 1);
  }
}

TEST(TenantSql, allows_what_filters_on_the_organization) {
  constexpr TenantSql joined =
      "SELECT c.id FROM card c JOIN dashboard d ON d.organization_id = c.organization_id"
      " AND d.id = c.dashboard_id WHERE c.organization_id = :organization_id"
      " AND (c.title = :a OR c.title = :b)";
  constexpr TenantSql inserted =
      "INSERT INTO card (organization_id, id) VALUES (:organization_id, :id)";
  EXPECT_FALSE(joined.text().empty());
  EXPECT_FALSE(inserted.text().empty());
}

}  // namespace
}  // namespace sluice::storage
