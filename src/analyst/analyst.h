#pragma once
#include "analyst/table.h"
#include "base/deadline.h"
#include "base/task.h"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::analyst {

// How one field of a row becomes one column of a worker table.
struct FieldSpec {
  std::string name{};
  std::string path{};  // Inside the row: "address.country", "items.data[0].price.unit_amount".
  std::string type{};  // text | integer | decimal | money | boolean | timestamp | date
  std::string unit{};  // timestamp: epoch_s | epoch_ms | iso | local; money: major | minor | micro
  std::string currency_path{};  // money: where the row's currency stands ("" = currency_fixed).
  std::string currency_fixed{};
  // The path has one "[]", and the column holds the list of what it meets, one element each, as
  // JSON text: numbers and money as texts of their digits, what cannot be read as null.
  bool list = false;
};

// Parallel arrays that are one row an index: PostHog's {days: [...], data: [...]}.
struct ZipSpec {
  std::vector<std::string> paths{};
};

// One table of the worker: filled from the pages of one fetch.
struct TableSpec {
  std::string name{};       // SQL identifier, ours: t0, t1, ...
  std::string rows_path{};  // "$.data", "$" (the answer is the array).
  std::vector<FieldSpec> fields{};
  std::vector<ZipSpec> zip{};
  // Where the answer says how to go on; read here because the server does not parse vendor data.
  std::string next_path{};   // "$.cursor", "$.data[-1].id"; "" = none.
  std::string more_path{};   // "$.has_more"; "" = decided by next or by the page being full.
  std::string total_path{};  // "$.total"; "" = none.
  // What makes two rows the same one, joined: a row that came before is not written again. Empty:
  // rows have no key, and only whole pages are recognized.
  std::vector<std::string> key_paths{};
  // Members of a row that the entry reads: what has none of them is no row (answer_reader.h).
  std::vector<std::string> columns{};
  // Digits of the vendor's minor units where they are not those of ISO 4217, by lower-case code.
  std::vector<std::pair<std::string, int>> minor_digits{};
};

// What one page held and what it said about going on. The counts are of rows of that page alone;
// what to fetch next is decided by the caller (sources/), which never sees the rows.
struct PageInfo {
  std::size_t rows = 0;      // That came.
  std::size_t repeated = 0;  // Of these, how many had come before in the same series of pages.
  std::size_t dropped = 0;   // Of these, how many were not written because the table had them.
  std::optional<std::string> next{};
  std::optional<bool> more{};
  std::optional<std::int64_t> total{};
  bool said_last = false;  // The place of `next` holds null or nothing: there is no next page.
  bool cut = false;        // The answer says that something was left out.
  std::string form{};  // How the rows were found: structured | json-text | json-lines | fenced |
                       // csv | markdown | ...
  std::size_t unreadable_cells = 0;    // Held something that is not of the field's type; now null.
  std::size_t unconverted_cells = 0;   // Money of a currency without a rate; now null.
  std::string unconverted_currency{};  // One of those currencies, as the vendor wrote it.
};

// Why the worker gave nothing. After `deadline` and `died` the session is over: the process is
// gone.
// Why the worker gave nothing. After `deadline` and `died` the session is over: the process is
// gone.
struct AnalystError {
  // `unreadable_rows`: the answer has no rows where they were looked for, or the table's
  // specification is wrong. `query_failed`: DuckDB refused our SQL. `tool_failed`: the vendor's
  // answer reports an error of its own, however it is dressed.
  enum class Kind {
    deadline,
    out_of_memory,
    died,
    unreadable_rows,
    too_many_rows,
    query_failed,
    tool_failed
  };
  Kind kind = Kind::died;
  std::string detail{};
};

// Rates to the reporting currency, by lower-case ISO code; the reporting currency itself is 1.
struct CurrencyRates {
  std::string reporting = "usd";
  std::vector<std::pair<std::string, double>> to_reporting{};
};

// One answer of a tool: the CallToolResult as the vendor sent it (JSON text: content,
// structuredContent), and what was asked with (JSON text), for fields whose path is
// "$argument.NAME". Pages of one series follow each other; a page that repeats an earlier one of
// its series is recognized.
struct PageInput {
  std::string table{};
  std::string result{};
  std::string arguments{};
  std::size_t series = 0;
};

// One worker process for one running question of one organization: rows in, table out. Not
// shared; destroying it kills the process. Every wait ends at the deadline of open().
class AnalystSession {
 public:
  // Ends the process at once, in the middle of whatever it is doing.
  virtual ~AnalystSession() = default;
  // Before the first page of that table; the same name again replaces it for the pages to come. The
  // limit is fields_max (wire.h).
  [[nodiscard]] virtual Task<std::expected<void, AnalystError>> create_table(TableSpec spec) = 0;
  // Reads one answer into its table. After unreadable_rows and tool_failed the table is as it was;
  // after another error it is not to be asked.
  // Reads one answer into its table. After unreadable_rows and tool_failed the table is as it was;
  // after another error it is not to be asked.
  [[nodiscard]] virtual Task<std::expected<PageInfo, AnalystError>> add_page(PageInput page) = 0;
  // Runs one SELECT that our code generated; `columns` names types and units of its output.
  // At most result_rows_max rows (wire.h), else too_many_rows; other columns than named are
  // query_failed.
  [[nodiscard]] virtual Task<std::expected<Table, AnalystError>> run(
      std::string sql, std::vector<Column> columns) = 0;
};

// What one worker may use. Memory and processor time are the kernel's limits (setrlimit); rows are
// counted over all tables of the session.
struct AnalystLimits {
  std::size_t address_space_bytes = std::size_t{1024} * 1024 * 1024;  // Over the baseline.
  std::chrono::seconds cpu{60};
  std::size_t rows_max = 200'000;
};

// Forks workers. start() is called first thing in main(), before any key is read or thread made:
// it forks the single-threaded spawner, which forks each worker; this process never forks again.
class AnalystSpawner {
 public:
  // The spawner ends with it, since it sees the closed socket, and every worker with the spawner.
  // The spawner ends with it, since it sees the closed socket, and every worker with the spawner.
  virtual ~AnalystSpawner() = default;
  // Never fails: what went wrong shows as `died` at open(). Called twice it makes two spawners.
  // Defined in spawner.cpp.
  // Never fails: what went wrong shows as `died` at open(). Called twice it makes two spawners.
  // Defined in spawner.cpp.
  [[nodiscard]] static std::unique_ptr<AnalystSpawner> start();
  // Loads DuckDB and keeps one worker ready, so that the first question does not wait for it. Not
  // needed for correctness: commands that ask nothing leave it out.
  virtual void warm() = 0;
  // A worker of its own, confined before it reads a byte of a vendor. `executor` runs the server's
  // side of the session; `deadline` bounds everything that is ever asked of it. Fails with
  // `deadline`, or with `died` when no worker could be made or confined.
  [[nodiscard]] virtual Task<std::expected<std::unique_ptr<AnalystSession>, AnalystError>> open(
      boost::asio::any_io_executor executor, CurrencyRates rates, AnalystLimits limits,
      Deadline deadline) = 0;
};

}  // namespace sluice::analyst
