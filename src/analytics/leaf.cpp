#include "analytics/leaf.h"

#include "analytics/sql_text.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

using catalog::Aggregation;

// How a state is looked at: at the end of a span, or at its start.
const Moment at_end{.at = "s.\"at\"", .day = "s.day_at", .local = "s.local_at"};
const Moment at_start{.at = "s.start_at", .day = "s.day_before", .local = "s.local_start"};

[[nodiscard]] bool is_change(Aggregation aggregation) {
  return aggregation == Aggregation::lost_count || aggregation == Aggregation::lost_sum ||
         aggregation == Aggregation::gained_count || aggregation == Aggregation::gained_sum;
}
[[nodiscard]] bool is_loss(Aggregation aggregation) {
  return aggregation == Aggregation::lost_count || aggregation == Aggregation::lost_sum;
}

[[nodiscard]] bool applies(const Filter& filter, const Leaf& leaf, const QueryPlan& plan) {
  const std::string& slug = leaf.place.vendor->vendor->slug;
  if (filter.field.vendor == slug) return true;
  // A filter of one vendor is meant for that vendor's measure, where it has one.
  return std::none_of(plan.measures.begin(), plan.measures.end(), [&](const Reference& measure) {
    return measure.vendor == filter.field.vendor;
  });
}

// Writes the SELECT of one leaf.
class LeafWriter {
 public:
  LeafWriter(Workbook& book, const Leaf& leaf, const LeafFrame& frame)
      : book_(book),
        leaf_(leaf),
        frame_(frame),
        plan_(*frame.plan),
        scope_(book, book.table(leaf.place, leaf.measure.arguments), moment()) {}

  [[nodiscard]] std::string write() {
    std::string where = scope_.base_condition() + " AND " +
                        scope_.expression(leaf_.measure.filter).sql + " AND " + plan_conditions();
    if (frame_.has_period && !is_state(leaf_.measure.aggregation)) where += " AND " + in_period();
    if (!frame_.restriction.empty()) where += " AND " + restricted();
    const std::string groups = group_columns();
    const std::string value = value_sql();
    if (is_change(leaf_.measure.aggregation)) where += " AND " + unpaired();
    register_use();
    return "SELECT " + groups + value + " AS v FROM " + scope_.from() + ", span s WHERE " + where +
           (groups.empty() ? "" : " GROUP BY ALL");
  }

 private:
  [[nodiscard]] Moment moment() const {
    const bool start = leaf_.at_start || is_loss(leaf_.measure.aggregation);
    return start ? at_start : at_end;
  }

  [[nodiscard]] std::string plan_conditions() {
    std::vector<Filter> filters;
    for (std::size_t at = 0; at < plan_.filters.size(); ++at) {
      if (!applies(plan_.filters[at], leaf_, plan_)) continue;
      filters.push_back(plan_.filters[at]);
      restricting_.filters.insert(at);
    }
    if (leaf_.part) filters.insert(filters.end(), plan_.part.begin(), plan_.part.end());
    return scope_.conditions(filters);
  }

  [[nodiscard]] std::string time_field() const {
    if (plan_.time && book_.meaning().entry(*plan_.time) == leaf_.place.entry) {
      return plan_.time->name;
    }
    return leaf_.measure.time.empty() ? leaf_.place.entry->default_time : leaf_.measure.time;
  }

  [[nodiscard]] std::string in_period() {
    const std::string name = time_field();
    if (name.empty()) {
      book_.note(label_of(leaf_.measure) + " has no date: all of it is counted");
      return "true";
    }
    const catalog::Field* field = field_named(*leaf_.place.entry, name);
    const TableNeed& need = book_.need(scope_.table());
    // A tool that is told the range and would otherwise give one row a day: users of two days are
    // not the sum of both.
    if (!leaf_.measure.additive && !frame_.bucketed && field != nullptr &&
        !field->grouped_by.empty() && need.place == leaf_.place) {
      return "true";
    }
    restricting_.time_field = name;
    const SqlValue time = scope_.field(name);
    std::string start = "s.start_at";
    std::string end = "s.end_at";
    if (time.type == "date") {
      start = "s.first_day";
      end = "s.end_day";
    } else if (time.type == "local") {
      start = "s.local_start";
      end = "s.local_end";
    }
    const std::string lower = frame_.open_start ? "" : time.sql + " >= " + start + " AND ";
    return lower + time.sql + " < " + end;
  }

  [[nodiscard]] std::string restricted() {
    const SqlValue key = scope_.reference(plan_.restriction->key);
    return "CAST(" + key.sql + " AS VARCHAR) IN " + frame_.restriction;
  }

  // "s.i AS k0, r0.country AS k1, " in the order of the plan's dimensions.
  [[nodiscard]] std::string group_columns() {
    std::string sql;
    for (std::size_t at = 0; at < plan_.dimensions.size(); ++at) {
      const Dimension& dimension = plan_.dimensions[at];
      const std::string name = " AS k" + std::to_string(at) + ", ";
      if (dimension.grain) {
        sql += "s.i" + name;
        continue;
      }
      const SqlValue value = scope_.reference(dimension.field);
      sql += (value.type == "text" ? "nullif(trim(" + value.sql + "), '')" : value.sql) + name;
    }
    return sql;
  }

