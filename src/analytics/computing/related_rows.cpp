#include "analytics/computing/related_rows.h"

#include "analytics/computing/span_sql.h"
#include "analytics/meaning/related_path.h"

namespace sluice::analytics {
namespace {

// A tool that is told a range gives only the rows of the asked time: that a row has no partner in
// them says nothing.
[[nodiscard]] bool is_told_a_range(const catalog::Entry& entry) {
  return to_wire(entry.arguments).find("${from") != std::string::npos;
}

[[nodiscard]] std::string other_filters(RowScope& other, const Related& related) {
  return related.filters.empty() ? "" : " AND " + other.conditions(related.filters);
}

}  // namespace

std::string related_condition(RowScope& rows, const Related& related,
                              const catalog::Measure& counted, const QueryPlan& plan) {
  Workbook& book = rows.book();
  const VendorMeaning* vendor = book.meaning().vendor(related.rows.vendor);
  const catalog::Entry* entry = book.meaning().entry(related.rows);
  using Kind = CompileFault::Kind;
  if (entry == nullptr)
    return book.fail({Kind::not_connected, related.rows.vendor, related.rows.entry}).sql;
  const auto measure = measure_named(*entry, related.rows.name);
  if (!measure) return book.fail({Kind::unknown_measure, entry->name, related.rows.name}).sql;
  const auto path = related_path(book.meaning(), rows.place(), counted, {vendor, entry});
  if (!path || is_told_a_range(*entry))
    return book.fail({Kind::not_joinable, rows.place().entry->name, entry->name}).sql;
  const auto zone = TimeZone::find(plan.timezone);
  const std::string found = rows.exists(*path, [&](RowScope& other) {
    std::string sql = other.expression(measure->filter).sql + other_filters(other, related);
    const std::string& time = measure->time.empty() ? entry->default_time : measure->time;
    if (!related.period || !zone) return sql;
    if (time.empty()) return book.fail({Kind::unknown_field, entry->name, "time"}).sql;
    return sql + " AND " + in_period(other.field(time), *related.period, *zone);
  });
  // A row that leads nowhere has none either.
  return related.present ? found : "NOT coalesce(" + found + ", false)";
}

}  // namespace sluice::analytics
