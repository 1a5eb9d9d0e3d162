#include "analytics/answering/chart.h"

#include "analytics/computing/reshape.h"
#include "analytics/computing/statement.h"
#include "analytics/language/number_text.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::size_t bars_max = 20;        // More categories: the rest is "Other".
constexpr std::size_t series_max = 6;       // More lines: a heat map or a table reads better.
constexpr std::size_t bar_points_max = 12;  // Of a series: up to a year of months.
constexpr std::size_t hours_per_day = 24;
constexpr std::size_t parts_max = 5;  // Of a whole, in one bar.

constexpr std::array<std::pair<Mark, std::string_view>, 9> mark_names{{
    {Mark::number, "number"},
    {Mark::line, "line"},
    {Mark::bar, "bar"},
    {Mark::stacked_bar, "stacked-bar"},
    {Mark::pie, "pie"},
    {Mark::scatter, "scatter"},
    {Mark::heatmap, "heatmap"},
    {Mark::funnel, "funnel"},
    {Mark::table, "table"},
}};

[[nodiscard]] std::string format_of(const analyst::Column& column) {
  if (is_currency(column.unit)) return "currency";
  if (column.unit == "percent") return "percent";
  if (column.type == "integer") return "integer";
  const bool time = column.unit == "seconds" || column.unit == "minutes" ||
                    column.unit == "hours" || column.unit == "days";
  if (time) return "duration";
  return column.type == "decimal" ? "decimal" : "text";
}

[[nodiscard]] bool is_time_bucket(const analyst::Column& column) {
  constexpr std::array kinds = {"day", "week", "month", "quarter", "year"};
  return std::find(kinds.begin(), kinds.end(), column.type) != kinds.end();
}
[[nodiscard]] bool is_number(const analyst::Column& column) {
  return column.type == "integer" || column.type == "decimal";
}

[[nodiscard]] std::size_t different(const analyst::Table& table, std::size_t column) {
  std::set<std::string> values;
  for (const auto& row : table.rows)
    values.insert(to_wire(row[column]));
  return values.size();
}

// The columns that are drawn: groups first, then values.
struct Shape {
  std::vector<std::size_t> groups;
  std::vector<std::size_t> values;
};
[[nodiscard]] Shape shape_of(const QueryPlan& plan, const analyst::Table& table) {
  Shape shape;
  const bool comparison = plan.comparison != Comparison::none && plan.dimensions.empty();
  const std::size_t groups =
      std::min(table.columns.size(), group_columns(plan) + (comparison ? 1U : 0U));
  for (std::size_t at = 0; at < table.columns.size(); ++at) {
    if (at < groups) {
      shape.groups.push_back(at);
    } else if (is_number(table.columns[at])) {
      shape.values.push_back(at);
    }
  }
  return shape;
}

[[nodiscard]] Chart table_chart() {
  Chart chart;
  chart.sort = "descending";
  chart.format = "text";
  return chart;
}

class ChartChooser {
 public:
  ChartChooser(const QueryPlan& plan, const analyst::Table& table, Shape shape)
      : plan_(plan), table_(table), shape_(std::move(shape)) {}

  [[nodiscard]] Chart choose() {
    if (plan_.frame == Frame::list || shape_.values.empty()) return chart_;
    const analyst::Column& value = table_.columns[shape_.values[0]];
    chart_.format = format_of(value);
    chart_.unit = value.unit;
    add_values(value);
    if (shape_.groups.empty()) {
      chart_.mark =
          shape_.values.size() == 1 && table_.rows.size() == 1 ? Mark::number : Mark::table;
    } else if (shape_.groups.size() == 1) {
      one_group(table_.columns[shape_.groups[0]]);
    } else if (shape_.groups.size() == 2) {
      two_groups();
    }
    follow_hint();
    return chart_;
  }

