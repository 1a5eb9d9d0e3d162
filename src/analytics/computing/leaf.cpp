#include "analytics/computing/leaf.h"

#include "analytics/computing/group_key.h"
#include "analytics/computing/related_rows.h"
#include "analytics/computing/row_scope.h"
#include "analytics/computing/span_sql.h"
#include "analytics/computing/sql_text.h"
#include "analytics/computing/statement.h"
#include "analytics/meaning/accounts.h"

#include <algorithm>
#include <optional>
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

// Whether some measure of the plan is made of the filter's own rows.
[[nodiscard]] bool has_its_own_measure(const Filter& filter, const QueryPlan& plan) {
  return std::any_of(plan.measures.begin(), plan.measures.end(), [&](const Reference& measure) {
    return measure.vendor == filter.field.vendor && measure.entry == filter.field.entry;
  });
}

[[nodiscard]] bool applies(const Workbook& book, const Filter& filter, const Leaf& leaf,
                           const QueryPlan& plan) {
  const Place place{book.meaning().vendor(filter.field.vendor), book.meaning().entry(filter.field)};
  const bool beside = plan.measures.size() > 1 && leaf.place.entry != place.entry;
  if (!beside) return true;
  // All rows of the vendor say their account.
  if (filter.field.name == account_field && place.vendor == leaf.place.vendor) return true;
  // A filter of one vendor is meant for that vendor's measure, where it has one.
  if (place.vendor != leaf.place.vendor) {
    return std::none_of(plan.measures.begin(), plan.measures.end(), [&](const Reference& measure) {
      return measure.vendor == filter.field.vendor;
    });
  }
  return !has_its_own_measure(filter, plan) || join_path(book.meaning(), leaf.place, place);
}

// Writes the SELECT of one leaf.
class LeafWriter {
 public:
  // With `only_span`: over a table that was fetched for that span alone.
  LeafWriter(Workbook& book, const Leaf& leaf, const LeafFrame& frame,
             std::optional<std::size_t> only_span = std::nullopt)
      : book_(book),
        leaf_(leaf),
        frame_(frame),
        plan_(*frame.plan),
        only_span_(only_span),
        scope_(book, book.table(leaf.place, leaf.measure.arguments, own_range()), moment()) {}

  [[nodiscard]] std::string write() {
    std::string where = scope_.base_condition() + " AND " +
                        scope_.expression(leaf_.measure.filter).sql + " AND " + plan_conditions();
    if (frame_.has_period && !is_state(leaf_.measure.aggregation)) where += " AND " + in_period();
    if (!frame_.restriction.empty()) where += " AND " + restricted();
    const std::string groups = group_columns();
    // What is known of each account is its own latest: of two the later one is not that of both.
    const bool of_each = !leaf_.measure.key.empty() || has_accounts(*leaf_.place.vendor);
    if (leaf_.measure.aggregation == Aggregation::last && of_each)
      return latest_of_each(groups, where);
    const std::string value = value_sql();
    if (is_change(leaf_.measure.aggregation)) where += " AND " + unpaired();
    register_use();
    return "SELECT " + groups + value + " AS v FROM " + scope_.from() + ", span s WHERE " + where +
           (groups.empty() ? "" : " GROUP BY ALL");
  }

 private:
  // The latest row of each key within each group; a group's value is the sum over its keys.
  [[nodiscard]] std::string latest_of_each(const std::string& groups, const std::string& where) {
    const std::string each =
        leaf_.measure.key.empty() ? scope_.field(account_field).sql : key_sql();
    const std::string rows = "SELECT " + groups + each + " AS each_key, " + value_sql() +
                             " AS latest FROM " + scope_.from() + ", span s WHERE " + where +
                             " GROUP BY ALL";
    register_use();
    std::string keys;
    for (std::size_t at = 0; at < plan_.dimensions.size(); ++at)
      keys += "k" + std::to_string(at) + ", ";
    return "SELECT " + keys + "sum(latest) AS v FROM (" + rows + ") each" +
           (keys.empty() ? "" : " GROUP BY ALL");
  }

