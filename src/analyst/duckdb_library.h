#pragma once
#include <duckdb.h>

#include <expected>
#include <string>

namespace sluice::analyst {

// The functions of DuckDB's C API that a worker uses, found by dlopen: the server itself is not
// linked to DuckDB, and never loads it. Never unloaded.
struct DuckdbLibrary {
  decltype(&duckdb_create_config) create_config = nullptr;
  decltype(&duckdb_set_config) set_config = nullptr;
  decltype(&duckdb_destroy_config) destroy_config = nullptr;
  decltype(&duckdb_open_ext) open_ext = nullptr;
  decltype(&duckdb_connect) connect = nullptr;
  decltype(&duckdb_query) query = nullptr;
  decltype(&duckdb_destroy_result) destroy_result = nullptr;
  decltype(&duckdb_result_error) result_error = nullptr;
  decltype(&duckdb_result_error_type) result_error_type = nullptr;
  decltype(&duckdb_column_count) column_count = nullptr;
  decltype(&duckdb_column_type) column_type = nullptr;
  decltype(&duckdb_column_logical_type) column_logical_type = nullptr;
  decltype(&duckdb_decimal_scale) decimal_scale = nullptr;
  decltype(&duckdb_decimal_internal_type) decimal_internal_type = nullptr;
  decltype(&duckdb_fetch_chunk) fetch_chunk = nullptr;
  decltype(&duckdb_data_chunk_get_size) data_chunk_get_size = nullptr;
  decltype(&duckdb_data_chunk_set_size) data_chunk_set_size = nullptr;
  decltype(&duckdb_data_chunk_get_vector) data_chunk_get_vector = nullptr;
  decltype(&duckdb_data_chunk_reset) data_chunk_reset = nullptr;
  decltype(&duckdb_destroy_data_chunk) destroy_data_chunk = nullptr;
  decltype(&duckdb_create_data_chunk) create_data_chunk = nullptr;
  decltype(&duckdb_vector_get_data) vector_get_data = nullptr;
  decltype(&duckdb_vector_get_validity) vector_get_validity = nullptr;
  decltype(&duckdb_vector_ensure_validity_writable) vector_ensure_validity_writable = nullptr;
  decltype(&duckdb_vector_assign_string_element_len) vector_assign_string_element_len = nullptr;
  decltype(&duckdb_validity_set_row_invalid) validity_set_row_invalid = nullptr;
  decltype(&duckdb_create_logical_type) create_logical_type = nullptr;
  decltype(&duckdb_create_decimal_type) create_decimal_type = nullptr;
  decltype(&duckdb_destroy_logical_type) destroy_logical_type = nullptr;
  decltype(&duckdb_vector_size) vector_size = nullptr;
  decltype(&duckdb_appender_create) appender_create = nullptr;
  decltype(&duckdb_append_data_chunk) append_data_chunk = nullptr;
  decltype(&duckdb_appender_flush) appender_flush = nullptr;
  decltype(&duckdb_appender_destroy) appender_destroy = nullptr;

  // Beside the program (lib/sluice), else where the build found it; the error names what is
  // missing.
  [[nodiscard]] static std::expected<DuckdbLibrary, std::string> load();
};

}  // namespace sluice::analyst
