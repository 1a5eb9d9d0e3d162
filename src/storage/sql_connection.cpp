#include "storage/sql_connection.h"

#include "storage/storage_failure.h"

#include <sqlite3.h>

#include <stdexcept>

namespace sluice::storage {
namespace {

// Another process (a command beside the server) may hold the write lock this long.
constexpr int busy_timeout_ms = 5'000;

// secure_delete: freed bytes are overwritten. FULL: what was acknowledged survives a power cut.
constexpr std::string_view settings =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
    "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY";
constexpr std::string_view reader_settings =
    "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY";

StorageFailure::Kind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL: return StorageFailure::Kind::disk_full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return StorageFailure::Kind::busy;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_NOMEM: return StorageFailure::Kind::io;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return StorageFailure::Kind::corrupt;
    case SQLITE_CONSTRAINT: return StorageFailure::Kind::constraint;
    default: return StorageFailure::Kind::statement;
  }
}

Value read_column(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
    case SQLITE_NULL: return {};
    default: {
      const void* bytes = sqlite3_column_blob(statement, column);
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      return size == 0 ? std::string() : std::string(static_cast<const char*>(bytes), size);
    }
  }
}

Row::Columns column_names(sqlite3_stmt* statement) {
  auto names = std::make_shared<std::vector<std::string>>();
  for (int column = 0; column < sqlite3_column_count(statement); ++column)
    names->emplace_back(sqlite3_column_name(statement, column));
  return names;
}

// Puts a statement back whatever happens: a read that is left open holds the log file.
class ResetAtEnd {
 public:
  explicit ResetAtEnd(sqlite3_stmt* statement) : statement_(statement) {}
  ResetAtEnd(const ResetAtEnd&) = delete;
  ResetAtEnd& operator=(const ResetAtEnd&) = delete;
  ~ResetAtEnd() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

void SqlConnection::CloseConnection::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

void SqlConnection::FinalizeStatement::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqlConnection::SqlConnection(const std::filesystem::path& file, Mode mode) {
  sqlite3* opened = nullptr;
  const int flags =
      SQLITE_OPEN_NOMUTEX | (mode == Mode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                      : SQLITE_OPEN_READWRITE);
  const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
  connection_.reset(opened);
  if (code != SQLITE_OK) fail(code, "open " + file.filename().string());
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, busy_timeout_ms);
  run_script(mode == Mode::read_write ? settings : reader_settings);
}

SqlConnection::~SqlConnection() = default;

void SqlConnection::fail(int code, std::string_view doing) const {
  const std::string words = connection_ ? sqlite3_errmsg(connection_.get()) : sqlite3_errstr(code);
  throw StorageFailure(kind_of(code), std::string(doing) + ": " + words);
}

SqlConnection::Prepared& SqlConnection::prepare(std::string_view sql) {
  if (const auto known = prepared_.find(sql); known != prepared_.end()) return known->second;
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  Statement owned(statement);
  if (code != SQLITE_OK) fail(code, "prepare");
  Prepared prepared{std::move(owned), column_names(statement)};
  return prepared_.emplace(std::string(sql), std::move(prepared)).first->second;
}

void SqlConnection::bind(sqlite3_stmt* statement, const Parameters& parameters) {
  if (static_cast<int>(parameters.size()) < sqlite3_bind_parameter_count(statement))
    throw StorageFailure(StorageFailure::Kind::statement, "a parameter is not bound");
  for (const Parameter& parameter : parameters) {
    const std::string name = ":" + std::string(parameter.name);
    const int index = sqlite3_bind_parameter_index(statement, name.c_str());
    // An unknown name would leave another parameter NULL without a word.
    if (index == 0)
      throw StorageFailure(StorageFailure::Kind::statement, "no parameter named " + name);
    int code = SQLITE_OK;
    if (const auto* integer = std::get_if<std::int64_t>(&parameter.value))
      code = sqlite3_bind_int64(statement, index, *integer);
    else if (const auto* real = std::get_if<double>(&parameter.value))
      code = sqlite3_bind_double(statement, index, *real);
    else if (const auto* text = std::get_if<std::string>(&parameter.value))
      code = sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()),
                               SQLITE_STATIC);  // The parameters outlive the statement's run.
    if (code != SQLITE_OK) fail(code, "bind");
  }
}

std::vector<Row> SqlConnection::query(std::string_view sql, const Parameters& parameters) {
  const Prepared& prepared = prepare(sql);
  sqlite3_stmt* statement = prepared.statement.get();
  const ResetAtEnd reset(statement);
  bind(statement, parameters);
  std::vector<Row> rows;
  int code = sqlite3_step(statement);
  for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
    std::vector<Value> values;
    values.reserve(prepared.columns->size());
    for (int column = 0; column < static_cast<int>(prepared.columns->size()); ++column)
      values.push_back(read_column(statement, column));
    rows.emplace_back(prepared.columns, std::move(values));
  }
  if (code != SQLITE_DONE) fail(code, "query");
  return rows;
}

std::int64_t SqlConnection::execute(std::string_view sql, const Parameters& parameters) {
  sqlite3_stmt* statement = prepare(sql).statement.get();
  const ResetAtEnd reset(statement);
  bind(statement, parameters);
  int code = sqlite3_step(statement);
  while (code == SQLITE_ROW)  // A pragma or RETURNING answers rows; nobody asked for them here.
    code = sqlite3_step(statement);
  if (code != SQLITE_DONE) fail(code, "execute");
  return sqlite3_changes64(connection_.get());
}

void SqlConnection::run_script(std::string_view sql) {
  const int code =
      sqlite3_exec(connection_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, "script");
}

bool SqlConnection::in_transaction() const {
  return sqlite3_get_autocommit(connection_.get()) == 0;
}

}  // namespace sluice::storage