  [[nodiscard]] Moment moment() const {
    const bool start = leaf_.at_start || is_loss(leaf_.measure.aggregation);
    return start ? at_start : at_end;
  }

  [[nodiscard]] std::string plan_conditions() {
    std::vector<Filter> filters;
    for (std::size_t at = 0; at < plan_.filters.size(); ++at) {
      if (!applies(book_, plan_.filters[at], leaf_, plan_)) {
        book_.note(label_of(leaf_.measure) + ": a filter on " + plan_.filters[at].field.entry +
                   " does not apply");
        continue;
      }
      filters.push_back(plan_.filters[at]);
      restricting_.filters.insert(at);
    }
    if (leaf_.part) filters.insert(filters.end(), plan_.part.begin(), plan_.part.end());
    std::string sql = scope_.conditions(filters);
    for (const Related& related : plan_.related)
      if (leaf_.part || !related.part)
        sql += " AND " + related_condition(scope_, related, leaf_.measure, plan_);
    return sql;
  }

  [[nodiscard]] std::optional<FetchRange> own_range() const {
    if (!only_span_) return std::nullopt;
    const Span& span = (*frame_.spans)[*only_span_];
    return FetchRange{.start = span.start, .end = span.end, .bounded = true};
  }

  [[nodiscard]] std::string in_period() {
    const std::string name = time_field(book_, leaf_, plan_);
    if (only_span_) return "s.i = " + std::to_string(*only_span_);
    if (name.empty()) {
      book_.note(label_of(leaf_.measure) + " has no date: all of it is counted");
      return "true";
    }
    restricting_.time_field = name;
    return in_span(scope_.field(name), frame_.open_start);
  }

  // As the ranking tells it: a code by its label.
  [[nodiscard]] std::string shown(const Reference& field) {
    return "CAST(" + labelled_sql(book_.meaning().field(field), scope_.reference(field).sql) +
           " AS VARCHAR)";
  }

  [[nodiscard]] std::string restricted() {
    if (!plan_.restriction) return "true";
    const Reference& key = plan_.restriction->key;
    std::string sql = shown(key);
    if (is_key_of_one_account(book_.meaning(), key))
      sql = key_within_account(shown(account_of(key)), sql);
    return sql + " IN " + frame_.restriction;
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
      sql += group_key_sql(scope_, plan_, at) + name;
    }
    return sql;
  }

  [[nodiscard]] std::string key_sql() {
    if (leaf_.measure.key.empty()) {
      return book_.fail({CompileFault::Kind::measure_without_key, leaf_.measure.name, {}}).sql;
    }
    return scope_.key(leaf_.measure.key);
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
      case Aggregation::median:
        return "quantile_cont(" + summed() + ", " + std::to_string(leaf_.measure.quantile) + ")";
      case Aggregation::min: return "min(" + summed() + ")";
      case Aggregation::max: return "max(" + summed() + ")";
      case Aggregation::last: return "arg_max(" + summed() + ", " + time_sql() + ")";
      case Aggregation::formula: break;
    }
    return book_.fail({CompileFault::Kind::formula_without_rows, {}, {}}).sql;
  }
  [[nodiscard]] std::string time_sql() { return scope_.field(time_field(book_, leaf_, plan_)).sql; }
  [[nodiscard]] std::string summed() {
    const SqlValue value = scope_.expression(leaf_.measure.expression);
    return value.type == "boolean" ? "CAST(" + value.sql + " AS BIGINT)" : value.sql;
  }

  // Lost: held at the start, and the key does not hold at the end (with whatever plan or filter:
  // who changed the plan did not leave). Gained: the other way round.
  [[nodiscard]] std::string unpaired() {
    const bool loss = is_loss(leaf_.measure.aggregation);
    RowScope other(book_, scope_.table(), loss ? at_end : at_start);
    const std::string key = other.key(leaf_.measure.key);
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
  std::optional<std::size_t> only_span_;
  RowScope scope_;
  Restricting restricting_;
};

}  // namespace

