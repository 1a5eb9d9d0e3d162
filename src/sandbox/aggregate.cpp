// Sums over fact tables, and the shapes in which they are answered.
#include "sandbox/aggregate.h"

#include "sandbox/aggregate_plan.h"
#include "sandbox/formula.h"
#include "sandbox/row_filter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::string_view interval_column = "interval";

std::string_view interval_word(Grain grain) {
  switch (grain) {
    case Grain::day: return "day";
    case Grain::week: return "week";
    case Grain::month: return "month";
    case Grain::quarter: return "quarter";
    case Grain::year: return "year";
  }
  return "day";
}

// The rows one series sums over, and the names that are measures in them.
struct Source {
  Rows rows;
  std::vector<std::string> dimensions;
  std::vector<std::string> measures;
  std::string date_column;
};

// A member of a row, or of an object in it: vendors keep the dimensions and the statistics of a row
// in members of their own ({"groupings": {...}, "statistics": {...}}).
const Value& value_in(const Value& row, const std::string& name) {
  const Value& plain = ItemPath(name).first(row);
  if (!plain.is_null() || !row.is_object()) return plain;
  for (const auto& [ignored, inner] : row.items())
    if (inner.is_object() && inner.contains(name)) return inner[name];
  return plain;
}

// The names that a formula adds, divides and so on; none when it is no formula.
std::vector<std::string> names_in(const std::string& formula) {
  std::vector<std::string> names;
  (void)evaluate(formula, [&](std::string_view name) -> std::optional<double> {
    names.emplace_back(name);
    return 1.0;
  });
  return names;
}

bool is_formula_over(const std::string& formula, const std::vector<std::string>& names) {
  return evaluate(formula,
                  [&](std::string_view name) -> std::optional<double> {
                    if (std::ranges::find(names, name) == names.end()) return std::nullopt;
                    return 1.0;
                  })
      .has_value();
}

// A table answers only when it knows every dimension and measure: a sum that left a filter out
// would be a plausible wrong number, which is what the product's tests look for.
bool fits(const FactTable& table, const AggregatePlan& plan, const Series& series) {
  const auto has = [&](const std::string& name) { return table.has_dimension(name); };
  if (!plan.breakdown.empty() && !has(plan.breakdown)) return false;
  if (!std::ranges::all_of(plan.filtered, has)) return false;
  if (!std::ranges::all_of(plan.groups, [&](const Group& group) { return has(group.column); }))
    return false;
  return std::ranges::all_of(series.measures, [&](const Measure& measure) {
    return measure.formula.empty() || is_formula_over(measure.formula, table.measures);
  });
}

// A table without the series' field answers only where no other table has it: a table of active
// users knows no events.
const FactTable* table_for(const ToolCall& call, const AggregatePlan& plan, const Series& series) {
  const std::string& own = series.measures.front().table;
  if (!own.empty()) {
    const FactTable* table = call.world.facts(own);
    return table != nullptr && fits(*table, plan, series) ? table : nullptr;
  }
  const bool by_series = !series.label.empty() && std::ranges::any_of(plan.tables, [&](auto& name) {
    const FactTable* table = call.world.facts(name);
    return table != nullptr && table->has_dimension(plan.series_field);
  });
  for (const std::string& name : plan.tables) {
    const FactTable* table = call.world.facts(name);
    if (table == nullptr || !fits(*table, plan, series)) continue;
    if (!by_series || table->has_dimension(plan.series_field)) return table;
  }
  return nullptr;
}

std::string date_column_among(const std::vector<std::string>& names) {
  static constexpr std::array<std::string_view, 5> known{"date", "week", "cohort_week", "month",
                                                         "day"};
  for (const std::string& name : names)
    if (std::ranges::find(known, name) != known.end()) return name;
  return {};
}

bool in_range(const DayRange& range, const Value& row, const std::string& column) {
  if (column.empty() || (!range.first && !range.last)) return true;
  const auto day = day_in(as_text(ItemPath(column).first(row)));
  return day && range.holds(*day);
}

// A table may keep a number for each size of interval (people who were active in a day, a week, a
// month): they are never added, and a question takes those of its own size. Empty: it does not.
std::string interval_of(const Source& source, const AggregatePlan& plan) {
  const bool has = std::ranges::find(source.dimensions, interval_column) != source.dimensions.end();
  const bool grouped = std::ranges::any_of(
      plan.groups, [](const Group& group) { return group.column == interval_column; });
  if (!has || grouped) return {};
  for (const Group& group : plan.groups)
    if (group.bucket) return std::string(interval_word(*group.bucket));
  return std::string(interval_word(Grain::day));
}

