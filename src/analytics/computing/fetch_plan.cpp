#include "analytics/computing/fetch_plan.h"

#include "analytics/computing/call_arguments.h"
#include "analytics/computing/row_scope.h"
#include "analytics/computing/sql_text.h"
#include "analytics/computing/table_spec.h"
#include "analytics/meaning/accounts.h"
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
  // Whose rows they are may be asked once they are there: when one account could not be read.
  if (has_accounts(*need.place.vendor)) need.fields.insert(std::string(account_field));
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

// The vendor as one of its connections is asked: with what was filled in for that one.
[[nodiscard]] VendorMeaning through(const VendorMeaning& vendor, const Account& account) {
  VendorMeaning one = vendor;
  one.parameters = account.parameters;
  return one;
}

// The whole of the vendor stands for itself where nobody knows of connections.
[[nodiscard]] std::vector<const Account*> asked_accounts(const TableNeed& need,
                                                         const QueryPlan& plan) {
  if (need.place.vendor->accounts.empty()) return {nullptr};
  return accounts_within(*need.place.vendor, plan.filters);
}

// " AND" of an account's own rows; empty where there is but one.
[[nodiscard]] std::string of_account(RowScope& rows, const Account* account) {
  if (account == nullptr || !has_accounts(*rows.place().vendor)) return "";
  return " AND " + rows.field(account_field).sql + " = " + sql_text(account_value(*account));
}

// What is made of one table for all of its fetches, before the first of them is made: it asks for
// further fields and tables.
struct Written {
  std::vector<std::optional<FanOut>> fan_outs;  // In the order of asked_accounts().
  std::vector<std::vector<ShownField>> shown;
};

class FanOutWriter {
 public:
  FanOutWriter(Workbook& book, const QueryPlan& plan, std::size_t table, const Account* account)
      : book_(book), plan_(plan), table_(table), account_(account) {}

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
    std::string conditions = scope.base_condition() + of_account(scope, account_);
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
  const Account* account_;
};

// The stretch that the tool is asked for.
[[nodiscard]] FetchRange wanted_range(const TableNeed& need, const catalog::Tool& tool,
                                      const FetchMoment& moment) {
  FetchRange wanted = need.range.value_or(moment.range);
  if (!need.place.entry->history_from.empty() && !wanted.bounded) {
    const auto first = parse_rfc3339(need.place.entry->history_from + "T00:00:00Z");
    if (first) wanted.start = std::min(*first, moment.now);
  }
  // What the vendor has forgotten is not asked for: some refuse the whole call.
  if (const std::int64_t kept = tool.limits.reaches_back_hours; kept > 0)
    wanted.start = std::max(wanted.start,
                            std::min<Instant>(moment.now - std::chrono::hours(kept), wanted.end));
  return wanted;
}

// The arguments of all of its series, through one connection.
[[nodiscard]] std::vector<Json> arguments_of(Workbook& book, const TableNeed& need,
                                             const catalog::Tool& tool, const QueryPlan& plan,
                                             const FetchMoment& moment) {
  std::vector<Json> all;
  for (const FetchRange& piece :
       pieces(wanted_range(need, tool, moment), tool.limits.range_days_max)) {
    Json arguments = call_arguments(book, need, plan, piece, moment.zone);
    const bool known = std::find(all.begin(), all.end(), arguments) != all.end();
    if (!known) all.push_back(std::move(arguments));
  }
  return by_value(need, by_connection(need, std::move(all)));
}

// Of a table without connections that are left to ask: the plan names one that is no more.
void fail_without_account(Workbook& book, const TableNeed& need) {
  book.fail(
      {CompileFault::Kind::not_connected, need.place.vendor->vendor->slug, need.place.entry->name});
}

[[nodiscard]] std::optional<PlannedFetch> fetch_of(Workbook& book, std::size_t table,
                                                   const Account* account, const QueryPlan& plan,
                                                   const FetchMoment& moment) {
  TableNeed need = book.need(table);
  const VendorMeaning& whole = *need.place.vendor;
  const VendorMeaning one = account == nullptr ? whole : through(whole, *account);
  const std::string name =
      name_with_account(whole, account != nullptr && has_accounts(whole) ? account->name : "");
  need.place.vendor = &one;
  const catalog::Tool* tool = one.vendor->find_tool(need.place.entry->tool);
  if (tool == nullptr) {
    book.fail({CompileFault::Kind::unknown_tool, need.place.entry->name, {}});
    return std::nullopt;
  }
  if (const catalog::Parameter* parameter = unfilled(need)) {
    book.fail({CompileFault::Kind::parameter_empty, parameter->label, name});
    return std::nullopt;
  }
  PlannedFetch fetch{.vendor = one.vendor->slug,
                     .tool = tool,
                     .arguments = arguments_of(book, need, *tool, plan, moment),
                     .table = table_spec(need, *tool),
                     .fan_out = {},
                     .calls_max = static_cast<std::size_t>(one.vendor->limits.calls_max),
                     .shown = {}};
  if (account == nullptr) return fetch;
  fetch.connection = account->connection;
  if (!has_accounts(whole)) return fetch;
  fetch.account = account->name;
  fetch.told = {{account_argument, account_value(*account)}};
  return fetch;
}

}  // namespace

std::vector<PlannedFetch> plan_fetches(Workbook& book, const QueryPlan& plan,
                                       const FetchMoment& moment) {
  std::vector<Written> written;
  // The list grows while parents are added.
  for (std::size_t at = 0; at < book.tables().size(); ++at) {
    Written& each = written.emplace_back();
    for (const Account* account : asked_accounts(book.need(at), plan))
      each.fan_outs.push_back(FanOutWriter(book, plan, at, account).write());
    ensure_a_field(book.need(at));
  }
  for (std::size_t at = 0; moment.shows_values && at < written.size(); ++at)
    for (const Account* account : asked_accounts(book.need(at), plan))
      written[at].shown.push_back(shown_fields(book, at, account));
  std::vector<PlannedFetch> fetches;
  for (std::size_t at = 0; at < written.size(); ++at) {
    const auto accounts = asked_accounts(book.need(at), plan);
    if (accounts.empty()) fail_without_account(book, book.need(at));
    for (std::size_t place = 0; place < accounts.size(); ++place) {
      auto fetch = fetch_of(book, at, accounts[place], plan, moment);
      if (!fetch) break;
      fetch->fan_out = std::move(written[at].fan_outs[place]);
      if (moment.shows_values) fetch->shown = std::move(written[at].shown[place]);
      fetches.push_back(*std::move(fetch));
    }
  }
  return fetches;
}

}  // namespace sluice::analytics
