#include "analytics/computing/fetch_plan.h"

#include "analytics/computing/call_arguments.h"
#include "analytics/computing/row_scope.h"
#include "analytics/computing/sql_text.h"
#include "analytics/computing/table_spec.h"
#include "base/time_format.h"
#include "sources/arguments.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

using std::chrono::days;

constexpr std::string_view of_connection = "connection.";  // A fan-out over a parameter's parts.

// A tool that silently cuts long ranges is asked piece by piece.
[[nodiscard]] std::vector<FetchRange> pieces(const FetchRange& range, std::int64_t days_max) {
  if (days_max <= 0) return {range};
  std::vector<FetchRange> ranges;
  for (Instant start = range.start; start < range.end; start += days(days_max)) {
    ranges.push_back({.start = start,
                      .end = std::min<Instant>(start + days(days_max), range.end),
                      .bounded = range.bounded});
  }
  if (ranges.empty()) ranges.push_back(range);
  return ranges;
}

// Rows are counted even where no field is looked at.
void ensure_a_field(TableNeed& need) {
  if (!need.fields.empty()) return;
  const catalog::Field* first = nullptr;
  for (const catalog::Field& field : need.place.entry->fields) {
    if (!field.expression.empty()) continue;
    if (first == nullptr || field.role == "key") first = &field;
  }
  if (first != nullptr) need.fields.insert(first->name);
}

