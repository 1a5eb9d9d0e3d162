#include "analytics/computing/reshape.h"

#include "analytics/computing/bands.h"
#include "analytics/computing/statement.h"
#include "analytics/language/best_first.h"
#include "base/calendar.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::analytics {
namespace {

using Row = std::vector<Json>;
constexpr std::array<const char*, 7> weekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                              "Friday", "Saturday", "Sunday"};

[[nodiscard]] double number_of(const Json& cell) {
  return cell.is_number() ? cell.get<double>() : 0;
}

// Sums of cents stay cents; integers stay integers.
[[nodiscard]] Json rounded_like(double value, const analyst::Column& column) {
  if (column.type == "integer") return std::llround(value);
  constexpr double decimals = 10'000;
  return std::round(value * decimals) / decimals;
}

// The day that a bucket of days is labelled with: "2026-11-21".
[[nodiscard]] std::optional<LocalDay> labelled_day(const Json& cell) {
  constexpr std::size_t day_bytes = 10;
  const std::string text = cell.is_string() ? cell.get<std::string>() : std::string();
  return parse_day(std::string_view(text).substr(0, day_bytes));
}

[[nodiscard]] std::optional<std::size_t> time_column(const QueryPlan& plan) {
  for (std::size_t at = 0; at < plan.dimensions.size(); ++at)
    if (plan.dimensions[at].grain) return at;
  return std::nullopt;
}

// The row's groups apart from its time: rows with the same ones make one series.
[[nodiscard]] std::string series_of(const QueryPlan& plan, const Row& row) {
  std::string key;
  for (std::size_t at = 0; at < plan.dimensions.size(); ++at)
    if (!plan.dimensions[at].grain) key += to_wire(row[at]) + "\n";
  return key;
}

void run_total(const QueryPlan& plan, analyst::Table& table) {
  std::map<std::string, std::vector<double>> sums;
  const std::size_t groups = plan.dimensions.size();
  for (Row& row : table.rows) {
    std::vector<double>& sum = sums[series_of(plan, row)];
    sum.resize(row.size());
    for (std::size_t at = groups; at < row.size(); ++at) {
      sum[at] += number_of(row[at]);
      row[at] = rounded_like(sum[at], table.columns[at]);
    }
  }
}

void average_window(const QueryPlan& plan, analyst::Table& table) {
  std::map<std::string, std::vector<Row>> seen;
  const std::size_t groups = plan.dimensions.size();
  std::vector<Row> kept;
  for (std::size_t at = groups; at < table.columns.size(); ++at)
    table.columns[at].type = "decimal";
  for (const Row& row : table.rows) {
    std::vector<Row>& before = seen[series_of(plan, row)];
    before.push_back(row);
    if (before.size() < plan.window) continue;  // Only there to make the first value whole.
    Row mean(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(groups));
    for (std::size_t at = groups; at < row.size(); ++at) {
      double sum = 0;
      for (std::size_t back = before.size() - plan.window; back < before.size(); ++back)
        sum += number_of(before[back][at]);
      mean.push_back(rounded_like(sum / static_cast<double>(plan.window), table.columns[at]));
    }
    kept.push_back(std::move(mean));
  }
  table.rows = std::move(kept);
}

