#include "analyst/database.h"

#include "analyst/cells.h"
#include "analyst/wire.h"
#include "base/calendar.h"

#include <array>
#include <chrono>
#include <cmath>
#include <string_view>
#include <utility>

namespace sluice::analyst {
namespace {

// In this order (the first is refused after the last but one, which closes the files, and nothing
// can be changed after the last).
constexpr std::array lock_down = {
    "SET temp_directory=''",
    "SET memory_limit='768MB'",
    "SET threads=1",
    "SET preserve_insertion_order=true",
    "SET TimeZone='UTC'",
    "SET autoinstall_known_extensions=false",
    "SET autoload_known_extensions=false",
    "SET allow_community_extensions=false",
    "SET enable_external_access=false",
    "SET lock_configuration=true",
};

constexpr std::size_t error_bytes_max = 500;

// Brings in what the first real query would otherwise have to load.
constexpr std::string_view warming_query =
    "SELECT m, count(*), sum(d), median(d), avg(x) FROM (VALUES ('a', 1.5::DECIMAL(38,10), "
    "TIMESTAMP '2026-01-01 00:00:00', 1.5::DOUBLE)) t(m, d, w, x) "
    "JOIN (VALUES ('a', TIMESTAMP '2025-01-01', TIMESTAMP '2027-01-01')) b(l, s, e) "
    "ON w >= s AND w < e GROUP BY m ORDER BY 2 DESC, 1 LIMIT 5";

struct Cell {
  duckdb_type type = DUCKDB_TYPE_INVALID;
  duckdb_type stored_as = DUCKDB_TYPE_INVALID;  // Of a decimal.
  int scale = 0;
  const void* data = nullptr;
  idx_t row = 0;