 private:
  // Values of different units never share an axis.
  void add_values(const analyst::Column& first) {
    for (const std::size_t at : shape_.values) {
      if (table_.columns[at].unit == first.unit) chart_.y.push_back(table_.columns[at].name);
    }
  }
  [[nodiscard]] bool coarse(const analyst::Column& column) const {
    return column.type == "month" || column.type == "quarter" || column.type == "year";
  }
  void one_group(const analyst::Column& group) {
    chart_.x = group.name;
    if (is_time_bucket(group)) {
      const bool sums = chart_.format == "currency" || chart_.format == "integer";
      const bool few = table_.rows.size() <= bar_points_max && coarse(group) && sums;
      chart_.mark = few && shape_.values.size() == 1 ? Mark::bar : Mark::line;
      chart_.sort = "none";
      return;
    }
    const bool parts = plan_.frame == Frame::share && table_.rows.size() >= 2 &&
                       table_.rows.size() <= parts_max && plan_.part.empty();
    chart_.mark = parts ? Mark::stacked_bar : Mark::bar;
    chart_.stacked = parts;
    chart_.horizontal = true;
    chart_.shown_max = bars_max;
    if (plan_.comparison != Comparison::none && plan_.dimensions.empty()) chart_.sort = "none";
    // The others stand last however many they are, and what has an order of its own keeps it.
    const bool profile = !plan_.dimensions.empty() && plan_.dimensions.front().part.has_value();
    const bool ordered = profile || plan_.bands || plan_.frame == Frame::funnel;
    if (plan_.rest || ordered) chart_.sort = "none";
    if (profile && plan_.dimensions.front().part == DatePart::hour) {
      chart_.horizontal = false;
      chart_.shown_max = hours_per_day;
    }
    if (plan_.frame == Frame::funnel) chart_.mark = Mark::funnel;
  }
  void two_groups() {
    // Each group has names of its own, and each dimension parts of its own: no axis holds them.
    if (plan_.limit_within || plan_.each_dimension) return;
    const bool first_is_time = is_time_bucket(table_.columns[shape_.groups[0]]);
    const bool second_is_time = is_time_bucket(table_.columns[shape_.groups[1]]);
    const std::size_t x = second_is_time && !first_is_time ? 1 : 0;
    chart_.x = table_.columns[shape_.groups[x]].name;
    chart_.series = table_.columns[shape_.groups[1 - x]].name;
    const std::size_t series = different(table_, shape_.groups[1 - x]);
    if (first_is_time || second_is_time) {
      chart_.mark = Mark::line;
      chart_.sort = "none";
      chart_.shown_max = series_max;
    } else {
      chart_.mark = series <= series_max ? Mark::stacked_bar : Mark::heatmap;
      chart_.stacked = chart_.mark == Mark::stacked_bar;
    }
  }
  void follow_hint() {
    const auto wanted =
        std::find_if(mark_names.begin(), mark_names.end(),
                     [this](const auto& each) { return each.second == plan_.chart_hint; });
    if (wanted == mark_names.end()) return;
    const bool grouped = !shape_.groups.empty();
    const bool fits = wanted->first == Mark::table || (wanted->first == Mark::number) == !grouped;
    if (fits) chart_.mark = wanted->first;
  }

  const QueryPlan& plan_;
  const analyst::Table& table_;
  Shape shape_;
  Chart chart_ = table_chart();
};

}  // namespace

std::string_view to_text(Mark mark) {
  for (const auto& [known, name] : mark_names) {
    if (known == mark) return name;
  }
  return "table";
}

OrderedJson to_json(const Chart& chart) {
  return {{"mark", to_text(chart.mark)},
          {"title", chart.title},
          {"x", chart.x.empty() ? OrderedJson() : OrderedJson(chart.x)},
          {"y", chart.y},
          {"series", chart.series.empty() ? OrderedJson() : OrderedJson(chart.series)},
          {"horizontal", chart.horizontal},
          {"stacked", chart.stacked},
          {"partial_last", chart.partial_last},
          {"partial", chart.partial},
          {"sort", chart.sort},
          {"format", chart.format},
          {"unit", chart.unit.empty() ? OrderedJson() : OrderedJson(chart.unit)},
          {"shown_max", chart.shown_max}};
}

Chart choose_chart(const QueryPlan& plan, const analyst::Table& table, std::string title) {
  Chart chart = ChartChooser(plan, table, shape_of(plan, table)).choose();
  chart.title = std::move(title);
  chart.partial_last = plan.period && plan.period->partial && time_dimension(plan) != nullptr;
  return chart;
}

}  // namespace sluice::analytics
