#include "analyst/loader.h"

#include "analyst/cells.h"
#include "analyst/row_reader.h"
#include "analyst/wire.h"
#include "base/json.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace sluice::analyst {
namespace {

[[nodiscard]] AnalystError unreadable(std::string detail) {
  return {.kind = AnalystError::Kind::unreadable_rows, .detail = std::move(detail)};
}

[[nodiscard]] std::string_view sql_type(std::string_view type) {
  if (type == "integer") return "BIGINT";
  if (type == "decimal" || type == "money") return "DECIMAL(38,10)";
  if (type == "boolean") return "BOOLEAN";
  if (type == "timestamp") return "TIMESTAMP";
  if (type == "date") return "DATE";
  return "VARCHAR";
}

// A list is a column of JSON text.
[[nodiscard]] std::string_view column_type(const FieldSpec& spec) {
  return spec.list ? std::string_view("text") : std::string_view(spec.type);
}

[[nodiscard]] duckdb_logical_type logical_type(const DuckdbLibrary& duckdb, std::string_view type) {
  if (type == "integer") return duckdb.create_logical_type(DUCKDB_TYPE_BIGINT);
  if (type == "decimal" || type == "money") {
    return duckdb.create_decimal_type(38, static_cast<std::uint8_t>(decimal_scale));
  }
  if (type == "boolean") return duckdb.create_logical_type(DUCKDB_TYPE_BOOLEAN);
  if (type == "timestamp") return duckdb.create_logical_type(DUCKDB_TYPE_TIMESTAMP);
  if (type == "date") return duckdb.create_logical_type(DUCKDB_TYPE_DATE);
  return duckdb.create_logical_type(DUCKDB_TYPE_VARCHAR);
}

// Cuts after the last whole UTF-8 character that fits.
[[nodiscard]] std::string_view shortened(std::string_view text) {
  if (text.size() <= cell_bytes_max) return text;
  std::size_t end = cell_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return text.substr(0, end);
}

// Writes one page into its table, 2,048 rows at a time.
class PageWriter {
 public:
  PageWriter(Database& database, const Loader::Target& target, const CurrencyRates& rates)
      : duckdb_(database.library()), target_(target), rates_(rates) {
    std::vector<duckdb_logical_type> types;
    for (const auto& field : target.fields)
      types.push_back(logical_type(duckdb_, column_type(field.spec)));
    chunk_ = duckdb_.create_data_chunk(types.data(), types.size());
    for (auto& type : types)
      duckdb_.destroy_logical_type(&type);
    good_ = duckdb_.appender_create(database.connection(), nullptr, target.spec.name.c_str(),
                                    &appender_) == DuckDBSuccess;
  }
  PageWriter(const PageWriter&) = delete;
  PageWriter& operator=(const PageWriter&) = delete;
  ~PageWriter() {
    duckdb_.destroy_data_chunk(&chunk_);
    duckdb_.appender_destroy(&appender_);
  }

  // False when DuckDB refused, which only the want of memory explains.
  [[nodiscard]] bool write(RowReader& reader, const std::vector<Row>& rows) {
    const auto capacity = static_cast<std::size_t>(duckdb_.vector_size());
    for (std::size_t first = 0; good_ && first < rows.size(); first += capacity) {
      const std::size_t count = std::min(capacity, rows.size() - first);
      for (std::size_t column = 0; column < target_.fields.size(); ++column) {
        fill(reader, std::span(rows).subspan(first, count), column);
      }
      duckdb_.data_chunk_set_size(chunk_, count);
      good_ = duckdb_.append_data_chunk(appender_, chunk_) == DuckDBSuccess;
      duckdb_.data_chunk_reset(chunk_);
    }
    return good_ && duckdb_.appender_flush(appender_) == DuckDBSuccess;
  }
  void report(PageInfo& page) const {
    page.unreadable_cells = unreadable_;
    page.unconverted_cells = unconverted_;
    page.unconverted_currency = unconverted_currency_;
  }

 private:
  void fill(RowReader& reader, std::span<const Row> rows, std::size_t column) {
    const Loader::Field& field = target_.fields[column];
    duckdb_vector vector = duckdb_.data_chunk_get_vector(chunk_, column);
    duckdb_.vector_ensure_validity_writable(vector);
    std::uint64_t* valid = duckdb_.vector_get_validity(vector);
    for (std::size_t at = 0; at < rows.size(); ++at) {
      if (field.spec.list) {
        if (!put_list(reader, rows[at], field, vector, at))
          duckdb_.validity_set_row_invalid(valid, at);
        continue;
      }
      const RawCell cell = reader.read(rows[at], field.path);
      bool good = cell.kind != Node::Kind::null;
      if (good) {
        read_currency(reader, rows[at], field);
        good = put(field.spec, cell, vector, at);
        if (!good && !cell.text.empty()) count_lost(field.spec);
      }
      if (!good) duckdb_.validity_set_row_invalid(valid, at);
    }
  }

