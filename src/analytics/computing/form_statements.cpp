#include "analytics/computing/form_statements.h"

#include "analytics/computing/group_key.h"
#include "analytics/computing/related_rows.h"
#include "analytics/computing/span_sql.h"
#include "analytics/computing/sql_text.h"
#include "analytics/meaning/labels.h"

#include <optional>
#include <utility>

namespace sluice::analytics {
namespace {

// The plan with its groups and their values as they are, to be gathered by another SELECT.
[[nodiscard]] QueryPlan without_bands(const QueryPlan& plan) {
  QueryPlan plain = plan;
  if (plan.bands && plan.bands->of_groups) plain.bands.reset();
  plain.frame = Frame::breakdown;
  return plain;
}

[[nodiscard]] analyst::Column counted(std::string name) {
  return {.name = std::move(name), .type = "integer", .unit = "count"};
}

// What came through a funnel is what passed every step: whoever skipped one did not.
[[nodiscard]] std::string steps_sql(RowScope& scope, const QueryPlan& plan) {
  std::string sql;
  std::string passed;
  for (std::size_t at = 0; at < plan.steps.size(); ++at) {
    const std::string moment = scope.reference(plan.steps[at]).sql;
    passed += (at > 0 ? " AND " : "") + ("(" + moment + " IS NOT NULL)");
    sql +=
        (at > 0 ? ", " : "") + ("count(*) FILTER (WHERE " + passed + ") AS n" + std::to_string(at));
  }
  return sql;
}

[[nodiscard]] std::string percent_of(std::size_t at, std::size_t whole) {
  return "round(100.0 * n" + std::to_string(at) + " / nullif(n" + std::to_string(whole) +
         ", 0), 2)";
}

}  // namespace

Statement groups_in_bands(Workbook& book, const QueryPlan& plan, const std::vector<Span>& spans,
                          const std::string& currency) {
  Statement statement = measure_statement(book, without_bands(plan), spans, currency);
  const std::string value = "c" + std::to_string(statement.dimensions);
  const std::vector<double> edges = plan.bands.value_or(Bands()).edges;
  statement.sql = "SELECT b.range AS c0, count(g.band) AS c1 FROM range(" +
                  std::to_string(edges.size() + 1) + ") b LEFT JOIN (SELECT " +
                  band_sql("CAST(" + value + " AS DOUBLE)", edges) + " AS band FROM (" +
                  statement.sql +
                  ") grouped WHERE c0 IS NOT NULL) g ON g.band = b.range "
                  "GROUP BY b.range ORDER BY b.range";
  analyst::Column bands = statement.columns[statement.dimensions];
  statement.columns = {std::move(bands), counted("groups")};
  statement.dimensions = 1;
  return statement;
}

Statement group_count_statement(Workbook& book, const QueryPlan& plan,
                                const std::vector<Span>& spans, const std::string& currency) {
  QueryPlan groups = plan;
  groups.frame = Frame::breakdown;
  Statement statement = measure_statement(book, groups, spans, currency);
  std::string count = "count(*)";
  if (time_dimension(plan) != nullptr) {
    // Buckets without a value are before the records begin. Where all are, nobody knows.
    groups.having.clear();
    const Statement every = measure_statement(book, groups, spans, currency);
    count =
        "CASE WHEN (SELECT count(c1) FROM (" + every.sql + ") every_group) > 0 THEN count(*) END";
  }
  statement.sql =
      "SELECT " + count + " AS c0 FROM (" + statement.sql + ") passing WHERE c0 IS NOT NULL";
  statement.columns = {counted("groups")};
  statement.dimensions = 0;
  return statement;
}

Statement spread_statement(Workbook& book, const QueryPlan& plan, const std::vector<Span>& spans,
                           const std::string& currency) {
  QueryPlan plain = without_bands(plan);
  if (plain.bands) plain.bands->edges.clear();
  const Statement numbers = measure_statement(book, plain, spans, currency);
  const std::string value =
      plan.bands.value_or(Bands()).of_groups ? "c" + std::to_string(numbers.dimensions) : "c0";
  const std::string number = "CAST(" + value + " AS DOUBLE)";
  constexpr std::size_t columns = 3;
  return {.sql = "SELECT min(" + number + "), quantile_cont(" + number + ", 0.95), max(" + number +
                 ") FROM (" + numbers.sql + ") numbers",
          .columns = std::vector<analyst::Column>(columns, {.name = "edge", .type = "decimal"})};
}

Statement funnel_statement(Workbook& book, const QueryPlan& plan, const Span& span) {
  const Reference& rows = plan.steps.front();
  const VendorMeaning* vendor = book.meaning().vendor(rows.vendor);
  const catalog::Entry* entry = book.meaning().entry(rows);
  if (entry == nullptr) {
    book.fail({CompileFault::Kind::not_connected, rows.vendor, rows.entry});
    return {};
  }
  RowScope scope(book, book.table({vendor, entry}, nullptr),
                 {.at = "s.\"at\"", .day = "s.day_at", .local = "s.local_at"});
  Restricting restricting;
  for (std::size_t at = 0; at < plan.filters.size(); ++at)
    restricting.filters.insert(at);
  std::string where = scope.base_condition() + " AND " + scope.conditions(plan.filters);
  for (const Related& related : plan.related)
    where += " AND " + related_condition(scope, related, catalog::Measure(), plan);
  if (plan.period) {
    restricting.time_field = rows.name;
    where += " AND " + in_span(scope.field(rows.name), plan.period->open_start);
  }
  const std::string counts = steps_sql(scope, plan);
  book.restrict(scope.table(), restricting);
  Statement statement;
  statement.sql = "WITH span AS (" + spans_sql({span}) + "), steps AS (SELECT " + counts +
                  " FROM " + scope.from() + ", span s WHERE " + where + ") ";
  for (std::size_t at = 0; at < plan.steps.size(); ++at)
    statement.sql += (at > 0 ? " UNION ALL " : "") +
                     ("SELECT " + std::to_string(at) + " AS c0, " +
                      sql_text(field_label(book.meaning(), plan.steps[at])) + " AS c1, n" +
                      std::to_string(at) + " AS c2, " + percent_of(at, at > 0 ? at - 1 : 0) +
                      " AS c3, " + percent_of(at, 0) + " AS c4 FROM steps");
  statement.sql = "SELECT c1, c2, c3, c4 FROM (" + statement.sql + ") funnel ORDER BY c0";
  statement.columns = {{.name = "step", .type = "text"},
                       counted("rows"),
                       {.name = "percent_of_previous", .type = "decimal", .unit = "percent"},
                       {.name = "percent_of_first", .type = "decimal", .unit = "percent"}};
  statement.dimensions = 1;
  return statement;
}

Statement each_dimension_statement(Workbook& book, const QueryPlan& plan,
                                   const std::vector<Span>& spans, const std::string& currency) {
  Statement all;
  for (const Dimension& dimension : plan.dimensions) {
    QueryPlan one = plan;
    one.frame = Frame::breakdown;
    one.each_dimension = false;
    one.dimensions = {dimension};
    const Statement statement = measure_statement(book, one, spans, currency);
    all.sql += (all.sql.empty() ? "" : " UNION ALL ") +
               ("SELECT " + sql_text(field_label(book.meaning(), dimension.field)) +
                " AS c0, CAST(c0 AS VARCHAR) AS c1, c1 AS c2 FROM (" + statement.sql + ") part" +
                std::to_string(&dimension - plan.dimensions.data()));
    all.gaps = statement.gaps;  // The same rows, whatever they are grouped by.
    all.columns = {
        {.name = "by", .type = "text"}, {.name = "part", .type = "text"}, statement.columns.back()};
  }
  constexpr std::size_t groups = 2;
  all.dimensions = groups;
  return all;
}

}  // namespace sluice::analytics
