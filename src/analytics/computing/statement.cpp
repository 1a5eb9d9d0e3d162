#include "analytics/computing/statement.h"

#include "analytics/computing/column_names.h"
#include "analytics/computing/group_key.h"
#include "analytics/computing/group_rows.h"
#include "analytics/computing/leaf_beginning.h"
#include "analytics/computing/measure_tree.h"
#include "analytics/computing/row_scope.h"
#include "analytics/computing/span_sql.h"
#include "analytics/computing/sql_text.h"
#include "analytics/meaning/length.h"
#include "base/currency.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sluice::analytics {
namespace {

// A column that is shown, filtered by, or both.
struct Shown {
  std::string sql;
  analyst::Column column;
};

class MeasureWriter {
 public:
  MeasureWriter(Workbook& book, const QueryPlan& plan, const std::vector<Span>& spans,
                std::string currency)
      : book_(book),
        plan_(plan),
        spans_(spans),
        tree_(book, currency, time_dimension(plan) != nullptr),
        currency_(std::move(currency)) {}

  [[nodiscard]] Statement write() {
    frame_.plan = &plan_;
    frame_.spans = &spans_;
    frame_.has_period = plan_.period.has_value() || time_dimension(plan_) != nullptr;
    // A series needs its first bucket, so "since ever" is open only where nothing is bucketed.
    frame_.open_start =
        plan_.period && plan_.period->open_start && time_dimension(plan_) == nullptr;
    frame_.bucketed = time_dimension(plan_) != nullptr;
    add_dimensions();
    add_values();
    for (const Having& having : plan_.having)
      add_having(having);
    if (plan_.restriction) frame_.restriction = restriction_sql(*plan_.restriction);
    Statement statement{.sql = sql(), .columns = {}, .dimensions = plan_.dimensions.size()};
    for (const Leaf& leaf : tree_.leaves())
      add_gaps(leaf, statement);
    for (const Shown& shown : columns_)
      statement.columns.push_back(shown.column);
    tell_columns_apart(book_.meaning(), plan_, statement.columns);
    return statement;
  }

 private:
  void add_dimensions() {
    for (std::size_t at = 0; at < plan_.dimensions.size(); ++at) {
      const Dimension& dimension = plan_.dimensions[at];
      analyst::Column column{.name = dimension.field.name};
      if (dimension.grain) {
        column.name = to_text(*dimension.grain);
        column.type = to_text(*dimension.grain);
        columns_.push_back({.sql = "s.label", .column = std::move(column)});
        continue;
      }
      const catalog::Entry* entry = book_.meaning().entry(dimension.field);
      const auto length =
          entry == nullptr ? std::nullopt : length_named(*entry, dimension.field.name);
      const catalog::Field* field = book_.meaning().field(dimension.field);
      if (length && is_banded(plan_, at)) {
        columns_.push_back({.sql = "keys." + key_name(at),
                            .column = {.name = "length", .type = "decimal", .unit = length->unit}});
        continue;
      }
      if (field == nullptr) {
        const Reference& wanted = dimension.field;
        book_.fail({CompileFault::Kind::unknown_field, wanted.entry, wanted.name});
        continue;
      }
      column.type = field->type == "money" ? "decimal" : field->type;
      if (has_labels(field) && !is_banded(plan_, at)) column.type = "text";
      if (is_hour(plan_, at)) column = {.name = "hour", .type = "text"};
      // The unit is that of the labels which the bands are given once they are counted.
      if (is_banded(plan_, at)) column.unit = field->type == "money" ? currency_ : field->unit;
      columns_.push_back({.sql = shown_key_sql(plan_, at, "keys." + key_name(at), field),
                          .column = std::move(column)});
    }
  }

  void add_value(const MeasureValue& value, std::string name) {
    const std::string type = value.type == "integer" ? "integer" : "decimal";
    columns_.push_back({.sql = rounded(value.sql, value.unit, value.type),
                        .column = {.name = std::move(name), .type = type, .unit = value.unit}});
  }