  // Reading the currency may reuse the reader's buffer, and a money cell is never joined.
  void read_currency(RowReader& reader, const Row& row, const Loader::Field& field) {
    currency_ = field.spec.currency_fixed;
    const bool own = field.spec.type == "money" && !field.currency.empty();
    if (own) currency_ = std::string(reader.read(row, field.currency).text);
  }

  // False when there is no list.
  [[nodiscard]] bool put_list(RowReader& reader, const Row& row, const Loader::Field& field,
                              duckdb_vector vector, std::size_t at) {
    const auto cells = reader.read_list(row, field.path);
    if (!cells) return false;
    read_currency(reader, row, field);
    Json list = Json::array();
    for (const RawCell& cell : *cells) {
      list.push_back(element_of(field.spec, cell));
      if (list.back().is_null() && !cell.text.empty()) count_lost(field.spec);
    }
    const std::string text = to_wire(list);
    duckdb_.vector_assign_string_element_len(vector, at, text.data(), text.size());
    return true;
  }

  [[nodiscard]] Json element_of(const FieldSpec& spec, const RawCell& cell) const {
    if (cell.kind == Node::Kind::null) return nullptr;
    std::optional<Decimal> number;
    if (spec.type == "money") {
      number = read_money(cell.text, money_form(spec), rates_);
    } else if (spec.type == "decimal" || spec.type == "integer") {
      number = read_decimal(cell.text);
    } else {
      return std::string(shortened(cell.text));
    }
    return number ? Json(decimal_text(*number)) : Json(nullptr);
  }

  [[nodiscard]] MoneyForm money_form(const FieldSpec& spec) const {
    return {.unit = spec.unit, .currency = currency_, .minor_digits = target_.spec.minor_digits};
  }

  void count_lost(const FieldSpec& spec) {
    if (spec.type == "money" && !(rate_of(currency_, rates_) > 0)) {
      ++unconverted_;
      unconverted_currency_ = currency_;
    } else {
      ++unreadable_;
    }
  }

  [[nodiscard]] bool put(const FieldSpec& spec, const RawCell& cell, duckdb_vector vector,
                         std::size_t at) {
    void* data = duckdb_.vector_get_data(vector);
    if (spec.type == "integer") return store(data, at, read_integer(cell.text));
    if (spec.type == "decimal") return store(data, at, read_decimal(cell.text));
    if (spec.type == "boolean") return store(data, at, read_boolean(cell));
    if (spec.type == "timestamp") return store(data, at, read_timestamp(cell, spec.unit));
    if (spec.type == "date") return store(data, at, read_date(cell, spec.unit));
    if (spec.type == "money") {
      return store(data, at, read_money(cell.text, money_form(spec), rates_));
    }
    const std::string_view text = shortened(cell.text);
    duckdb_.vector_assign_string_element_len(vector, at, text.data(), text.size());
    return true;
  }

  // The vector's memory is aligned for its type; 16-byte integers are written bytewise.
  template <class Value>
  [[nodiscard]] static bool store(void* data, std::size_t at, const std::optional<Value>& value) {
    if (!value) return false;
    std::memcpy(static_cast<char*>(data) + at * sizeof(Value), &*value, sizeof(Value));
    return true;
  }