// The parts of a parameter's value, split at commas; a number is one.
[[nodiscard]] std::vector<Json> parts_of(const Json& value) {
  if (!value.is_string()) return {value};
  std::vector<Json> parts;
  for (std::string_view rest = value.get_ref<const std::string&>(); !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    std::string_view part = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    while (part.starts_with(' '))
      part.remove_prefix(1);
    while (part.ends_with(' '))
      part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

// One call per part of a connection parameter: a copy of the arguments for each.
[[nodiscard]] std::vector<Json> by_connection(const TableNeed& need, std::vector<Json> arguments) {
  const catalog::Entry& entry = *need.place.entry;
  if (!entry.each_from.starts_with(of_connection)) return arguments;
  const std::string_view name = std::string_view(entry.each_from).substr(of_connection.size());
  std::vector<Json> all;
  for (const Json& part : parts_of(member(need.place.vendor->parameters, name))) {
    for (Json own : arguments) {
      sources::set_argument(own, entry.each_argument, part);
      all.push_back(std::move(own));
    }
  }
  return all;
}

// One call for each fixed value of the row, likewise.
[[nodiscard]] std::vector<Json> by_value(const TableNeed& need, std::vector<Json> arguments) {
  const catalog::Entry& entry = *need.place.entry;
  if (entry.each_values.empty()) return arguments;
  std::vector<Json> all;
  for (const Json& value : entry.each_values) {
    for (Json own : arguments) {
      sources::set_argument(own, entry.each_argument, value);
      all.push_back(std::move(own));
    }
  }
  return all;
}

// A parameter that the entry cannot be asked without and that nobody filled in: a required one of
// the row, and one over which the entry's calls go. Without it the answer would be an empty table.
[[nodiscard]] const catalog::Parameter* unfilled(const TableNeed& need) {
  const catalog::Entry& entry = *need.place.entry;
  for (const catalog::Parameter& parameter : need.place.vendor->vendor->parameters) {
    const std::string name = std::string(of_connection) + parameter.name;
    if (!member(need.place.vendor->parameters, parameter.name).is_null()) continue;
    if (parameter.required || entry.each_from == name) return &parameter;
  }
  return nullptr;
}

class FanOutWriter {
 public:
  FanOutWriter(Workbook& book, const QueryPlan& plan, std::size_t table)
      : book_(book), plan_(plan), table_(table) {}

  [[nodiscard]] std::optional<FanOut> write() {
    const Place place = book_.need(table_).place;
    const catalog::Entry& entry = *place.entry;
    if (entry.each_from.empty() || entry.each_from.starts_with(of_connection)) return std::nullopt;
    const auto dot = entry.each_from.find('.');
    const catalog::Entry* parent = place.vendor->vendor->find_entry(entry.each_from.substr(0, dot));
    if (parent == nullptr) {
      book_.fail({CompileFault::Kind::unknown_parent, entry.name, entry.each_from});
      return std::nullopt;
    }
    const std::size_t parent_table = book_.table({place.vendor, parent}, nullptr);
    book_.restrict(parent_table, {});
    RowScope scope(book_, parent_table, book_.now());
    FanOut fan_out{.table = book_.need(parent_table).name, .sql = {}, .arguments = {}};
    std::string columns;
    std::string conditions = scope.base_condition();
    auto wanted = entry.each_also;
    wanted.insert(wanted.begin(), {entry.each_argument, entry.each_from.substr(dot + 1)});
    for (const auto& [argument, field] : wanted) {
      const SqlValue value = scope.field(field);
      columns += (columns.empty() ? "" : ", ") + value.sql;
      conditions += filters_on(argument, value) +
                    (fan_out.arguments.empty() ? " AND " + value.sql + " IS NOT NULL" : "");
      fan_out.arguments.push_back(argument);
    }
    fan_out.sql = "SELECT DISTINCT " + columns + " FROM " + scope.from() + " WHERE " + conditions +
                  " ORDER BY ALL";
    return fan_out;
  }

 private:
  // A filter on what the call is asked with spares the calls for everything else.
  [[nodiscard]] std::string filters_on(const std::string& argument, const SqlValue& value) const {
    std::string sql;
    const TableNeed& need = book_.need(table_);
    for (const std::size_t at : need.filters) {
      const Filter& filter = plan_.filters[at];
      const catalog::Field* field = book_.meaning().field(filter.field);
      const bool own = book_.meaning().entry(filter.field) == need.place.entry;
      if (own && field != nullptr && !filter.part && field->path == "$argument." + argument) {
        sql += " AND " + condition(value, filter);
      }
    }
    return sql;
  }

  Workbook& book_;
  const QueryPlan& plan_;
  std::size_t table_;
};

}  // namespace

std::vector<PlannedFetch> plan_fetches(Workbook& book, const QueryPlan& plan,
                                       const FetchMoment& moment) {
  std::vector<std::optional<FanOut>> fan_outs;
  // The list grows while parents are added.
  for (std::size_t at = 0; at < book.tables().size(); ++at) {
    fan_outs.push_back(FanOutWriter(book, plan, at).write());
    ensure_a_field(book.need(at));
  }
  std::vector<std::vector<ShownField>> shown(book.tables().size());
  for (std::size_t at = 0; moment.shows_values && at < shown.size(); ++at)
    shown[at] = shown_fields(book, at);
  std::vector<PlannedFetch> fetches;
  for (std::size_t at = 0; at < book.tables().size(); ++at) {
    const TableNeed& need = book.need(at);
    const catalog::Tool* tool = need.place.vendor->vendor->find_tool(need.place.entry->tool);
    if (tool == nullptr) {
      book.fail({CompileFault::Kind::unknown_tool, need.place.entry->name, {}});
      continue;
    }
    if (const catalog::Parameter* parameter = unfilled(need)) {
      book.fail(
          {CompileFault::Kind::parameter_empty, parameter->label, need.place.vendor->vendor->name});
      continue;
    }
    FetchRange wanted = need.range.value_or(moment.range);
    if (!need.place.entry->history_from.empty() && !wanted.bounded) {
      const auto first = parse_rfc3339(need.place.entry->history_from + "T00:00:00Z");
      if (first) wanted.start = std::min(*first, moment.now);
    }
    // What the vendor has forgotten is not asked for: some refuse the whole call.
    if (const std::int64_t kept = tool->limits.reaches_back_hours; kept > 0)
      wanted.start = std::max(wanted.start,
                              std::min<Instant>(moment.now - std::chrono::hours(kept), wanted.end));
    PlannedFetch fetch{
        .vendor = need.place.vendor->vendor->slug,
        .tool = tool,
        .arguments = {},
        .table = table_spec(need, *tool),
        .fan_out = std::move(fan_outs[at]),
        .calls_max = static_cast<std::size_t>(need.place.vendor->vendor->limits.calls_max),
        .shown = std::move(shown[at])};
    for (const FetchRange& piece : pieces(wanted, tool->limits.range_days_max)) {
      Json arguments = call_arguments(book, need, plan, piece, moment.zone);
      const bool known = std::find(fetch.arguments.begin(), fetch.arguments.end(), arguments) !=
                         fetch.arguments.end();
      if (!known) fetch.arguments.push_back(std::move(arguments));
    }
    fetch.arguments = by_value(need, by_connection(need, std::move(fetch.arguments)));
    fetches.push_back(std::move(fetch));
  }
  return fetches;
}

}  // namespace sluice::analytics