OrSentence<Source> source_for(const ToolCall& call, const AggregatePlan& plan,
                              const Series& series) {
  Source source;
  const Value* all = nullptr;
  if (const std::string items = text_of(call.spec, "items"); !items.empty()) {
    all = &call.world.collection(items);
    for (const Measure& measure : series.measures)
      for (std::string& name : names_in(measure.formula))
        if (std::ranges::find(source.measures, name) == source.measures.end())
          source.measures.push_back(std::move(name));
    source.date_column = text_of(call.spec, "date_field");
  } else {
    const FactTable* table = table_for(call, plan, series);
    if (table == nullptr)
      return std::unexpected("there is no data for this combination of measures and dimensions");
    all = &table->rows;
    source.dimensions = table->dimensions;
    source.measures = table->measures;
    // The first date of the table, unless the group names its own: retention counts weeks.
    source.date_column = date_column_among(table->dimensions);
  }
  const auto filter = row_filter(call);
  if (!filter) return std::unexpected(filter.error());
  const bool by_label =
      !series.label.empty() &&
      std::ranges::find(source.dimensions, plan.series_field) != source.dimensions.end();
  const std::string interval = interval_of(source, plan);
  for (const Value& row : *all) {
    if (!interval.empty() && !same_value(member_of(row, interval_column), interval)) continue;
    if (by_label && !same_value(member_of(row, plan.series_field), series.label)) continue;
    const bool wanted = std::ranges::all_of(series.measures.front().where, [&](const auto& pair) {
      return same_value(member_of(row, pair.first), pair.second);
    });
    if (wanted && in_range(plan.range, row, source.date_column) && (*filter)(row))
      source.rows.push_back(&row);
  }
  return source;
}

// "date[0:6]", "channel before ' / '", "channel after ' / '".
std::string derived_text(const std::string& rule, const std::string& text) {
  if (const std::size_t open = rule.find('['); open != std::string::npos) {
    const std::size_t colon = rule.find(':', open);
    const std::size_t from = std::stoul(rule.substr(open + 1));
    const std::size_t to = std::stoul(rule.substr(colon + 1));
    return from < text.size() ? text.substr(from, to - from) : std::string();
  }
  const std::size_t quote = rule.find('\'');
  if (quote == std::string::npos) return text;
  const std::string mark = rule.substr(quote + 1, rule.rfind('\'') - quote - 1);
  const std::size_t at = text.find(mark);
  if (rule.contains(" before ")) return text.substr(0, at);
  return at == std::string::npos ? std::string() : text.substr(at + mark.size());
}

Value group_value(const Group& group, const Value& row) {
  const Value& value = value_in(row, group.column);
  if (group.bucket) {
    const auto day = day_in(as_text(value));
    return day ? Value(day_text(start_of(*group.bucket, *day, WeekStart::monday))) : value;
  }
  if (!group.derived.empty()) return derived_text(group.derived, as_text(value));
  return value;
}

// Whole where it is whole; otherwise without the dust of binary fractions.
Value number_value(double number) {
  // Six decimals: 0.1 + 0.2 must read 0.3 in the sample data's expected answers.
  constexpr double dust = 1e6;
  if (std::floor(number) == number && std::abs(number) < 9e15)
    return static_cast<std::int64_t>(number);
  return std::round(number * dust) / dust;
}

struct Bin {
  Value keys = Value::array();
  std::map<std::string, double, std::less<>> sums;
};

void add_row(const Source& source, const Series& series, const Value& row, Bin& bin) {
  for (const std::string& name : source.measures)
    bin.sums[name] += number_of(value_in(row, name)).value_or(0);
  for (const Measure& measure : series.measures)
    if (!measure.weight.empty())
      // A percentile or a rate cannot be added up; its mean has to count each row by its weight.
      bin.sums["weighted " + measure.formula] +=
          number_of(member_of(row, measure.formula)).value_or(0) *
          number_of(member_of(row, measure.weight)).value_or(0);
}

Value measured(const Measure& measure, const Bin& bin) {
  const NameValue sum_of = [&](std::string_view name) -> std::optional<double> {
    const auto found = bin.sums.find(name);
    if (found == bin.sums.end()) return std::nullopt;
    return found->second;
  };
  if (!measure.weight.empty()) {
    const double weight = sum_of(measure.weight).value_or(0);
    const double sum = sum_of("weighted " + measure.formula).value_or(0);
    return number_value(weight == 0 ? 0 : sum / weight);
  }
  return number_value(evaluate(measure.formula, sum_of).value_or(0));
}