  const DuckdbLibrary& duckdb_;
  const Loader::Target& target_;
  const CurrencyRates& rates_;
  duckdb_data_chunk chunk_ = nullptr;
  duckdb_appender appender_ = nullptr;
  bool good_ = false;
  std::size_t unreadable_ = 0;
  std::size_t unconverted_ = 0;
  std::string unconverted_currency_;
  std::string currency_;
};

[[nodiscard]] std::expected<Path, AnalystError> path_of(std::string_view text) {
  auto path = parse_path(text);
  if (!path) return std::unexpected(unreadable("path " + std::string(text) + ": " + path.error()));
  return std::move(*path);
}

[[nodiscard]] std::expected<Loader::Field, AnalystError> field_of(FieldSpec spec) {
  auto path = path_of(spec.path);
  auto currency = path_of(spec.currency_path);
  if (!path) return std::unexpected(path.error());
  if (!currency) return std::unexpected(currency.error());
  return Loader::Field{std::move(spec), std::move(*path), std::move(*currency)};
}

[[nodiscard]] bool is_cursor(const RawCell& cell) {
  return cell.kind != Node::Kind::null && cell.kind != Node::Kind::boolean && !cell.text.empty();
}

// Whether the path leads somewhere: null there is a word of the vendor, nothing there is none.
[[nodiscard]] bool is_there(const LocatedNode* root, const std::string& text) {
  const auto path = parse_path(text);
  if (text.empty() || !path) return false;
  const Node* node = root->node;
  for (const PathStep& step : *path) {
    if (step.kind == PathStep::Kind::root) continue;
    if (node == nullptr) return false;
    node = step_into(*node, step);
  }
  return node != nullptr;
}

// What the answer says about going on.
[[nodiscard]] PageInfo paging_of(RowReader& reader, const LocatedNode* root,
                                 const TableSpec& spec) {
  PageInfo page;
  const Row whole{.location = root, .zip_index = 0};
  const auto read = [&](const std::string& text) {
    const auto path = parse_path(text);
    return text.empty() || !path ? RawCell{} : reader.read(whole, *path);
  };
  if (const RawCell next = read(spec.next_path); is_cursor(next)) {
    page.next = next.text;
  } else {
    page.said_last = is_there(root, spec.next_path);
  }
  if (const RawCell more = read(spec.more_path); more.kind != Node::Kind::null) {
    // A link to the next page says "yes" as well as true does.
    page.more = read_boolean(more).value_or(!more.text.empty());
  } else if (is_there(root, spec.more_path)) {
    page.more = false;
  }
  page.total = read_integer(read(spec.total_path).text);
  return page;
}

}  // namespace

std::expected<void, AnalystError> Loader::create_table(TableSpec spec) {
  if (spec.fields.empty() || spec.fields.size() > fields_max) {
    return std::unexpected(unreadable("a table has no fields, or too many"));
  }
  Target target{.spec = spec, .wanted = {}, .fields = {}, .zip = {}, .key = {}};
  auto rows = path_of(spec.rows_path);
  if (!rows) return std::unexpected(rows.error());
  target.wanted = {.path = std::move(*rows), .columns = spec.columns};
  std::string sql = "CREATE TABLE " + quoted_name(spec.name) + " (";
  for (const FieldSpec& field : spec.fields) {
    auto made = field_of(field);
    if (!made) return std::unexpected(made.error());
    if (!target.fields.empty()) sql += ", ";
    sql += quoted_name(field.name) + " " + std::string(sql_type(column_type(field)));
    target.fields.push_back(std::move(*made));
  }
  for (const ZipSpec& zip : spec.zip) {
    for (const std::string& text : zip.paths) {
      auto path = path_of(text);
      if (!path) return std::unexpected(path.error());
      target.zip.push_back(std::move(*path));
    }
  }
  for (const std::string& text : spec.key_paths) {
    auto path = path_of(text);
    if (!path) return std::unexpected(path.error());
    target.key.push_back(std::move(*path));
  }
  if (auto made = database_.execute(sql + ")"); !made) return made;
  targets_.insert_or_assign(spec.name, std::move(target));
  return {};
}

std::expected<PageInfo, AnalystError> Loader::add_page(const Page& input) {
  const auto found = targets_.find(input.table);
  if (found == targets_.end()) return std::unexpected(unreadable("no such table"));
  Target& target = found->second;
  AnswerReader answer(target.wanted);
  const auto rows_found = answer.read(input.result);
  if (!rows_found) return std::unexpected(rows_found.error());
  const auto arguments = Document::parse(input.arguments.empty() ? "{}" : input.arguments);
  if (!arguments) return std::unexpected(unreadable("the arguments cannot be read"));
  RowReader reader({.root = rows_found->root, .arguments = &arguments->root()}, target.zip);
  std::vector<Row> came = reader.rows_of(rows_found->rows);
  const std::size_t count = came.size();
  const auto [rows, repeated] = target.seen.sift(reader, target.key, std::move(came), input.series);
  if (rows.size() > rows_max_ - rows_) {
    return std::unexpected(
        AnalystError{AnalystError::Kind::too_many_rows, "more rows than one question may have"});
  }
  PageWriter writer(database_, target, rates_);
  if (!writer.write(reader, rows)) {
    return std::unexpected(AnalystError{AnalystError::Kind::out_of_memory, "the rows do not fit"});
  }
  rows_ += rows.size();
  PageInfo page = paging_of(reader, rows_found->root, target.spec);
  page.rows = count;
  page.repeated = repeated;
  page.dropped = count - rows.size();
  page.cut = rows_found->cut;
  page.form = rows_found->form;
  writer.report(page);
  return page;
}

}  // namespace sluice::analyst