// Days as they were counted in the organization's zone, gathered in the order of its week.
void profile_weekdays(const QueryPlan& plan, analyst::Table& table, std::size_t time) {
  std::map<std::pair<std::size_t, std::string>, Row> profile;
  const std::size_t groups = plan.dimensions.size();
  for (Row& row : table.rows) {
    const auto day = labelled_day(row[time]);
    if (!day) continue;
    const auto weekday = static_cast<std::size_t>(weekday_of(*day));  // 0 is Monday.
    const std::size_t place =
        plan.week_starts_on == WeekStart::monday ? weekday : (weekday + 1) % weekdays.size();
    const auto [found, fresh] = profile.try_emplace({place, series_of(plan, row)}, row);
    found->second[time] = weekdays.at(weekday);
    if (fresh) continue;
    for (std::size_t at = groups; at < row.size(); ++at)
      found->second[at] =
          rounded_like(number_of(found->second[at]) + number_of(row[at]), table.columns[at]);
  }
  table.columns[time] = {.name = "weekday", .type = "text"};
  table.rows.clear();
  // As in any other breakdown, what has no rows is no group: closed on Sundays, as it were.
  const auto is_empty = [&](const Row& row) {
    return std::ranges::all_of(row.begin() + static_cast<std::ptrdiff_t>(groups), row.end(),
                               [](const Json& value) { return number_of(value) == 0; });
  };
  for (auto& [key, row] : profile)
    if (!is_empty(row)) table.rows.push_back(std::move(row));
  if (plan.frame != Frame::top || groups >= table.columns.size()) return;
  const double sign = plan.order && !plan.order->descending ? -1 : 1;
  table.rows = best_first(std::move(table.rows),
                          [&](const Row& row) { return sign * number_of(row[groups]); });
  if (plan.limit && table.rows.size() > *plan.limit) table.rows.resize(*plan.limit);
}

// Places among the edges become words. An outermost band that nobody named, and that nothing falls
// in, is left out: no amount is below nought.
void name_bands(const QueryPlan& plan, analyst::Table& table) {
  const std::vector<double> edges = plan.bands.value_or(Bands()).edges;
  analyst::Column& column = table.columns.front();
  const std::string unit = column.unit;
  column = {.name = "band", .type = "text"};
  const std::size_t groups = plan.dimensions.size();
  const auto is_idle = [&](const Row& row) {
    const bool below = row[0] == 0 && edges.front() <= 0;
    return below && std::all_of(row.begin() + static_cast<std::ptrdiff_t>(groups), row.end(),
                                [](const Json& cell) { return number_of(cell) == 0; });
  };
  std::erase_if(table.rows, is_idle);
  for (Row& row : table.rows)
    if (row[0].is_number())
      row[0] = band_label(edges, static_cast<std::size_t>(number_of(row[0])), unit);
}

// "Other", unless one of the groups is called so itself.
[[nodiscard]] std::string name_of_rest(const std::vector<Row>& kept) {
  const bool taken = std::any_of(kept.begin(), kept.end(), [](const Row& row) {
    return row[0] == "Other" || row[0] == "other";
  });
  return taken ? "All others" : "Other";
}

// The first rows as they are, all others as one. Rows without a name belong to the others.
void gather_rest(const QueryPlan& plan, analyst::Table& table) {
  const std::size_t most = plan.limit.value_or(table.rows.size());
  std::vector<Row> kept;
  std::optional<Row> rest;
  for (Row& row : table.rows) {
    if (kept.size() < most && !row[0].is_null()) {
      kept.push_back(std::move(row));
      continue;
    }
    if (!rest) {
      rest = row;
      (*rest)[0] = name_of_rest(kept);
      continue;
    }
    for (std::size_t at = 1; at < row.size(); ++at)
      (*rest)[at] = rounded_like(number_of((*rest)[at]) + number_of(row[at]), table.columns[at]);
  }
  if (rest) kept.push_back(std::move(*rest));
  table.rows = std::move(kept);
}

[[nodiscard]] Json change(const QueryPlan& plan, const Json& before, const Json& now) {
  if (plan.change == Change::absolute) {
    if (!before.is_number() && !now.is_number()) return nullptr;
    constexpr double decimals = 10'000;
    const double difference = number_of(now) - number_of(before);
    const bool whole = (before.is_null() || before.is_number_integer()) &&
                       (now.is_null() || now.is_number_integer());
    if (whole) return std::llround(difference);
    return std::round(difference * decimals) / decimals;
  }
  if (!before.is_number() || before.get<double>() == 0) return nullptr;
  constexpr double hundredths = 100;
  const double percent = 100 * (number_of(now) - number_of(before)) / before.get<double>();
  return std::round(percent * hundredths) / hundredths;
}

