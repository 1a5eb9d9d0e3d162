#include "storage/sql_connection.h"

#include "storage/migrations.h"
#include "storage/storage_failure.h"
#include "storage/temporary_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>

namespace sluice::storage {
namespace {

using Kind = StorageFailure::Kind;

// The kind of failure that `work` ends in; nothing when it ends well.
template <class Work>
std::optional<Kind> failure_of(const Work& work) {
  try {
    work();
    return std::nullopt;
  } catch (const StorageFailure& failure) {
    return failure.kind();
  }
}

struct SqlConnectionTest : testing::Test {
  void SetUp() override {
    connection.run_script(
        "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT NOT NULL, size DOUBLE PRECISION)");
  }
  TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "data.db";
  SqlConnection connection{file, SqlConnection::Mode::read_write};
};

TEST_F(SqlConnectionTest, gives_back_every_kind_of_value_as_it_was_written) {
  const std::string text("with a \0 zero, a ' and \xC3\xA4", 26);
  connection.execute("INSERT INTO thing (id, name, size) VALUES (:id, :name, :size)",
                     {{"id", INT64_MIN}, {"name", text}, {"size", 0.1}});
  connection.execute("INSERT INTO thing (id, name, size) VALUES (:id, :name, :size)",
                     {{"id", INT64_MAX}, {"name", ""}, {"size", std::nullopt}});
  const auto rows = connection.query("SELECT id, name, size FROM thing ORDER BY id", {});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].integer("id"), INT64_MIN);
  EXPECT_EQ(rows[0].text("name"), text);
  EXPECT_EQ(rows[0].real("size"), 0.1);
  EXPECT_EQ(rows[1].integer("id"), INT64_MAX);
  EXPECT_EQ(rows[1].text("name"), "");
  EXPECT_TRUE(rows[1].is_null("size"));
  EXPECT_FALSE(rows[1].optional_integer("size"));
}

TEST_F(SqlConnectionTest, a_text_that_looks_like_sql_is_a_text) {
  connection.execute("INSERT INTO thing (id, name) VALUES (1, :name)",
                     {{"name", "x'); DROP TABLE thing; --"}});
  EXPECT_EQ(connection.query("SELECT name FROM thing", {}).size(), 1U);
}

TEST_F(SqlConnectionTest, a_mistake_in_the_program_is_told_apart_from_a_broken_machine) {
  connection.execute("INSERT INTO thing (id, name) VALUES (1, 'a')", {});
  EXPECT_EQ(
      failure_of([&] { connection.execute("INSERT INTO thing (id, name) VALUES (1, 'b')", {}); }),
      Kind::constraint);
  EXPECT_EQ(failure_of([&] { (void)connection.query("SELECT nonsense FROM thing", {}); }),
            Kind::statement);
  EXPECT_EQ(failure_of([&] { (void)connection.query("SELECT id FROM thing", {{"unknown", 1}}); }),
            Kind::statement);
  EXPECT_FALSE(failure_of([&] { (void)connection.query("SELECT id FROM thing", {}); }));
}

TEST_F(SqlConnectionTest, reading_a_column_that_is_not_there_or_of_another_type_is_a_mistake) {
  connection.execute("INSERT INTO thing (id, name) VALUES (1, 'a')", {});
  const auto row = connection.query("SELECT id, name FROM thing", {}).front();
  EXPECT_THROW((void)row.text("id"), std::logic_error);
  EXPECT_THROW((void)row.integer("name"), std::logic_error);
  EXPECT_THROW((void)row.integer("size"), std::logic_error);
}

TEST_F(SqlConnectionTest, a_reader_writes_nothing) {
  SqlConnection reader(file, SqlConnection::Mode::read_only);
  EXPECT_TRUE(failure_of([&] { reader.execute("DELETE FROM thing", {}); }));
  EXPECT_TRUE(reader.query("SELECT id FROM thing", {}).empty());
}

TEST_F(SqlConnectionTest, what_is_no_database_is_said_to_be_damaged) {
  const auto other = folder.path() / "other.db";
  std::ofstream(other) << std::string(8192, 'x');
  EXPECT_EQ(failure_of([&] {
              SqlConnection damaged(other, SqlConnection::Mode::read_write);
              (void)damaged.query("SELECT name FROM sqlite_schema", {});
            }),
            Kind::corrupt);
}