  [[nodiscard]] std::string key_sql() {
    if (leaf_.measure.key.empty()) {
      return book_.fail("the measure " + leaf_.measure.name + " has no key").sql;
    }
    return scope_.field(leaf_.measure.key).sql;
  }

  [[nodiscard]] std::string value_sql() {
    switch (leaf_.measure.aggregation) {
      case Aggregation::count:
      case Aggregation::snapshot_count: return "count(*)";
      case Aggregation::count_distinct:
      case Aggregation::snapshot_count_distinct:
      case Aggregation::lost_count:
      case Aggregation::gained_count: return "count(DISTINCT " + key_sql() + ")";
      case Aggregation::sum:
      case Aggregation::snapshot_sum:
      case Aggregation::lost_sum:
      case Aggregation::gained_sum: return "sum(" + summed() + ")";
      case Aggregation::average: return "avg(" + summed() + ")";
      case Aggregation::median: return "median(" + summed() + ")";
      case Aggregation::min: return "min(" + summed() + ")";
      case Aggregation::max: return "max(" + summed() + ")";
      case Aggregation::formula: break;
    }
    return book_.fail("a formula has no rows").sql;
  }
  [[nodiscard]] std::string summed() {
    const SqlValue value = scope_.expression(leaf_.measure.expression);
    return value.type == "boolean" ? "CAST(" + value.sql + " AS BIGINT)" : value.sql;
  }

  // Lost: held at the start, and the key does not hold at the end (with whatever plan or filter:
  // who changed the plan did not leave). Gained: the other way round.
  [[nodiscard]] std::string unpaired() {
    const bool loss = is_loss(leaf_.measure.aggregation);
    RowScope other(book_, scope_.table(), loss ? at_end : at_start);
    const std::string key = other.field(leaf_.measure.key).sql;
    const std::string holds =
        other.base_condition() + " AND " + other.expression(leaf_.measure.filter).sql;
    return "(s.i, " + key_sql() + ") NOT IN (SELECT s.i, " + key + " FROM " + other.from() +
           ", span s WHERE " + key + " IS NOT NULL AND " + holds + ")";
  }

  void register_use() {
    TableNeed& need = book_.need(scope_.table());
    need.additive = need.additive && leaf_.measure.additive;
    if (is_change(leaf_.measure.aggregation)) restricting_.filters.clear();
    book_.restrict(scope_.table(), restricting_);
  }

  Workbook& book_;
  const Leaf& leaf_;
  const LeafFrame& frame_;
  const QueryPlan& plan_;
  RowScope scope_;
  Restricting restricting_;
};

}  // namespace

bool is_state(Aggregation aggregation) {
  return aggregation == Aggregation::snapshot_count ||
         aggregation == Aggregation::snapshot_count_distinct ||
         aggregation == Aggregation::snapshot_sum || is_change(aggregation);
}

bool is_zero_when_empty(Aggregation aggregation) {
  return aggregation != Aggregation::average && aggregation != Aggregation::median &&
         aggregation != Aggregation::min && aggregation != Aggregation::max;
}

std::string value_type(Workbook& book, const Leaf& leaf) {
  switch (leaf.measure.aggregation) {
    case Aggregation::sum:
    case Aggregation::snapshot_sum:
    case Aggregation::lost_sum:
    case Aggregation::gained_sum:
    case Aggregation::min:
    case Aggregation::max: {
      RowScope scope(book, book.table(leaf.place, leaf.measure.arguments), at_end);
      return scope.expression(leaf.measure.expression).type;
    }
    case Aggregation::average:
    case Aggregation::median: return "decimal";
    default: return "integer";
  }
}

std::string leaf_sql(Workbook& book, const Leaf& leaf, const LeafFrame& frame) {
  return LeafWriter(book, leaf, frame).write();
}

std::string spans_sql(const std::vector<Span>& spans) {
  std::string rows;
  for (std::size_t at = 0; at < spans.size(); ++at) {
    const Span& span = spans[at];
    if (at > 0) rows += ", ";
    rows += "(" + std::to_string(at) + ", " + sql_text(span.label) + ", " +
            sql_timestamp(span.start) + ", " + sql_timestamp(span.end) + ", " +
            sql_timestamp(span.at) + ", " + sql_date(span.first_day) + ", " +
            sql_date(span.end_day) + ", " + sql_date(span.day_before) + ", " +
            sql_date(span.day_at) + ", " + sql_timestamp(span.local_start) + ", " +
            sql_timestamp(span.local_end) + ", " + sql_timestamp(span.local_at) + ")";
  }
  return "SELECT * FROM (VALUES " + rows +
         ") v(i, label, start_at, end_at, \"at\", first_day, end_day, day_before, day_at, "
         "local_start, local_end, local_at)";
}

}  // namespace sluice::analytics
