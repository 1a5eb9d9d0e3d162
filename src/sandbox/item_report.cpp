#include "sandbox/item_report.h"

#include "base/text.h"
#include "sandbox/query_language.h"
#include "sandbox/row_filter.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace sluice::sandbox {
namespace {

enum class Function { count, count_values, count_distinct, sum, mean, median, least, most };

std::optional<Function> function_named(std::string_view name) {
  using Named = std::pair<std::string_view, Function>;
  static constexpr std::array<Named, 10> names{Named{"count_items", Function::count},
                                               Named{"count", Function::count_values},
                                               Named{"count_distinct", Function::count_distinct},
                                               Named{"sum", Function::sum},
                                               Named{"average", Function::mean},
                                               Named{"avg", Function::mean},
                                               Named{"mean", Function::mean},
                                               Named{"median", Function::median},
                                               Named{"min", Function::least},
                                               Named{"max", Function::most}};
  const std::string word = lower(name);
  const auto* const found = std::ranges::find(names, word, &Named::first);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

struct Measure {
  std::string shown;
  Function function = Function::count;
  std::string path;  // Empty: of the items themselves.
};

struct Column {
  std::string shown;
  std::vector<ItemPath> paths;  // The first that an item has counts.
};

using Plan = std::pair<std::vector<Measure>, std::vector<Column>>;

OrSentence<Measure> measure_from(const ToolCall& call, const Value& form, const Value& asked) {
  const Value& aggregate = member_of(call.spec, "aggregate");
  const std::string name = text_of(asked, text_of(form, "function"));
  const std::string column = text_of(asked, text_of(form, "column"));
  const auto function = function_named(name);
  if (!function) return std::unexpected("unknown function " + name);
  // Without a column a count is one of the items.
  if (column.empty() && *function != Function::count && *function != Function::count_values)
    return std::unexpected(name + " needs a " + text_of(form, "column"));
  if (column.empty()) return Measure{name, Function::count, {}};
  Measure measure{name + "_" + column, *function, filled(text_of(aggregate, "path"), column)};
  if (!some_row_has(call, measure.path)) return std::unexpected("unknown column " + column);
  return measure;
}

// Where a column that groups stands: "paths" of the group_by, else the one "path" of all columns.
std::vector<ItemPath> paths_of_group(const ToolCall& call, const std::string& column) {
  const Value& aggregate = member_of(call.spec, "aggregate");
  const Value& several = member_of(member_of(aggregate, "group_by"), "paths");
  const Value one = Value::array({text_of(aggregate, "path")});
  std::vector<ItemPath> paths;
  for (const Value& pattern : several.is_array() ? several : one)
    if (const std::string path = filled(as_text(pattern), column); some_row_has(call, path))
      paths.emplace_back(path);
  return paths;
}

Value key_of(const Column& column, const Value& item) {
  for (const ItemPath& path : column.paths)
    if (const Value& value = path.first(item); !value.is_null()) return value;
  return {};
}

OrSentence<Plan> plan_of(const ToolCall& call) {
  const Value& aggregate = member_of(call.spec, "aggregate");
  const Value& form = member_of(aggregate, "measures");
  const Value asked = call.arguments.find(text_of(form, "argument"));
  Plan plan;
  for (const Value& one : asked.is_array() ? asked : Value::array({asked})) {
    if (one.is_null()) continue;
    auto measure = measure_from(call, form, one);
    if (!measure) return std::unexpected(measure.error());
    plan.first.push_back(std::move(*measure));
  }
  if (plan.first.empty()) plan.first.push_back({"COUNT", Function::count, {}});
  const std::string groups = text_of(member_of(aggregate, "group_by"), "argument");
  const Value columns = call.arguments.find(groups);
  for (const Value& column : columns.is_array() ? columns : Value::array({columns})) {
    if (column.is_null()) continue;
    auto paths = paths_of_group(call, as_text(column));
    if (paths.empty()) return std::unexpected("unknown column " + as_text(column));
    plan.second.push_back({as_text(column), std::move(paths)});
  }
  return plan;
}

// The values of a column among the items of a group, nulls left out.
std::vector<const Value*> values_of(const Rows& items, const std::string& path) {
  std::vector<const Value*> values;
  const ItemPath at(path);
  for (const Value* item : items)
    for (const Value* value : at.find(*item))
      if (!value->is_null()) values.push_back(value);
  return values;
}

std::vector<double> numbers_in(const std::vector<const Value*>& values) {
  std::vector<double> numbers;
  for (const Value* value : values)
    if (const auto number = number_of(*value)) numbers.push_back(*number);
  std::ranges::sort(numbers);
  return numbers;
}

double median_of(const std::vector<double>& sorted) {
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

// Null where there is nothing to take a mean or a bound of.
Value measured(const Measure& measure, const Rows& items) {
  if (measure.function == Function::count) return items.size();
  const auto values = values_of(items, measure.path);
  if (measure.function == Function::count_values) return values.size();
  if (measure.function == Function::count_distinct) {
    std::set<std::string> distinct;
    for (const Value* value : values)
      distinct.insert(as_text(*value));
    return distinct.size();
  }
  const std::vector<double> numbers = numbers_in(values);
  double sum = 0;
  for (const double number : numbers)
    sum += number;
  if (measure.function == Function::sum) return sum;
  if (numbers.empty()) return {};
  switch (measure.function) {
    case Function::mean: return sum / static_cast<double>(numbers.size());
    case Function::median: return median_of(numbers);
    case Function::least: return numbers.front();
    case Function::most: return numbers.back();
    case Function::count:
    case Function::count_values:
    case Function::count_distinct:
    case Function::sum: return {};
  }
  return {};
}

struct Bin {
  Value keys;
  Rows items;
};

OrSentence<std::vector<Bin>> bins_of(const ToolCall& call, const std::vector<Column>& columns) {
  const auto collections = collections_of(call);
  if (!collections) return std::unexpected(collections.error());
  const auto filter = row_filter(call);
  if (!filter) return std::unexpected(filter.error());
  std::vector<Bin> bins;
  std::map<std::string, std::size_t, std::less<>> places;
  const auto bin_for = [&](Value keys) -> Bin& {
    const auto [place, is_new] = places.try_emplace(to_wire_text(keys), bins.size());
    if (is_new) bins.push_back({std::move(keys), {}});
    return bins[place->second];
  };
  if (columns.empty()) bin_for(Value::array());  // A total of nothing is a row too.
  for (const std::string& name : *collections)
    for (const Value& item : call.world.collection(name)) {
      if (!(*filter)(item)) continue;
      Value keys = Value::array();
      for (const Column& column : columns)
        keys.push_back(key_of(column, item));
      bin_for(std::move(keys)).items.push_back(&item);
    }
  return bins;
}

}  // namespace

OrSentence<Value> item_report(const ToolCall& call) {
  const auto plan = plan_of(call);
  if (!plan) return std::unexpected(plan.error());
  const auto& [measures, columns] = *plan;
  const auto bins = bins_of(call, columns);
  if (!bins) return std::unexpected(bins.error());
  Value rows = Value::array();
  for (const Bin& bin : *bins) {
    Value row = Value::object();
    for (std::size_t i = 0; i < columns.size(); ++i)
      row[columns[i].shown] = bin.keys[i];
    for (const Measure& measure : measures)
      row[measure.shown] = measured(measure, bin.items);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace sluice::sandbox