  void add_values() {
    if (plan_.frame == Frame::share) {
      add_share();
    } else if (plan_.derivation != Derivation::none && plan_.measures.size() > 1) {
      add_derived();
    } else {
      for (const Reference& measure : plan_.measures) {
        add_value(tree_.value(measure), measure.name);
      }
    }
  }

  void add_share() {
    if (plan_.measures.empty()) {
      book_.fail({CompileFault::Kind::share_without_measure, {}, {}});
      return;
    }
    const MeasureValue whole = tree_.value(plan_.measures[0]);
    // Without a part named it is each group of the whole; with one, the part of each group.
    const bool of_part = !plan_.part.empty() || std::ranges::any_of(plan_.related, &Related::part);
    const std::string all = of_part ? "CAST(" + whole.sql + " AS DOUBLE)"
                                    : "sum(CAST(" + whole.sql + " AS DOUBLE)) OVER ()";
    const std::string part = of_part ? tree_.value(plan_.measures[0], true).sql : whole.sql;
    add_value({.sql = "(100.0 * CAST(" + part + " AS DOUBLE) / nullif(" + all + ", 0))",
               .type = "decimal",
               .unit = "percent",
               .label = {}},
              "percent");
  }

  void add_derived() {
    const MeasureValue first = tree_.value(plan_.measures[0]);
    const MeasureValue second = tree_.value(plan_.measures[1]);
    const std::string left = "CAST(" + first.sql + " AS DOUBLE)";
    const std::string right = "CAST(" + second.sql + " AS DOUBLE)";
    if (plan_.derivation == Derivation::difference) {
      add_value({.sql = "(" + left + " - " + right + ")",
                 .type = first.type == second.type ? first.type : "decimal",
                 .unit = first.unit,
                 .label = {}},
                "difference");
      return;
    }
    const bool percent = plan_.derivation == Derivation::percent;
    // Money by a count is money (an average); money by money is a plain ratio.
    const bool money = first.unit == currency_ && second.unit != currency_;
    add_value({.sql = "(" + std::string(percent ? "100.0 * " : "") + left + " / nullif(" + right +
                      ", 0))",
               .type = money && !percent ? "money" : "decimal",
               .unit = percent ? "percent" : (money ? currency_ : "ratio"),
               .label = {}},
              percent ? "percent" : "ratio");
  }

  void add_having(const Having& having) {
    const Filter filter{.field = having.measure, .op = having.op, .values = {having.value}};
    having_ += " AND " + condition({tree_.value(having.measure).sql, "decimal"}, filter);
  }

  void add_gaps(const Leaf& leaf, Statement& statement) {
    QueryPlan whole = plan_;
    // How many rows lack a value is said of the answer as a whole, not of each group.
    whole.dimensions.clear();
    LeafFrame frame = frame_;
    frame.plan = &whole;
    for (const catalog::Gap& gap : leaf.measure.gaps) {
      const Leaf counted = rows_of_gap(leaf, gap);
      statement.gaps.push_back({.sql = "WITH span AS (" + spans_sql(spans_) +
                                       ") SELECT sum(v) FROM (" + leaf_sql(book_, counted, frame) +
                                       ") g",
                                .say = gap.say});
    }
  }

  // The keys of the N largest, as a parenthesised SELECT of one column.
  [[nodiscard]] std::string restriction_sql(const Restriction& restriction) {
    QueryPlan ranking;
    ranking.frame = Frame::top;
    ranking.measures = {restriction.measure};
    ranking.dimensions = {{.field = restriction.key, .grain = std::nullopt}};
    const bool of_accounts = is_key_of_one_account(book_.meaning(), restriction.key);
    if (of_accounts)
      ranking.dimensions.push_back({.field = account_of(restriction.key), .grain = std::nullopt});
    ranking.filters = plan_.filters;
    ranking.period = plan_.period;
    ranking.timezone = plan_.timezone;
    ranking.week_starts_on = plan_.week_starts_on;
    ranking.order = OrderBy{.by_measure = true, .descending = restriction.largest};
    ranking.limit = restriction.count;
    // Series are ranked over their whole time.
    std::vector<Span> whole{spans_.front()};
    whole[0].end = spans_.back().end;
    whole[0].at = spans_.back().at;
    whole[0].end_day = spans_.back().end_day;
    whole[0].day_at = spans_.back().day_at;
    whole[0].local_end = spans_.back().local_end;
    whole[0].local_at = spans_.back().local_at;
    const Statement statement = measure_statement(book_, ranking, whole, currency_);
    const std::string key =
        of_accounts ? key_within_account("c1", "CAST(c0 AS VARCHAR)") : "CAST(c0 AS VARCHAR)";
    return "(SELECT " + key + " FROM (" + statement.sql + ") ranked WHERE c0 IS NOT NULL)";
  }