// The bins in the order in which the table's rows first fall into them.
std::vector<Bin> bins_of(const Source& source, const std::vector<Group>& groups,
                         const Series& series) {
  std::vector<Bin> bins;
  std::map<std::string, std::size_t, std::less<>> places;
  for (const Value* row : source.rows) {
    Value keys = Value::array();
    for (const Group& group : groups)
      keys.push_back(group_value(group, *row));
    const auto [place, is_new] = places.try_emplace(to_wire_text(keys), bins.size());
    if (is_new) bins.push_back({std::move(keys), {}});
    add_row(source, series, *row, bins[place->second]);
  }
  if (bins.empty() && groups.empty()) bins.push_back({});  // A total of nothing is zero.
  return bins;
}

Value flat_row(const ToolCall& call, const AggregatePlan& plan, const Series& series,
               const std::vector<Group>& groups, const Bin& bin) {
  // Some vendors put the dimensions into a member of their own beside the statistics.
  const std::string under = text_of(member_of(call.spec, "group_by"), "under");
  Value keys = Value::object();
  for (std::size_t i = 0; i < groups.size() && i < bin.keys.size(); ++i) {
    keys[groups[i].shown] = bin.keys[i];
    if (i == 0 && !series.label.empty()) keys[plan.series_field] = series.label;
  }
  if (groups.empty() && !series.label.empty()) keys[plan.series_field] = series.label;
  Value values = Value::object();
  for (const Measure& measure : series.measures) {
    if (measure.formula.empty()) {
      for (const auto& [name, sum] : bin.sums)
        values[name] = number_value(sum);
    } else {
      values[measure.shown] = measured(measure, bin);
    }
  }
  if (!under.empty()) return {{under, std::move(keys)}, {"statistics", std::move(values)}};
  keys.update(values);
  return keys;
}

// {label, breakdown_value, days, data, count}: one object a line of the chart.
void add_trend(const AggregatePlan& plan, const Series& series, const std::vector<Bin>& bins,
               Value& results) {
  std::map<std::string, std::size_t, std::less<>> places;
  for (const Bin& bin : bins) {
    const Value breakdown = plan.breakdown.empty() ? Value() : bin.keys.back();
    const auto [place, is_new] = places.try_emplace(as_text(breakdown), results.size());
    if (is_new) {
      results.push_back({{"label", series.label}});
      if (!breakdown.is_null()) results.back()["breakdown_value"] = breakdown;
      results.back()["days"] = Value::array();
      results.back()["data"] = Value::array();
      results.back()["count"] = 0;
    }
    Value& line = results[place->second];
    const Value number = measured(series.measures.front(), bin);
    line["days"].push_back(bin.keys.front());
    line["data"].push_back(number);
    line["count"] = number_value(line["count"].get<double>() + number.get<double>());
  }
}

}  // namespace

OrSentence<Value> aggregate(const ToolCall& plain_call) {
  // A tool may wrap its query, even twice: what is below is found as if it stood on top.
  std::vector<std::string> envelopes;
  for (const Value& path : member_of(plain_call.spec, "arguments_below"))
    envelopes.push_back(as_text(path));
  const Arguments arguments = plain_call.arguments.also_below(envelopes);
  const auto spec = specification_for(plain_call.spec, arguments);
  if (!spec) return std::unexpected(spec.error());
  const ToolCall call{plain_call.world, *spec, arguments, plain_call.now, plain_call.zone};
  const auto plan = plan_of(call);
  if (!plan) return std::unexpected(plan.error());
  std::vector<Group> groups = plan->groups;
  if (!plan->breakdown.empty())
    groups.push_back({plan->breakdown, plan->breakdown, {}, std::nullopt});
  const bool trend = text_of(*spec, "shape").starts_with("results:[{label") &&
                     text_of(*spec, "content") != "markdown-table";
  Value results = Value::array();
  for (const Series& series : plan->series) {
    const auto source = source_for(call, *plan, series);
    if (!source) return std::unexpected(source.error());
    const auto bins = bins_of(*source, groups, series);
    if (trend) {
      add_trend(*plan, series, bins, results);
    } else {
      for (const Bin& bin : bins)
        results.push_back(flat_row(call, *plan, series, groups, bin));
    }
  }
  return results;
}

}  // namespace sluice::sandbox
