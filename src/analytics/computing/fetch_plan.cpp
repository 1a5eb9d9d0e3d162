#include "analytics/computing/fetch_plan.h"

#include "analytics/computing/row_scope.h"
#include "analytics/computing/sql_text.h"
#include "analytics/computing/statement.h"
#include "analytics/computing/table_spec.h"
#include "analytics/language/spans.h"
#include "base/time_format.h"
#include "catalog/placeholders.h"
#include "sources/arguments.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

constexpr std::string_view of_connection = "connection.";  // A fan-out over a parameter's parts.

[[nodiscard]] std::int64_t seconds_of(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch()).count();
}

// An argument may be asked for as "parameters.created.gte" under "${...}" or set by a pushdown.
class ArgumentWriter {
 public:
  ArgumentWriter(Workbook& book, const TableNeed& need, const QueryPlan& plan,
                 const FetchMoment& moment)
      : book_(book), need_(need), plan_(plan), range_(moment.range), zone_(moment.zone) {}

  [[nodiscard]] Json write() {
    const catalog::Entry& entry = *need_.place.entry;
    Json arguments = sources::merged(entry.arguments.is_object() ? entry.arguments : Json::object(),
                                     need_.arguments);
    arguments =
        catalog::fill_in(arguments, [this](std::string_view name) { return substitute(name); });
    for (const std::string& name : need_.fields) {
      const catalog::Field* field = field_named(entry, name);
      if (field == nullptr || field->grouped_by.empty()) continue;
      const Json value = field->grouped_value.is_null() ? Json(field->path) : field->grouped_value;
      sources::set_argument(arguments, field->grouped_by, value);
    }
    for (const catalog::Pushdown& pushdown : entry.pushdowns)
      push(pushdown, arguments);
    return arguments;
  }

 private:
  [[nodiscard]] std::string grain() const {
    const Dimension* time = time_dimension(plan_);
    // Days add up to anything; what does not add up is asked in the buckets that are shown.
    if (need_.additive || time == nullptr) return "day";
    return std::string(to_text(time->grain.value_or(Grain::day)));
  }

  [[nodiscard]] Json substitute(std::string_view name) const {
    const LocalDay last = zone_.day_of(range_.end - milliseconds(1));
    if (name == "from") return to_rfc3339(range_.start);
    if (name == "to") return to_rfc3339(range_.end);
    if (name == "from_date") return day_text(zone_.day_of(range_.start));
    if (name == "to_date") return day_text(last);
    if (name == "from_epoch_s") return seconds_of(range_.start);
    if (name == "to_epoch_s") return seconds_of(range_.end);
    if (name == "from_epoch_ms") return range_.start.time_since_epoch().count();
    if (name == "to_epoch_ms") return range_.end.time_since_epoch().count();
    if (name == "grain") return grain();
    if (name == "timezone") return plan_.timezone;
    if (name.starts_with(of_connection))
      return member(need_.place.vendor->parameters, name.substr(of_connection.size()));
    return nullptr;
  }

  void push(const catalog::Pushdown& pushdown, Json& arguments) const {
    const bool lower = pushdown.op == "gte" || pushdown.op == "gt";
    const bool upper = pushdown.op == "lte" || pushdown.op == "lt";
    if (lower || upper) {
      const bool open = lower && plan_.period && plan_.period->open_start;
      if (!range_.bounded || need_.time_field != pushdown.field || open) return;
      sources::set_argument(arguments, pushdown.argument, bound(pushdown, lower));
      return;
    }
    for (const std::size_t at : need_.filters)
      push_filter(pushdown, plan_.filters[at], arguments);
  }

  // A bound for the vendor, a little too wide where its words are coarser than ours.
  [[nodiscard]] Json bound(const catalog::Pushdown& pushdown, bool lower) const {
    const Instant edge = lower ? range_.start : range_.end;
    const bool inclusive = pushdown.op == "gte" || pushdown.op == "lt";
    const Instant instant = inclusive ? edge : edge + std::chrono::seconds(lower ? -1 : 1);
    if (pushdown.format == "epoch_s") return seconds_of(instant);
    if (pushdown.format == "epoch_ms") return instant.time_since_epoch().count();
    if (pushdown.format == "iso") return to_rfc3339(instant);
    const std::string day =
        day_text(zone_.day_of(edge) + (lower ? (inclusive ? -days(1) : -days(2)) : days(1)));
    return worded(pushdown.format, day);
  }

  [[nodiscard]] static Json worded(const std::string& format, const std::string& text) {
    const auto mark = format.find("{}");
    if (mark == std::string::npos) return text;
    return format.substr(0, mark) + text + format.substr(mark + 2);
  }

  // Only values that the catalog knows to the letter: what a person typed may differ in case.
  void push_filter(const catalog::Pushdown& pushdown, const Filter& filter, Json& arguments) const {
    if (filter.part) return;  // No vendor knows the organization's clock.
    const catalog::Field* field = book_.meaning().field(filter.field);
    const bool own = book_.meaning().entry(filter.field) == need_.place.entry &&
                     filter.field.name == pushdown.field && field != nullptr;
    const bool several = filter.op == FilterOp::in && pushdown.op == "in";
    const bool single =
        (filter.op == FilterOp::eq || filter.op == FilterOp::in) && filter.values.size() == 1;
    if (!own || (!several && !single)) return;
    Json values = Json::array();
    for (const Json& value : filter.values) {
      const bool known = std::any_of(field->values.begin(), field->values.end(),
                                     [&value](const auto& each) { return value == each.value; });
      if (!known) return;
      values.push_back(worded(pushdown.format, value.get<std::string>()));
    }
    sources::set_argument(arguments, pushdown.argument,
                          pushdown.op == "in" ? values : values.front());
  }

  Workbook& book_;
  const TableNeed& need_;
  const QueryPlan& plan_;
  FetchRange range_;
  TimeZone zone_;
};

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
    PlannedFetch fetch{.vendor = need.place.vendor->vendor->slug,
                       .tool = tool,
                       .arguments = {},
                       .table = table_spec(need, *tool),
                       .fan_out = std::move(fan_outs[at]),
                       .shown = std::move(shown[at])};
    for (const FetchRange& piece : pieces(wanted, tool->limits.range_days_max)) {
      Json arguments =
          ArgumentWriter(book, need, plan, {.range = piece, .now = moment.now, .zone = moment.zone})
              .write();
      const bool known = std::find(fetch.arguments.begin(), fetch.arguments.end(), arguments) !=
                         fetch.arguments.end();
      if (!known) fetch.arguments.push_back(std::move(arguments));
    }
    fetch.arguments = by_connection(need, std::move(fetch.arguments));
    fetches.push_back(std::move(fetch));
  }
  return fetches;
}

}  // namespace sluice::analytics