TEST(StorageFailure, every_kind_has_a_sentence_that_says_what_to_do) {
  std::vector<std::string> seen;
  for (const Kind kind :
       {Kind::disk_full, Kind::busy, Kind::io, Kind::corrupt, Kind::constraint, Kind::statement}) {
    EXPECT_TRUE(user_text(kind).ends_with(".")) << user_text(kind);
    EXPECT_FALSE(user_text(kind).contains("SQL")) << user_text(kind);
  }
}

TEST(Migrations, are_numbered_without_gaps_from_one) {
  for (const auto migrations : {control_migrations(), organization_migrations()}) {
    int expected = 0;
    for (const Migration& migration : migrations)
      EXPECT_EQ(migration.version, ++expected) << migration.name;
    EXPECT_GT(expected, 0);
  }
}

TEST(Migrations, bring_a_file_of_every_older_version_to_the_same_newest_one) {
  const TemporaryFolder folder;
  const auto all = organization_migrations();
  for (std::size_t old = 0; old <= all.size(); ++old) {
    SqlConnection connection(folder.path() / (std::to_string(old) + ".db"),
                             SqlConnection::Mode::read_write);
    ASSERT_TRUE(migrate(connection, all.first(old), "x.db"));
    ASSERT_TRUE(migrate(connection, all, "x.db"));
    ASSERT_TRUE(migrate(connection, all, "x.db"));
    const auto rows = connection.query("SELECT version FROM schema_migration", {});
    EXPECT_EQ(rows.size(), all.size());
  }
}

// Who named a connection was only in the trail before; another organization's trail says nothing.
TEST(Migrations, keep_the_names_that_people_chose_apart_from_those_given) {
  const TemporaryFolder folder;
  SqlConnection connection(folder.path() / "x.db", SqlConnection::Mode::read_write);
  const auto all = organization_migrations();
  constexpr std::size_t before = 13;
  ASSERT_TRUE(migrate(connection, all.first(before), "x.db"));
  connection.run_script(
      "INSERT INTO mcp_server_connection (organization_id, id, vendor, name, endpoint, parameters,"
      " status, status_detail, epoch, generation, connected_by, created_at)"
      " VALUES (1, 7, 'v', 'Berlin', '', '{}', 'connected', '', 0, 0, 1, 1),"
      " (1, 77, 'v', 'Vendor', '', '{}', 'connected', '', 0, 0, 1, 1);"
      "INSERT INTO audit_record VALUES (1, 1, 1, 'user', 1, '', 'connection.rename', 'connection',"
      " '7', 'ok', '', '{}', '', ''), (2, 1, 1, 'user', 1, '', 'connection.rename', 'connection',"
      " '77', 'ok', '', '{}', '', '');");
  ASSERT_TRUE(migrate(connection, all, "x.db"));
  const auto rows = connection.query(
      "SELECT given_name FROM mcp_server_connection WHERE organization_id = 1 ORDER BY id", {});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0].is_null("given_name"));
  EXPECT_EQ(rows[1].text("given_name"), "Vendor");
}

TEST(Migrations, one_that_fails_leaves_the_file_as_it_was) {
  const TemporaryFolder folder;
  SqlConnection connection(folder.path() / "x.db", SqlConnection::Mode::read_write);
  const std::array good{Migration{1, "one", "CREATE TABLE one (id BIGINT)"}};
  ASSERT_TRUE(migrate(connection, good, "x.db"));
  const std::array bad{good.front(),
                       Migration{2, "two", "CREATE TABLE two (id BIGINT); SELECT nonsense"}};
  EXPECT_THROW((void)migrate(connection, bad, "x.db"), StorageFailure);
  // The program ends with this; the file is looked at by the next start.
  SqlConnection next(folder.path() / "x.db", SqlConnection::Mode::read_only);
  EXPECT_EQ(next.query("SELECT version FROM schema_migration", {}).size(), 1U);
  EXPECT_TRUE(next.query("SELECT name FROM sqlite_schema WHERE name = 'two'", {}).empty());
}

}  // namespace
}  // namespace sluice::storage
