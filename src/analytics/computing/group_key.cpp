#include "analytics/computing/group_key.h"

#include "analytics/computing/span_sql.h"
#include "analytics/computing/sql_text.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace sluice::analytics {
namespace {

// Digits without an exponent, which SQL text of ours never has.
[[nodiscard]] std::string decimal(double value) {
  constexpr std::size_t letters = 64;
  std::array<char, letters> text{};
  std::snprintf(text.data(), text.size(), "%.6f", value);
  return sql_number(text.data());
}

[[nodiscard]] std::string hour_sql(RowScope& rows, const QueryPlan& plan, std::size_t at) {
  const std::optional<WallClock>& clock = rows.book().clock();
  const SqlValue time = rows.reference(plan.dimensions[at].field);
  if (!clock || (time.type != "timestamp" && time.type != "local"))  // A day has no hour.
    return rows.book().fail({CompileFault::Kind::form_incomplete, "hour", {}}).sql;
  return local_hour_sql(time, clock->zone, clock->from, clock->until);
}

}  // namespace

bool is_banded(const QueryPlan& plan, std::size_t at) {
  return plan.bands && !plan.bands->of_groups && at == 0;
}

bool is_hour(const QueryPlan& plan, std::size_t at) {
  return plan.dimensions[at].part == DatePart::hour;
}

std::string band_sql(const std::string& value, const std::vector<double>& edges) {
  std::string sql = "CASE WHEN " + value + " IS NULL THEN NULL";
  for (std::size_t at = 0; at < edges.size(); ++at)
    sql += " WHEN " + value + " < " + decimal(edges[at]) + " THEN " + std::to_string(at);
  return sql + " ELSE " + std::to_string(edges.size()) + " END";
}

std::optional<std::size_t> fixed_keys(const QueryPlan& plan, std::size_t at) {
  const std::vector<double> edges = plan.bands.value_or(Bands()).edges;
  if (is_banded(plan, at) && !edges.empty()) return edges.size() + 1;
  return std::nullopt;
}

std::string group_key_sql(RowScope& rows, const QueryPlan& plan, std::size_t at) {
  if (is_hour(plan, at)) return hour_sql(rows, plan, at);
  const SqlValue value = rows.reference(plan.dimensions[at].field);
  if (!is_banded(plan, at))
    return value.type == "text" ? "nullif(trim(" + value.sql + "), '')" : value.sql;
  if (!is_numeric(value.type))
    return rows.book()
        .fail({CompileFault::Kind::not_a_number, plan.dimensions[at].field.name, {}})
        .sql;
  const std::vector<double> edges = plan.bands.value_or(Bands()).edges;
  return edges.empty() ? value.sql : band_sql(value.sql, edges);
}

bool has_labels(const catalog::Field* field) {
  return field != nullptr &&
         std::ranges::any_of(field->values, [](const auto& value) { return !value.label.empty(); });
}

std::string labelled_sql(const catalog::Field* field, const std::string& key) {
  if (!has_labels(field)) return key;
  const std::string text = "CAST(" + key + " AS VARCHAR)";
  std::string sql = "CASE " + text;
  for (const catalog::FieldValue& value : field->values)
    if (!value.label.empty())
      sql += " WHEN " + sql_text(value.value) + " THEN " + sql_text(value.label);
  return sql + " ELSE " + text + " END";
}

std::string shown_key_sql(const QueryPlan& plan, std::size_t at, const std::string& key,
                          const catalog::Field* field) {
  if (is_hour(plan, at)) return "lpad(CAST(" + key + " AS VARCHAR), 2, '0') || ':00'";
  return is_banded(plan, at) ? key : labelled_sql(field, key);
}

}  // namespace sluice::analytics