  [[nodiscard]] std::string join_sql(const Leaf& leaf) const {
    std::string on = "true";
    for (std::size_t at = 0; at < plan_.dimensions.size(); ++at) {
      const std::string key = key_name(at);
      // A group without a name is a group: NULL meets NULL here.
      on.append(" AND keys.").append(key).append(" IS NOT DISTINCT FROM ");
      on.append(leaf.name).append(".").append(key);
    }
    return " LEFT JOIN " + leaf.name + " ON " + on;
  }

  [[nodiscard]] std::string sql() {
    std::string sql = "WITH span AS (" + spans_sql(spans_) + ")";
    for (const Leaf& leaf : tree_.leaves()) {
      sql += ", " + leaf.name + " AS (" + leaf_sql(book_, leaf, frame_) + ")";
      sql += ", " + leaf.name + "_from AS (" + beginning_sql(book_, leaf, frame_) + ")";
    }
    sql += ", keys AS (" + keys_sql(plan_, tree_.leaves()) + ") SELECT ";
    for (std::size_t at = 0; at < columns_.size(); ++at) {
      sql += (at > 0 ? ", " : "") + columns_[at].sql + " AS c" + std::to_string(at);
    }
    sql += " FROM keys";
    for (const Leaf& leaf : tree_.leaves())
      sql += join_sql(leaf);
    for (std::size_t at = 0; at < plan_.dimensions.size(); ++at) {
      if (plan_.dimensions[at].grain) sql += " JOIN span s ON s.i = keys." + key_name(at);
    }
    sql += " WHERE true" + having_ + named_groups_only();
    return plan_.limit_within ? within_groups(sql) : sql + order_sql() + limit_sql();
  }

  // Places are counted within each group of one dimension.
  [[nodiscard]] std::string within_groups(const std::string& groups) {
    const auto within = std::ranges::find(
        plan_.dimensions, plan_.limit_within.value_or(Reference()), &Dimension::field);
    if (within == plan_.dimensions.end() || columns_.size() <= plan_.dimensions.size())
      return book_.fail({CompileFault::Kind::form_incomplete, "limit within groups", {}}).sql;
    const auto group = static_cast<std::size_t>(within - plan_.dimensions.begin());
    return places_within(plan_, groups, group, columns_.size());
  }

  // Who has the most is a question about somebody.
  [[nodiscard]] std::string named_groups_only() const {
    std::string sql;
    if (plan_.rest) return sql;  // Who has no name is among the others.
    for (std::size_t at = 0; at < plan_.dimensions.size() && plan_.limit; ++at) {
      if (!plan_.dimensions[at].grain) sql += " AND keys." + key_name(at) + " IS NOT NULL";
    }
    return sql;
  }

  [[nodiscard]] std::string order_sql() const {
    const std::size_t dimensions = plan_.dimensions.size();
    if (dimensions == 0) return "";
    // "The first month in which": by time, whatever its buckets are called.
    const bool first = plan_.frame == Frame::top && plan_.order && !plan_.order->by_measure;
    if (first && time_dimension(plan_) != nullptr)
      return plan_.order->descending ? " ORDER BY s.i DESC" : " ORDER BY s.i";
    // Hours and bands stand in their own order, whatever they are called.
    const bool ranked = plan_.frame == Frame::top;
    if (!ranked && is_hour(plan_, 0)) return " ORDER BY c0" + names_behind();
    if (!ranked && fixed_keys(plan_, 0)) return " ORDER BY keys." + key_name(0) + names_behind();
    const bool series = plan_.frame != Frame::top && time_dimension(plan_) != nullptr;
    const bool by_measure =
        plan_.order ? plan_.order->by_measure && plan_.frame != Frame::trend : !series;
    std::string sql = " ORDER BY ";
    if (series && !by_measure) sql += "s.i, ";
    if (by_measure && columns_.size() > dimensions) {
      const bool ascending = plan_.order && !plan_.order->descending;
      sql += "c" + std::to_string(dimensions) + (ascending ? " ASC" : " DESC") + " NULLS LAST, ";
    }
    const bool names_down =
        plan_.order && !plan_.order->by_measure && plan_.order->descending && !series;
    for (std::size_t at = 0; at < dimensions; ++at) {
      sql += (at > 0 ? ", c" : "c") + std::to_string(at);
      if (at == 0 && names_down) sql += " DESC";
    }
    return sql;
  }

