#pragma once
#include "storage/value.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace sluice::storage {

// One connection to one SQLite file; used by one thread at a time. Private to storage/: everyone
// else has Transaction and the stores. PostgreSQL gets its own class behind the same four calls.
class SqlConnection {
 public:
  enum class Mode { read_write, read_only };
  // Throws StorageFailure when the file cannot be opened or is no database.
  SqlConnection(const std::filesystem::path& file, Mode mode);
  ~SqlConnection();
  SqlConnection(const SqlConnection&) = delete;
  SqlConnection& operator=(const SqlConnection&) = delete;

  // Statements are prepared once and kept: preparing costs more than most reads.
  [[nodiscard]] std::vector<Row> query(std::string_view sql, const Parameters& parameters);
  // Returns the number of rows changed. Both throw StorageFailure.
  std::int64_t execute(std::string_view sql, const Parameters& parameters);
  // Several statements without parameters: migrations and transaction control.
  void run_script(std::string_view sql);
  // False once SQLite has given up the transaction by itself (disk full, I/O error).
  [[nodiscard]] bool in_transaction() const;

 private:
  struct CloseConnection {
    void operator()(sqlite3* connection) const;
  };
  struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;
  struct Prepared {
    Statement statement;
    Row::Columns columns;
  };
  Prepared& prepare(std::string_view sql);
  void bind(sqlite3_stmt* statement, const Parameters& parameters);
  [[noreturn]] void fail(int code, std::string_view doing) const;

  std::unique_ptr<sqlite3, CloseConnection> connection_;
  std::map<std::string, Prepared, std::less<>> prepared_;
};

}  // namespace sluice::storage