[[nodiscard]] analyst::Column change_column(const QueryPlan& plan, const analyst::Column& of) {
  if (plan.change == Change::percent)
    return {.name = "change_percent", .type = "decimal", .unit = "percent"};
  return {.name = "change", .type = of.type, .unit = of.unit};
}

}  // namespace

std::size_t buckets_before(const QueryPlan& plan) {
  if (plan.transform != Transform::moving_average || plan.window == 0) return 0;
  return plan.window - 1;
}

analyst::Table reshaped(const QueryPlan& plan, analyst::Table table) {
  const auto time = time_column(plan);
  if (time && plan.dimensions[*time].part == DatePart::weekday)
    profile_weekdays(plan, table, *time);
  if (plan.bands && !plan.bands->edges.empty() && !table.columns.empty()) name_bands(plan, table);
  switch (plan.transform) {
    case Transform::none: break;
    case Transform::running_total: run_total(plan, table); break;
    case Transform::moving_average: average_window(plan, table); break;
  }
  if (plan.rest && plan.frame == Frame::top && !plan.dimensions.empty()) gather_rest(plan, table);
  return table;
}

std::size_t group_columns(const QueryPlan& plan) {
  if (plan.frame == Frame::funnel) return 1;
  if (plan.count_groups) return 0;
  constexpr std::size_t dimension_and_part = 2;
  return plan.each_dimension ? dimension_and_part : plan.dimensions.size();
}

namespace {

// What moved most stands first within its dimension, and each part says how much of the whole
// change it is: of parts that add up, that is arithmetic.
void rank_parts(analyst::Table& table) {
  std::vector<std::string> order;
  std::map<std::string, double> wholes;
  for (const Row& row : table.rows) {
    const std::string by = to_wire(row.front());
    if (wholes.try_emplace(by, 0).second) order.push_back(by);
    wholes[by] += number_of(row.back());
  }
  const auto place = [&](const Row& row) {
    return std::find(order.begin(), order.end(), to_wire(row.front())) - order.begin();
  };
  table.rows = best_first(std::move(table.rows),
                          [](const Row& row) { return std::abs(number_of(row.back())); });
  // Equal ones keep the order that they had: that of the change.
  table.rows = best_first(std::move(table.rows),
                          [&](const Row& row) { return -static_cast<double>(place(row)); });
  for (Row& row : table.rows) {
    const double whole = wholes[to_wire(row.front())];
    constexpr double hundredths = 100;
    const double share = 100 * number_of(row.back()) / whole;
    row.push_back(whole == 0 ? Json() : Json(std::round(share * hundredths) / hundredths));
  }
  table.columns.push_back({.name = "share_of_change", .type = "decimal", .unit = "percent"});
}

}  // namespace

analyst::Table with_change(const QueryPlan& plan, analyst::Table table) {
  const std::size_t groups = group_columns(plan);
  if (plan.change == Change::none || table.columns.size() != groups + 2) return table;
  table.columns.push_back(change_column(plan, table.columns[groups]));
  for (Row& row : table.rows)
    row.push_back(change(plan, row[groups], row[groups + 1]));
  if (plan.each_dimension) {
    rank_parts(table);
    return table;
  }
  if (time_column(plan)) return table;
  // What moved most stands first.
  table.rows = best_first(std::move(table.rows),
                          [](const Row& row) { return std::abs(number_of(row.back())); });
  return table;
}

analyst::Table change_of(const QueryPlan& plan, const analyst::Table& stretches) {
  analyst::Table table;
  if (stretches.rows.size() != 2 || stretches.columns.size() != 2) return stretches;
  const Json& before = stretches.rows[0][1];
  const Json& now = stretches.rows[1][1];
  analyst::Column earlier = stretches.columns[1];
  earlier.name = "previous_" + earlier.name;
  table.columns = {std::move(earlier), stretches.columns[1],
                   change_column(plan, stretches.columns[1])};
  table.rows.push_back({before, now, change(plan, before, now)});
  return table;
}

}  // namespace sluice::analytics