std::string time_field(const Workbook& book, const Leaf& leaf, const QueryPlan& plan) {
  if (plan.time && book.meaning().entry(*plan.time) == leaf.place.entry) return plan.time->name;
  return leaf.measure.time.empty() ? leaf.place.entry->default_time : leaf.measure.time;
}

bool is_asked_by_span(const Workbook& book, const Leaf& leaf, const LeafFrame& frame) {
  const std::string asked = to_wire(leaf.place.entry->arguments) + to_wire(leaf.measure.arguments);
  const bool ranged = asked.find("${from") != std::string::npos;
  if (!frame.has_period || !ranged) return false;
  const std::string name = time_field(book, leaf, *frame.plan);
  if (name.empty() || (leaf.place.entry->asked_by_bucket && frame.bucketed)) return true;
  const catalog::Field* field = field_named(*leaf.place.entry, name);
  return !leaf.measure.additive && !frame.bucketed && field != nullptr &&
         !field->grouped_by.empty();
}

bool is_state(Aggregation aggregation) {
  return aggregation == Aggregation::snapshot_count ||
         aggregation == Aggregation::snapshot_count_distinct ||
         aggregation == Aggregation::snapshot_sum || is_change(aggregation);
}

bool is_zero_when_empty(Aggregation aggregation) {
  return aggregation != Aggregation::average && aggregation != Aggregation::median &&
         aggregation != Aggregation::min && aggregation != Aggregation::max &&
         aggregation != Aggregation::last;
}

// The type of what is summed, found in a workbook of its own: no table is needed for it.
[[nodiscard]] static std::string type_of_expression(const Workbook& book, const Leaf& leaf) {
  Workbook scratch(book.meaning(), book.now());
  RowScope scope(scratch, scratch.table(leaf.place, leaf.measure.arguments), at_end);
  return scope.expression(leaf.measure.expression).type;
}

std::string value_type(const Workbook& book, const Leaf& leaf) {
  switch (leaf.measure.aggregation) {
    case Aggregation::sum:
    case Aggregation::snapshot_sum:
    case Aggregation::lost_sum:
    case Aggregation::gained_sum:
    case Aggregation::min:
    case Aggregation::max:
    case Aggregation::last: {
      return type_of_expression(book, leaf);
    }
    case Aggregation::average:
    case Aggregation::median: return "decimal";
    case Aggregation::count:
    case Aggregation::count_distinct:
    case Aggregation::snapshot_count:
    case Aggregation::snapshot_count_distinct:
    case Aggregation::lost_count:
    case Aggregation::gained_count:
    // A formula is no leaf: its own type is that of what it is computed from.
    case Aggregation::formula: return "integer";
  }
  return "integer";
}

std::string leaf_sql(Workbook& book, const Leaf& leaf, const LeafFrame& frame) {
  if (!is_asked_by_span(book, leaf, frame)) return LeafWriter(book, leaf, frame).write();
  std::string sql;
  for (std::size_t at = 0; at < frame.spans->size(); ++at) {
    if (at > 0) sql += " UNION ALL ";
    sql += LeafWriter(book, leaf, frame, at).write();
  }
  return sql;
}

Leaf rows_of_gap(const Leaf& leaf, const catalog::Gap& gap) {
  Leaf counted = leaf;
  catalog::Measure& measure = counted.measure;
  measure.filter =
      measure.filter.empty() ? gap.when : "(" + measure.filter + ") and (" + gap.when + ")";
  measure.expression.clear();
  const std::vector<std::string>& key = leaf.place.entry->key;
  const bool state = is_state(measure.aggregation);
  if (key.empty()) {
    measure.aggregation = state ? Aggregation::snapshot_count : Aggregation::count;
  } else {
    // A row that holds in several buckets counts once.
    measure.key = key.front();
    measure.aggregation =
        state ? Aggregation::snapshot_count_distinct : Aggregation::count_distinct;
  }
  return counted;
}

}  // namespace sluice::analytics
