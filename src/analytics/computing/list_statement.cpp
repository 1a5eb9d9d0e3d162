#include "analytics/computing/column_names.h"
#include "analytics/computing/group_key.h"
#include "analytics/computing/related_rows.h"
#include "analytics/computing/span_sql.h"
#include "analytics/computing/sql_text.h"
#include "analytics/computing/statement.h"

#include <algorithm>
#include <string>

namespace sluice::analytics {
namespace {

[[nodiscard]] bool is_time(std::string_view type) {
  return type == "timestamp" || type == "local" || type == "date";
}

// The condition that rows lie in the plan's period: by the field it names, the measure's own or
// the entry's.
[[nodiscard]] std::string list_period(RowScope& scope, const QueryPlan& plan,
                                      const catalog::Measure& measure, Restricting& restricting) {
  const bool named = plan.time && scope.book().meaning().entry(*plan.time) == scope.place().entry;
  const std::string own = measure.time.empty() ? scope.place().entry->default_time : measure.time;
  const std::string name = named ? plan.time->name : own;
  if (!plan.period || name.empty() || is_state(measure.aggregation)) return "true";
  restricting.time_field = name;
  return in_span(scope.field(name), plan.period->open_start);
}

// By which of the columns a list is ordered: the one that the plan names, else the first number for
// "largest" and the first time for what is new.
[[nodiscard]] std::string list_order(RowScope& scope, const QueryPlan& plan,
                                     const std::vector<SqlValue>& values) {
  if (plan.order && plan.order->field)
    return " ORDER BY " + scope.reference(*plan.order->field).sql +
           (plan.order->descending ? " DESC" : "") + " NULLS LAST, c0";
  const bool by_number = plan.order && plan.order->by_measure;
  const bool descending = plan.order ? plan.order->descending : false;
  const auto wanted = std::find_if(values.begin(), values.end(), [&](const SqlValue& value) {
    return by_number ? is_numeric(value.type) : is_time(value.type);
  });
  std::string sql = " ORDER BY ";
  if (wanted != values.end()) {
    const auto at = static_cast<std::size_t>(wanted - values.begin());
    sql += "c" + std::to_string(at) + (descending ? " DESC" : "") + " NULLS LAST, ";
  }
  return sql + "c0";
}

[[nodiscard]] std::string order_value(RowScope& scope, const QueryPlan& plan) {
  return plan.order && plan.order->field ? scope.reference(*plan.order->field).sql : "NULL";
}

// "The two newest issues of each team": rows are numbered within each value of the field. A row
// without a value belongs to no group.
[[nodiscard]] std::string within_groups(RowScope& scope, const QueryPlan& plan,
                                        const std::string& select, const std::string& where) {
  const std::string value = order_value(scope, plan);
  const std::string_view down = plan.order && !plan.order->descending ? "" : " DESC";
  const std::string group = scope.reference(plan.limit_within.value_or(Reference())).sql;
  const std::string limit = std::to_string(plan.limit.value_or(1));
  std::string shown;
  for (std::size_t at = 0; at < plan.columns.size(); ++at)
    shown += (at > 0 ? ", c" : "c") + std::to_string(at);
  return "SELECT " + shown +
         " FROM (SELECT *, row_number() OVER (PARTITION BY within_group ORDER BY "
         "order_value" +
         std::string(down) + " NULLS LAST, c0) AS place FROM (SELECT " + select + ", " + group +
         " AS within_group, " + value + " AS order_value FROM " + scope.from() + ", span s WHERE " +
         where + ") chosen WHERE within_group IS NOT NULL) placed WHERE place <= " + limit +
         " ORDER BY within_group, place";
}

[[nodiscard]] analyst::Column list_column(const SqlValue& value, const catalog::Field* field,
                                          const std::string& name) {
  analyst::Column column{.name = name, .type = value.type == "local" ? "timestamp" : value.type};
  if (value.type == "money") column.type = "decimal";
  if (field != nullptr && field->type == "decimal") column.unit = field->unit;
  return column;
}

// Of a column that names one of a joined entry ("customers.name") as well.
[[nodiscard]] const catalog::Field* shown_field(const Workbook& book, const Place& place,
                                                const Reference& column) {
  const std::size_t dot = column.name.find('.');
  if (dot == std::string::npos) return book.meaning().field(column);
  const catalog::Entry* other = place.vendor->vendor->find_entry(column.name.substr(0, dot));
  return other == nullptr ? nullptr : field_named(*other, column.name.substr(dot + 1));
}

}  // namespace

const Reference* listed_rows(const QueryPlan& plan) {
  if (!plan.measures.empty()) return &plan.measures[0];
  return plan.columns.empty() ? nullptr : &plan.columns[0];
}

Statement list_statement(Workbook& book, const QueryPlan& plan, const Span& span,
                         const std::string& currency) {
  Statement statement;
  const Reference* rows = listed_rows(plan);
  const VendorMeaning* vendor = rows == nullptr ? nullptr : book.meaning().vendor(rows->vendor);
  const catalog::Entry* entry = rows == nullptr ? nullptr : book.meaning().entry(*rows);
  if (entry == nullptr) {
    book.fail({CompileFault::Kind::list_without_entry, {}, {}});
    return statement;
  }
  // A measure says which rows: "open pull requests" are those that it counts.
  const catalog::Measure which =
      plan.measures.empty()
          ? catalog::Measure()
          : measure_named(*entry, plan.measures[0].name).value_or(catalog::Measure());
  RowScope scope(book, book.table({vendor, entry}, nullptr),
                 {.at = "s.\"at\"", .day = "s.day_at", .local = "s.local_at"});
  Restricting restricting;
  std::string select;
  std::vector<SqlValue> values;
  for (const Reference& column : plan.columns) {
    // "customers.name" in a row's own list of columns is a field of a joined entry.
    const SqlValue value = column.name.find('.') == std::string::npos ? scope.reference(column)
                                                                      : scope.field(column.name);
    const catalog::Field* field = shown_field(book, {vendor, entry}, column);
    const std::string sql = value.type == "money" ? rounded(value.sql, currency, "money")
                                                  : labelled_sql(field, value.sql);
    select += (select.empty() ? "" : ", ") + sql + " AS c" + std::to_string(values.size());
    statement.columns.push_back(list_column(value, book.meaning().field(column), column.name));
    if (value.type == "money") statement.columns.back().unit = currency;
    if (has_labels(field)) statement.columns.back().type = "text";
    values.push_back(value);
  }
  tell_columns_apart(book.meaning(), plan, statement.columns);
  for (std::size_t at = 0; at < plan.filters.size(); ++at)
    restricting.filters.insert(at);
  std::string where = scope.base_condition() + " AND " + scope.expression(which.filter).sql +
                      " AND " + scope.conditions(plan.filters) + " AND " +
                      list_period(scope, plan, which, restricting);
  for (const Related& related : plan.related)
    where += " AND " + related_condition(scope, related, which, plan);
  book.restrict(scope.table(), restricting);
  const std::string with_span = "WITH span AS (" + spans_sql({span}) + ") ";
  if (plan.limit_within) {
    statement.sql = with_span + within_groups(scope, plan, select, where) + " LIMIT " +
                    std::to_string(listed_rows_max);
    return statement;
  }
  const std::string order = list_order(scope, plan, values);
  statement.sql = with_span + "SELECT " + select + " FROM " + scope.from() + ", span s WHERE " +
                  where + order + " LIMIT " +
                  std::to_string(std::min(plan.limit.value_or(listed_rows_max), listed_rows_max));
  return statement;
}

}  // namespace sluice::analytics
