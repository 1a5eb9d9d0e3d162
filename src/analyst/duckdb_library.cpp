#include "analyst/duckdb_library.h"

#include <dlfcn.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <vector>

namespace sluice::analyst {
namespace {

[[nodiscard]] std::string folder_of_this_program() {
  std::array<char, 4096> path{};
  const auto length = readlink("/proc/self/exe", path.data(), path.size() - 1);
  const std::string_view text(path.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  return std::string(text.substr(0, text.rfind('/')));
}

[[nodiscard]] std::vector<std::string> candidates() {
  const std::string folder = folder_of_this_program();
  return {folder + "/../lib/sluice/libduckdb.so", folder + "/lib/sluice/libduckdb.so",
          SLUICE_DUCKDB_LIBRARY};
}

// Collects the first name that is not found.
class Symbols {
 public:
  explicit Symbols(void* library) : library_(library) {}

  template <class Function>
  void find(Function& function, const char* name) {
    // The one cast that dlsym asks for.
    function = reinterpret_cast<Function>(dlsym(library_, name));
    if (function == nullptr && missing_.empty()) missing_ = name;
  }
  [[nodiscard]] const std::string& missing() const noexcept { return missing_; }

 private:
  void* library_;
  std::string missing_;
};

void find_results(DuckdbLibrary& duckdb, Symbols& symbols) {
  symbols.find(duckdb.query, "duckdb_query");
  symbols.find(duckdb.destroy_result, "duckdb_destroy_result");
  symbols.find(duckdb.result_error, "duckdb_result_error");
  symbols.find(duckdb.result_error_type, "duckdb_result_error_type");
  symbols.find(duckdb.column_count, "duckdb_column_count");
  symbols.find(duckdb.column_type, "duckdb_column_type");
  symbols.find(duckdb.column_logical_type, "duckdb_column_logical_type");
  symbols.find(duckdb.decimal_scale, "duckdb_decimal_scale");
  symbols.find(duckdb.decimal_internal_type, "duckdb_decimal_internal_type");
  symbols.find(duckdb.fetch_chunk, "duckdb_fetch_chunk");
}

void find_chunks(DuckdbLibrary& duckdb, Symbols& symbols) {
  symbols.find(duckdb.data_chunk_get_size, "duckdb_data_chunk_get_size");
  symbols.find(duckdb.data_chunk_set_size, "duckdb_data_chunk_set_size");
  symbols.find(duckdb.data_chunk_get_vector, "duckdb_data_chunk_get_vector");
  symbols.find(duckdb.data_chunk_reset, "duckdb_data_chunk_reset");
  symbols.find(duckdb.destroy_data_chunk, "duckdb_destroy_data_chunk");
  symbols.find(duckdb.create_data_chunk, "duckdb_create_data_chunk");
  symbols.find(duckdb.vector_get_data, "duckdb_vector_get_data");
  symbols.find(duckdb.vector_get_validity, "duckdb_vector_get_validity");
  symbols.find(duckdb.vector_ensure_validity_writable, "duckdb_vector_ensure_validity_writable");
  symbols.find(duckdb.vector_assign_string_element_len, "duckdb_vector_assign_string_element_len");
  symbols.find(duckdb.validity_set_row_invalid, "duckdb_validity_set_row_invalid");
  symbols.find(duckdb.vector_size, "duckdb_vector_size");
}

}  // namespace

std::expected<DuckdbLibrary, std::string> DuckdbLibrary::load() {
  void* library = nullptr;
  for (const std::string& path : candidates()) {
    if (library == nullptr) library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  }
  if (library == nullptr) return std::unexpected("libduckdb.so was not found");
  DuckdbLibrary duckdb;
  Symbols symbols(library);
  symbols.find(duckdb.create_config, "duckdb_create_config");
  symbols.find(duckdb.set_config, "duckdb_set_config");
  symbols.find(duckdb.destroy_config, "duckdb_destroy_config");
  symbols.find(duckdb.open_ext, "duckdb_open_ext");
  symbols.find(duckdb.connect, "duckdb_connect");
  symbols.find(duckdb.create_logical_type, "duckdb_create_logical_type");
  symbols.find(duckdb.create_decimal_type, "duckdb_create_decimal_type");
  symbols.find(duckdb.destroy_logical_type, "duckdb_destroy_logical_type");
  symbols.find(duckdb.appender_create, "duckdb_appender_create");
  symbols.find(duckdb.append_data_chunk, "duckdb_append_data_chunk");
  symbols.find(duckdb.appender_flush, "duckdb_appender_flush");
  symbols.find(duckdb.appender_destroy, "duckdb_appender_destroy");
  find_results(duckdb, symbols);
  find_chunks(duckdb, symbols);
  if (!symbols.missing().empty()) return std::unexpected("libduckdb.so lacks " + symbols.missing());
  return duckdb;
}

}  // namespace sluice::analyst