  template <class Value>
  [[nodiscard]] Value get() const {
    return static_cast<const Value*>(data)[row];
  }
};

// A whole number stays exact; with a fraction the double nearest to it is what JSON readers can
// hold.
[[nodiscard]] Json number_of(Decimal value, int scale) {
  Decimal one = 1;
  for (int digit = 0; digit < scale; ++digit)
    one *= 10;
  const Decimal whole = value / one;
  const Decimal rest = value % one;
  if (rest == 0 && whole <= INT64_MAX && whole >= INT64_MIN) {
    return static_cast<std::int64_t>(whole);
  }
  return static_cast<double>(static_cast<long double>(value) / static_cast<long double>(one));
}

[[nodiscard]] Decimal wide(duckdb_hugeint value) {
  return (static_cast<Decimal>(value.upper) << 64) | static_cast<Decimal>(value.lower);
}

// DuckDB stores a decimal in the smallest integer that holds its precision.
[[nodiscard]] Decimal decimal_of(const Cell& cell) {
  switch (cell.stored_as) {
    case DUCKDB_TYPE_SMALLINT: return cell.get<std::int16_t>();
    case DUCKDB_TYPE_INTEGER: return cell.get<std::int32_t>();
    case DUCKDB_TYPE_BIGINT: return cell.get<std::int64_t>();
    default: return wide(cell.get<duckdb_hugeint>());
  }
}

[[nodiscard]] std::string two_digits(unsigned value) {
  return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

// DuckDB counts days from 1 January 1970.
[[nodiscard]] std::string date_text(std::int64_t days) {
  return day_text(LocalDay(std::chrono::days(days)));
}

[[nodiscard]] std::string instant_text(std::int64_t micros) {
  constexpr std::int64_t second = 1'000'000;
  const auto days = std::chrono::floor<std::chrono::days>(std::chrono::microseconds(micros));
  const auto rest =
      static_cast<unsigned>((micros - std::chrono::microseconds(days).count()) / second);
  return date_text(days.count()) + "T" + two_digits(rest / 3600) + ":" +
         two_digits(rest / 60 % 60) + ":" + two_digits(rest % 60) + "Z";
}

[[nodiscard]] Json text_of(const Cell& cell) {
  const auto text = cell.get<duckdb_string_t>();
  // duckdb_string_t: up to 12 bytes lie in the value itself, longer ones behind a pointer.
  const std::uint32_t length = text.value.inlined.length;
  const char* bytes = length <= 12 ? text.value.inlined.inlined : text.value.pointer.ptr;
  return std::string(bytes, length);
}

// JSON has no NaN and no infinity (RFC 8259 section 6): a rate over nothing is unknown.
[[nodiscard]] Json double_of(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

[[nodiscard]] std::expected<Json, AnalystError> json_of(const Cell& cell) {
  switch (cell.type) {
    case DUCKDB_TYPE_BOOLEAN: return Json(cell.get<bool>());
    case DUCKDB_TYPE_TINYINT: return Json(cell.get<std::int8_t>());
    case DUCKDB_TYPE_SMALLINT: return Json(cell.get<std::int16_t>());
    case DUCKDB_TYPE_INTEGER: return Json(cell.get<std::int32_t>());
    case DUCKDB_TYPE_BIGINT: return Json(cell.get<std::int64_t>());
    case DUCKDB_TYPE_HUGEINT: return number_of(wide(cell.get<duckdb_hugeint>()), 0);
    case DUCKDB_TYPE_FLOAT: return double_of(static_cast<double>(cell.get<float>()));
    case DUCKDB_TYPE_DOUBLE: return double_of(cell.get<double>());
    case DUCKDB_TYPE_DECIMAL: return number_of(decimal_of(cell), cell.scale);
    case DUCKDB_TYPE_VARCHAR: return text_of(cell);
    case DUCKDB_TYPE_DATE: return Json(date_text(cell.get<duckdb_date>().days));
    case DUCKDB_TYPE_TIMESTAMP: return Json(instant_text(cell.get<duckdb_timestamp>().micros));
    case DUCKDB_TYPE_SQLNULL: return Json(nullptr);
    default: break;
  }
  return std::unexpected(AnalystError{AnalystError::Kind::query_failed,
                                      "a column has a type that answers do not have"});
}

// The chunks of one result, read into rows.
class ResultReader {
 public:
  ResultReader(const DuckdbLibrary& library, duckdb_result& result)
      : library_(library), result_(result) {
    for (idx_t column = 0; column < library_.column_count(&result_); ++column) {
      Cell cell{.type = library_.column_type(&result_, column)};
      if (cell.type == DUCKDB_TYPE_DECIMAL) {
        duckdb_logical_type type = library_.column_logical_type(&result_, column);
        cell.scale = library_.decimal_scale(type);
        cell.stored_as = library_.decimal_internal_type(type);
        library_.destroy_logical_type(&type);
      }
      columns_.push_back(cell);
    }
  }
  [[nodiscard]] std::size_t columns() const noexcept { return columns_.size(); }

  [[nodiscard]] std::expected<void, AnalystError> read(std::vector<std::vector<Json>>& rows) {
    while (duckdb_data_chunk chunk = library_.fetch_chunk(result_)) {
      auto outcome = read_chunk(chunk, rows);
      library_.destroy_data_chunk(&chunk);
      if (!outcome) return outcome;
    }
    return {};
  }

 private:
  [[nodiscard]] std::expected<void, AnalystError> read_chunk(duckdb_data_chunk chunk,
                                                             std::vector<std::vector<Json>>& rows) {
    const idx_t size = library_.data_chunk_get_size(chunk);
    const std::size_t first = rows.size();
    if (first + size > result_rows_max) {
      return std::unexpected(
          AnalystError{AnalystError::Kind::too_many_rows, "the answer has too many rows"});
    }
    rows.resize(first + size, std::vector<Json>(columns_.size()));
    for (idx_t column = 0; column < columns_.size(); ++column) {
      duckdb_vector vector = library_.data_chunk_get_vector(chunk, column);
      const std::uint64_t* valid = library_.vector_get_validity(vector);
      Cell cell = columns_[column];
      cell.data = library_.vector_get_data(vector);
      for (cell.row = 0; cell.row < size; ++cell.row) {
        // No mask at all means that every cell is there; a cell that is not stays JSON null.
        if (valid != nullptr && ((valid[cell.row / 64] >> (cell.row % 64)) & 1U) == 0) continue;
        auto value = json_of(cell);
        if (!value) return std::unexpected(value.error());
        rows[first + cell.row][column] = std::move(*value);
      }
    }
    return {};
  }

  const DuckdbLibrary& library_;
  duckdb_result& result_;
  std::vector<Cell> columns_;
};

}  // namespace

std::string quoted_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::expected<Database, AnalystError> Database::open(const DuckdbLibrary& library) {
  Database database(library);
  duckdb_config config = nullptr;
  duckdb_database instance = nullptr;
  if (library.create_config(&config) != DuckDBSuccess ||
      library.set_config(config, "threads", "1") != DuckDBSuccess ||
      library.open_ext(nullptr, &instance, config, nullptr) != DuckDBSuccess ||
      library.connect(instance, &database.connection_) != DuckDBSuccess) {
    return std::unexpected(AnalystError{AnalystError::Kind::died, "DuckDB did not open"});
  }
  library.destroy_config(&config);
  for (const char* statement : lock_down) {
    if (auto outcome = database.execute(statement); !outcome) {
      return std::unexpected(outcome.error());
    }
  }
  if (auto outcome = database.execute(std::string(warming_query)); !outcome) {
    return std::unexpected(outcome.error());
  }
  return database;
}

AnalystError Database::error_of(duckdb_result& result) const {
  const bool memory = library_.result_error_type(&result) == DUCKDB_ERROR_OUT_OF_MEMORY;
  const char* text = library_.result_error(&result);
  // The first line says it; stack traces and the statement follow.
  const std::string_view whole = text == nullptr ? "" : text;
  const std::string_view line = whole.substr(0, whole.find('\n')).substr(0, error_bytes_max);
  return {.kind = memory ? AnalystError::Kind::out_of_memory : AnalystError::Kind::query_failed,
          .detail = std::string(line)};
}

std::expected<void, AnalystError> Database::execute(const std::string& sql) {
  duckdb_result result{};
  const bool good = library_.query(connection_, sql.c_str(), &result) == DuckDBSuccess;
  std::expected<void, AnalystError> outcome;
  if (!good) outcome = std::unexpected(error_of(result));
  library_.destroy_result(&result);
  return outcome;
}

std::expected<Table, AnalystError> Database::select(const std::string& sql,
                                                    std::vector<Column> columns) {
  duckdb_result result{};
  if (library_.query(connection_, sql.c_str(), &result) != DuckDBSuccess) {
    AnalystError error = error_of(result);
    library_.destroy_result(&result);
    return std::unexpected(std::move(error));
  }
  Table table{.columns = std::move(columns), .rows = {}};
  ResultReader reader(library_, result);
  std::expected<void, AnalystError> outcome;
  // The plan named types and units of each column; a result of another shape would be shown under
  // wrong ones.
  if (reader.columns() != table.columns.size()) {
    outcome = std::unexpected(AnalystError{AnalystError::Kind::query_failed,
                                           "the answer has other columns than planned"});
  } else {
    outcome = reader.read(table.rows);
  }
  library_.destroy_result(&result);
  if (!outcome) return std::unexpected(outcome.error());
  return table;
}

}  // namespace sluice::analyst
