#include "storage/sql_file.h"

#include "storage/database.h"
#include "storage/migrations.h"
#include "storage/temporary_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

namespace sluice::storage {
namespace {

void make_table(SqlFile& file) {
  file.write([](SqlConnection& connection) {
    connection.run_script("CREATE TABLE note (id BIGINT PRIMARY KEY, text TEXT)");
    return true;
  });
}

void add_note(SqlConnection& connection, std::int64_t id) {
  connection.execute("INSERT INTO note (id, text) VALUES (:id, 'x')", {{"id", id}});
}

std::int64_t notes_in(SqlFile& file) {
  return file.query("SELECT COUNT(*) AS notes FROM note", {}).front().integer("notes");
}

TEST(SqlFile, a_write_that_returned_is_there_for_every_reader) {
  const TemporaryFolder folder;
  SqlFile file(folder.path() / "a.db");
  make_table(file);
  file.write([](SqlConnection& connection) {
    add_note(connection, 1);
    return true;
  });
  EXPECT_EQ(notes_in(file), 1);
}

TEST(SqlFile, a_write_that_returns_false_or_throws_leaves_nothing) {
  const TemporaryFolder folder;
  SqlFile file(folder.path() / "a.db");
  make_table(file);
  file.write([](SqlConnection& connection) {
    add_note(connection, 1);
    return false;
  });
  EXPECT_THROW(file.write([](SqlConnection& connection) -> bool {
    add_note(connection, 2);
    throw std::runtime_error("stop");
  }),
               std::runtime_error);
  EXPECT_EQ(notes_in(file), 0);
}

constexpr int writers = 8;
constexpr int writes_each = 25;

// False when the id was taken.
bool write_note(SqlFile& file, std::int64_t id) {
  try {
    file.write([id](SqlConnection& connection) {
      add_note(connection, id);
      return true;
    });
    return true;
  } catch (const StorageFailure& failure) {
    EXPECT_EQ(failure.kind(), StorageFailure::Kind::constraint);
    return false;
  }
}

// Every fifth id is taken by the neighbours too: all but one of them are refused.
void write_notes(SqlFile& file, int writer, std::atomic<int>& refused) {
  for (int number = 0; number < writes_each; ++number) {
    const std::int64_t id = number % 5 == 0 ? number : 1'000 * (writer + 1) + number;
    if (!write_note(file, id)) ++refused;
  }
}

TEST(SqlFile, of_writes_side_by_side_only_the_failing_ones_are_undone) {
  const TemporaryFolder folder;
  SqlFile file(folder.path() / "a.db");
  make_table(file);
  std::atomic<int> refused = 0;
  {
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < writers; ++writer)
      threads.emplace_back([&file, &refused, writer] { write_notes(file, writer, refused); });
  }
  EXPECT_EQ(refused, (writers - 1) * writes_each / 5);
  EXPECT_EQ(notes_in(file), writers * writes_each - refused);
}

TEST(SqlFile, a_full_disk_is_reported_and_keeps_what_was_there) {
  const TemporaryFolder folder;
  SqlFile file(folder.path() / "a.db");
  make_table(file);
  file.write([](SqlConnection& connection) {
    add_note(connection, 1);
    connection.run_script("PRAGMA max_page_count = 20");  // SQLite's own way to a full disk.
    return true;
  });
  const std::string large(200'000, 'x');
  const auto fill = [&](SqlConnection& connection) {
    connection.execute("INSERT INTO note (id, text) VALUES (2, :text)", {{"text", large}});
    return true;
  };
  try {
    file.write(fill);
    FAIL() << "the write should not have fitted";
  } catch (const StorageFailure& failure) {
    EXPECT_EQ(failure.kind(), StorageFailure::Kind::disk_full);
    EXPECT_NE(user_text(failure.kind()).find("disk is full"), std::string::npos);
  }
  EXPECT_EQ(notes_in(file), 1);
  file.write([](SqlConnection& connection) {  // A small one fits again: no repair by hand.
    add_note(connection, 3);
    return true;
  });
  EXPECT_EQ(notes_in(file), 2);
}

TEST(SqlFile, a_parameter_that_is_missing_or_unknown_is_refused) {
  const TemporaryFolder folder;
  SqlFile file(folder.path() / "a.db");
  make_table(file);
  EXPECT_THROW((void)file.query("SELECT id FROM note WHERE id = :id", {}), StorageFailure);
  EXPECT_THROW((void)file.query("SELECT id FROM note", {{"id", 1}}), StorageFailure);
}

TEST(Row, a_column_of_another_type_or_name_is_a_mistake_of_the_program) {
  const TemporaryFolder folder;
  SqlFile file(folder.path() / "a.db");
  const auto rows = file.query("SELECT 1 AS number, 'a' AS letter, NULL AS absent", {});
  EXPECT_EQ(rows.front().integer("number"), 1);
  EXPECT_EQ(rows.front().text("letter"), "a");
  EXPECT_FALSE(rows.front().optional_text("absent"));
  EXPECT_THROW((void)rows.front().integer("letter"), std::logic_error);
  EXPECT_THROW((void)rows.front().text("absent"), std::logic_error);
  EXPECT_THROW((void)rows.front().text("other"), std::logic_error);
}

[[nodiscard]] std::size_t times_in(const std::filesystem::path& folder, const std::string& text) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    for (auto at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1))
      ++count;
  }
  return count;
}

TEST(SqlFile, a_rewrite_leaves_no_byte_of_what_was_deleted_in_the_file_or_its_log) {
  const TemporaryFolder folder;
  SqlFile file(folder.path() / "a.db");
  make_table(file);
  file.write([](SqlConnection& connection) {
    connection.execute("INSERT INTO note (id, text) VALUES (1, 'told by the vendor')", {});
    connection.execute("INSERT INTO note (id, text) VALUES (2, 'written by a person')", {});
    return true;
  });
  file.write([](SqlConnection& connection) {
    connection.execute("UPDATE note SET text = '' WHERE id = 1", {});
    return true;
  });
  EXPECT_GT(times_in(folder.path(), "told by the vendor"), 0U) << "the log still has it";
  file.rewrite();
  EXPECT_EQ(times_in(folder.path(), "told by the vendor"), 0U);
  EXPECT_EQ(times_in(folder.path(), "written by a person"), 1U);
  EXPECT_EQ(notes_in(file), 2);
}

TEST(SqlFile, writes_go_on_beside_a_rewrite) {
  const TemporaryFolder folder;
  SqlFile file(folder.path() / "a.db");
  make_table(file);
  std::vector<std::jthread> threads;
  const auto write_notes = [&file](int writer) {
    for (int i = 0; i < writes_each; ++i)
      file.write([id = writer * writes_each + i](SqlConnection& connection) {
        add_note(connection, id);
        return true;
      });
  };
  for (int writer = 0; writer < writers; ++writer)
    threads.emplace_back(write_notes, writer);
  file.rewrite();
  threads.clear();
  EXPECT_EQ(notes_in(file), writers * writes_each);
}

}  // namespace
}  // namespace sluice::storage