  [[nodiscard]] std::string names_behind() const {
    std::string sql;
    for (std::size_t at = 1; at < plan_.dimensions.size(); ++at)
      sql += ", c" + std::to_string(at);
    return sql;
  }

  [[nodiscard]] std::string limit_sql() const {
    // Of a distribution whose bands are still to be chosen, and where groups are counted, every one
    // is looked at.
    if (plan_.bands || plan_.count_groups) return "";
    const bool cut_later =
        plan_.rest ||
        std::any_of(plan_.dimensions.begin(), plan_.dimensions.end(),
                    [](const Dimension& each) { return each.part == DatePart::weekday; });
    const std::size_t most = cut_later ? grouped_rows_max : plan_.limit.value_or(grouped_rows_max);
    return " LIMIT " + std::to_string(std::min(most, grouped_rows_max));
  }

  Workbook& book_;
  const QueryPlan& plan_;
  const std::vector<Span>& spans_;
  MeasureTree tree_;
  std::string currency_;
  LeafFrame frame_;
  std::vector<Shown> columns_;
  std::string having_;
};

}  // namespace

const Dimension* time_dimension(const QueryPlan& plan) {
  const auto found = std::find_if(plan.dimensions.begin(), plan.dimensions.end(),
                                  [](const Dimension& each) { return each.grain.has_value(); });
  return found == plan.dimensions.end() ? nullptr : &*found;
}

bool is_mean_of_buckets(const QueryPlan& plan) {
  return plan.frame == Frame::total && !plan.count_groups && plan.dimensions.size() == 1 &&
         plan.dimensions.front().grain.has_value();
}

std::string rounded(const std::string& sql, std::string_view unit, std::string_view type) {
  if (type == "integer") return sql;
  // A mean of money has the digits of its currency too.
  constexpr int of_percent = 2;
  constexpr int of_others = 4;
  const int otherwise = unit == "percent" || type == "money" ? of_percent : of_others;
  const int digits = currency_digits(unit).value_or(otherwise);
  return "round(CAST(" + sql + " AS DOUBLE), " + std::to_string(digits) + ")";
}

Statement measure_statement(Workbook& book, const QueryPlan& plan, const std::vector<Span>& spans,
                            const std::string& currency) {
  return MeasureWriter(book, plan, spans, currency).write();
}

Statement range_statement(Workbook& book, const QueryPlan& plan) {
  Statement statement{.sql = "SELECT NULL, NULL", .columns = std::vector<analyst::Column>(2)};
  const Dimension* dimension = time_dimension(plan);
  if (dimension == nullptr) return statement;
  const VendorMeaning* vendor = book.meaning().vendor(dimension->field.vendor);
  const catalog::Entry* entry = book.meaning().entry(dimension->field);
  const bool known = entry != nullptr && !plan.measures.empty();
  const auto measure = known ? measure_named(*entry, plan.measures[0].name) : std::nullopt;
  if (!known) return statement;
  RowScope scope(book, book.table({vendor, entry}, measure ? measure->arguments : Json()),
                 book.now());
  const SqlValue time = scope.field(dimension->field.name);
  statement.sql = "SELECT CAST(min(" + time.sql + ") AS TIMESTAMP), CAST(max(" + time.sql +
                  ") AS TIMESTAMP) FROM " + scope.from() + " WHERE " + scope.base_condition();
  return statement;
}

}  // namespace sluice::analytics
