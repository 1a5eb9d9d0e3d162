#include "analytics/computing/leaf_beginning.h"

#include "analytics/computing/row_scope.h"
#include "analytics/computing/statement.h"

#include <algorithm>
#include <optional>
#include <string>

namespace sluice::analytics {
namespace {

// Whether the vendor may have left rows out for the sake of a filter.
[[nodiscard]] bool is_filtered_by_vendor(const catalog::Entry& entry, const QueryPlan& plan) {
  return std::ranges::any_of(entry.pushdowns, [&](const catalog::Pushdown& pushdown) {
    const bool value = pushdown.op == "eq" || pushdown.op == "in";
    return value && std::ranges::any_of(plan.filters, [&](const Filter& filter) {
             return filter.field.entry == entry.name && filter.field.name == pushdown.field;
           });
  });
}

[[nodiscard]] bool is_coarse(const LeafFrame& frame) {
  const Dimension* time = time_dimension(*frame.plan);
  std::optional<Grain> grain = time == nullptr ? std::nullopt : time->grain;
  if (!grain && frame.plan->period) grain = frame.plan->period->grain;
  return grain && *grain != Grain::day && *grain != Grain::week;
}

// In UTC: days and readings of a wall clock are moved by the offset that the spans begin with.
[[nodiscard]] std::string first_moment(const SqlValue& time) {
  const std::string first = "CAST(min(" + time.sql + ") AS TIMESTAMP)";
  if (time.type == "date")
    return first + " + (SELECT max(start_at - CAST(first_day AS TIMESTAMP)) FROM span)";
  return time.type == "local" ? first + " + (SELECT max(start_at - local_start) FROM span)" : first;
}

}  // namespace

std::string beginning_sql(Workbook& book, const Leaf& leaf, const LeafFrame& frame) {
  const std::string always = "TIMESTAMP '0001-01-01 00:00:00'";
  if (is_filtered_by_vendor(*leaf.place.entry, *frame.plan))
    return "SELECT " + always + " AS begins";
  if (is_asked_by_span(book, leaf, frame)) {
    std::string rows;
    for (std::size_t at = 0; at < frame.spans->size(); ++at) {
      const Span& span = (*frame.spans)[at];
      const std::size_t table =
          book.table(leaf.place, leaf.measure.arguments,
                     FetchRange{.start = span.start, .end = span.end, .bounded = true});
      rows += (at > 0 ? " + " : "") + ("(SELECT count(*) FROM " + book.need(table).name + ")");
    }
    return "SELECT CASE WHEN " + rows + " > 0 THEN " + always + " END AS begins";
  }
  RowScope scope(book, book.table(leaf.place, leaf.measure.arguments), book.now());
  const std::string name = is_state(leaf.measure.aggregation) ? leaf.place.entry->default_time
                                                              : time_field(book, leaf, *frame.plan);
  const bool by_time = is_coarse(frame) && !leaf.at_start && !name.empty();
  const std::string first = by_time ? first_moment(scope.field(name)) : always;
  return "SELECT CASE WHEN count(*) > 0 THEN coalesce(" + first + ", " + always +
         ") END AS begins FROM " + scope.from();
}

}  // namespace sluice::analytics
