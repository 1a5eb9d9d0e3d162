#pragma once
#include "analyst/analyst.h"
#include "analyst/duckdb_library.h"
#include "analyst/table.h"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace sluice::analyst {

// One in-memory DuckDB instance, locked down before anything of a vendor comes near it: no files,
// no extensions, no temporary directory, one thread, no setting can be changed any more.
class Database {
 public:
  // Slow (it loads and warms DuckDB), so the spawner opens one and workers inherit it. Fails with
  // `died` or with what DuckDB says of the settings.
  // Slow (it loads and warms DuckDB), so the spawner opens one and workers inherit it. Fails with
  // `died` or with what DuckDB says of the settings.
  [[nodiscard]] static std::expected<Database, AnalystError> open(const DuckdbLibrary& library);

  // One statement of ours without a result. The error's detail is DuckDB's first line, at most 500
  // bytes; it can quote a vendor's value and is for the log only.
  [[nodiscard]] std::expected<void, AnalystError> execute(const std::string& sql);
  // One SELECT; fails when it gives more rows than an answer may have.
  [[nodiscard]] std::expected<Table, AnalystError> select(const std::string& sql,
                                                          std::vector<Column> columns);
  [[nodiscard]] const DuckdbLibrary& library() const noexcept { return library_; }
  [[nodiscard]] duckdb_connection connection() const noexcept { return connection_; }

 private:
  explicit Database(const DuckdbLibrary& library) : library_(library) {}
  [[nodiscard]] AnalystError error_of(duckdb_result& result) const;

  // Never closed: the process ends with it.
  DuckdbLibrary library_;
  duckdb_connection connection_ = nullptr;
};

// "name" for SQL, whatever is in it.
[[nodiscard]] std::string quoted_name(std::string_view name);

}  // namespace sluice::analyst
