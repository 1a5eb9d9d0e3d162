#include "analytics/computing/row_scope.h"
#include "analytics/computing/span_sql.h"
#include "analytics/computing/sql_text.h"
#include "base/time_format.h"

#include <string>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : to_wire(value);
}

// The literal in the form of the column it is compared with.
[[nodiscard]] std::string literal(const Json& value, std::string_view type) {
  if (value.is_null()) return "NULL";
  if (type == "boolean") {
    const std::string text = text_of(value);
    return text == "true" || text == "1" ? "true" : "false";
  }
  if (is_numeric(type)) return sql_number(text_of(value));
  if (type == "timestamp" || type == "local") {
    const std::string text = text_of(value);
    if (const auto instant = parse_rfc3339(text)) return sql_timestamp(*instant);
    return "TRY_CAST(" + sql_text(text) + " AS TIMESTAMP)";
  }
  if (type == "date") return "TRY_CAST(" + sql_text(text_of(value).substr(0, 10)) + " AS DATE)";
  return "lower(" + sql_text(text_of(value)) + ")";
}

[[nodiscard]] std::string_view sign_of(FilterOp op) {
  switch (op) {
    case FilterOp::gt: return " > ";
    case FilterOp::gte: return " >= ";
    case FilterOp::lt: return " < ";
    case FilterOp::lte: return " <= ";
    case FilterOp::ne: return " <> ";
    // One value, or what is written without a sign.
    case FilterOp::eq:
    case FilterOp::in:
    case FilterOp::not_in:
    case FilterOp::contains:
    case FilterOp::is_null:
    case FilterOp::is_not_null: return " = ";
  }
  return " = ";
}

[[nodiscard]] std::string one_of(const std::string& side, const Filter& filter,
                                 std::string_view type) {
  std::string list;
  for (const Json& value : filter.values) {
    if (!list.empty()) list += ", ";
    list += literal(value, type);
  }
  if (list.empty()) return "false";
  return side + " IN (" + list + ")";
}

[[nodiscard]] std::string containing(const SqlValue& value, const Filter& filter) {
  std::string sql;
  for (const Json& each : filter.values) {
    if (!sql.empty()) sql += " OR ";
    sql += "contains(lower(CAST(" + value.sql + " AS VARCHAR)), lower(" + sql_text(text_of(each)) +
           "))";
  }
  return sql.empty() ? "false" : "(" + sql + ")";
}

}  // namespace

namespace {

// What counts as having nothing: an empty text, and none of something that is counted ("no
// comments") as well as no number at all.
[[nodiscard]] std::string nothing(const SqlValue& value, const std::string& side,
                                  std::string_view type) {
  const std::string null = value.sql + " IS NULL";
  if (type == "text") return "(" + null + " OR " + side + " = '')";
  if (is_numeric(type)) return "(" + null + " OR " + side + " = 0)";
  return "(" + null + ")";
}

}  // namespace

std::string condition(const SqlValue& value, const Filter& filter) {
  // Words of people and of vendors differ in case only by accident.
  const bool plain = value.type == "boolean" || is_numeric(value.type) ||
                     value.type == "timestamp" || value.type == "local" || value.type == "date";
  const std::string type = plain ? value.type : "text";
  const std::string side = plain ? value.sql : "lower(CAST(" + value.sql + " AS VARCHAR))";
  switch (filter.op) {
    case FilterOp::is_null: return nothing(value, side, type);
    case FilterOp::is_not_null: return "(NOT " + nothing(value, side, type) + ")";
    case FilterOp::contains: return containing(value, filter);
    case FilterOp::in: return "(" + one_of(side, filter, type) + ")";
    case FilterOp::eq: return "(" + one_of(side, filter, type) + ")";
    // What is not known is not that value either.
    case FilterOp::not_in:
    case FilterOp::ne: return "(NOT coalesce(" + one_of(side, filter, type) + ", false))";
    case FilterOp::gt:
    case FilterOp::gte:
    case FilterOp::lt:
    case FilterOp::lte: break;
  }
  if (filter.values.empty()) return "false";
  return "(" + side + std::string(sign_of(filter.op)) + literal(filter.values[0], type) + ")";
}

std::string condition(Workbook& book, const SqlValue& value, const Filter& filter) {
  if (!filter.part) return condition(value, filter);
  const std::optional<WallClock>& clock = book.clock();
  const bool timed = value.type == "timestamp" || value.type == "local";
  const bool hour = *filter.part == DatePart::hour;
  // A day has a weekday and no hour.
  if (!clock || !(timed || (value.type == "date" && !hour)))
    return book.fail({CompileFault::Kind::form_incomplete, hour ? "hour" : "weekday", {}}).sql;
  const std::string local = local_time_sql(value, clock->zone, clock->from, clock->until);
  return condition(SqlValue{(hour ? "hour(" : "isodow(") + local + ")", "integer"}, filter);
}

}  // namespace sluice::analytics
