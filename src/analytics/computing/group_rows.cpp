#include "analytics/computing/group_rows.h"

#include "analytics/computing/group_key.h"
#include "analytics/computing/statement.h"

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string groups_of(const std::vector<Leaf>& leaves, const std::string& columns,
                                    const std::string& where = "") {
  std::string sql;
  for (const Leaf& leaf : leaves)
    sql += (sql.empty() ? "" : " UNION ") +
           ("SELECT DISTINCT " + columns + " FROM " + leaf.name + where);
  return sql;
}

// "c0, c1, c2"
[[nodiscard]] std::string columns_sql(std::size_t count) {
  std::string sql;
  for (std::size_t at = 0; at < count; ++at)
    sql += (at > 0 ? ", c" : "c") + std::to_string(at);
  return sql;
}

}  // namespace

std::string key_name(std::size_t at) {
  return "k" + std::to_string(at);
}

std::string keys_sql(const QueryPlan& plan, const std::vector<Leaf>& leaves) {
  std::string found;
  std::string columns;
  std::string sources;
  const auto source = [&](const std::string& column, const std::string& from) {
    columns += (columns.empty() ? "" : ", ") + column;
    sources += (sources.empty() ? "" : ", ") + from;
  };
  for (std::size_t at = 0; at < plan.dimensions.size(); ++at) {
    const std::string key = key_name(at);
    if (plan.dimensions[at].grain) {
      source("span.i AS " + key, "span");
    } else if (const auto count = fixed_keys(plan, at)) {
      // Rows whose number nobody knows stand in no band; that is told, so they are a group.
      source(key, "(SELECT range AS " + key + " FROM range(" + std::to_string(*count) + ") UNION " +
                      groups_of(leaves, key, " WHERE " + key + " IS NULL") + ") f" + key);
    } else {
      found += (found.empty() ? "" : ", ") + key;
    }
  }
  if (!found.empty()) source("g.*", "(" + groups_of(leaves, found) + ") g");
  return columns.empty() ? "SELECT 1 AS one" : "SELECT " + columns + " FROM " + sources;
}

std::string places_within(const QueryPlan& plan, const std::string& groups, std::size_t group,
                          std::size_t columns) {
  const std::string within = "c" + std::to_string(group);
  const std::string value = "c" + std::to_string(plan.dimensions.size());
  const bool ascending = plan.order && !plan.order->descending;
  return "SELECT " + columns_sql(columns) + " FROM (SELECT *, row_number() OVER (PARTITION BY " +
         within + " ORDER BY " + value + (ascending ? " ASC" : " DESC") + " NULLS LAST, " +
         columns_sql(plan.dimensions.size()) + ") AS place FROM (" + groups +
         ") chosen) placed WHERE place <= " + std::to_string(plan.limit.value_or(1)) + " AND " +
         value + " IS NOT NULL ORDER BY " + within + ", place LIMIT " +
         std::to_string(grouped_rows_max);
}

}  // namespace sluice::analytics
