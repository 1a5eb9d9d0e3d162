#include "analytics/computing/row_scope.h"

#include "analytics/computing/span_sql.h"
#include "analytics/computing/sql_text.h"
#include "analytics/meaning/accounts.h"
#include "analytics/meaning/length.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr int depth_max = 12;  // Of computed fields that use computed fields.

using FiltersByPlace = std::vector<std::pair<Place, std::vector<Filter>>>;

// The filters gathered for an entry so far.
[[nodiscard]] std::vector<Filter>& filters_at(FiltersByPlace& all, const Place& place) {
  const auto known = std::find_if(all.begin(), all.end(),
                                  [&place](const auto& each) { return each.first == place; });
  return known == all.end() ? all.emplace_back(place, std::vector<Filter>()).second : known->second;
}

}  // namespace

std::string join_key(const SqlValue& value, bool by_meaning) {
  const std::string text = "CAST(" + value.sql + " AS VARCHAR)";
  return by_meaning ? "nullif(lower(trim(" + text + ")), '')" : text;
}

std::string key_within_account(const std::string& account, const std::string& key) {
  return "(" + account + " || ' ' || " + key + ")";
}

bool is_key_of_one_account(const Meaning& meaning, const Reference& key) {
  const VendorMeaning* vendor = meaning.vendor(key.vendor);
  const catalog::Field* field = meaning.field(key);
  return vendor != nullptr && field != nullptr && is_of_one_account(*vendor, *field);
}

Reference account_of(const Reference& field) {
  return {field.vendor, field.entry, std::string(account_field)};
}

std::string RowScope::key_of(std::size_t node, std::string_view name, bool by_meaning) {
  const std::string key = join_key(field_of(node, name), by_meaning);
  if (by_meaning || !has_accounts(*nodes_[node].place.vendor)) return key;
  // Inside a vendor rows are joined by ids, and an id is one account's own.
  return key_within_account(field_of(node, account_field).sql, key);
}

std::string RowScope::key(std::string_view name) {
  const catalog::Field* field = field_named(*place().entry, name);
  const bool own = field != nullptr && is_of_one_account(*place().vendor, *field);
  return own ? key_of(0, name, false) : field_of(0, name).sql;
}

RowScope::RowScope(Workbook& book, std::size_t table, Moment instant)
    : book_(book), instant_(std::move(instant)) {
  nodes_.push_back({.place = book.need(table).place,
                    .table = table,
                    .alias = book.new_alias("r"),
                    .key = {},
                    .join = {}});
}

ExpressionContext RowScope::context(std::size_t node) {
  ExpressionContext made{
      .resolve = [this, node](std::string_view name) { return field_of(node, name); },
      .instant = instant_,
      .now = book_.now()};
  if (book_.clock())
    made.wall_clock = [this](const SqlValue& moment) {
      const WallClock& clock = *book_.clock();
      return "(" + local_time_sql(moment, clock.zone, clock.from, clock.until) + ")";
    };
  return made;
}

SqlValue RowScope::expression_of(std::size_t node, std::string_view text) {
  if (text.empty()) return {"true", "boolean"};
  const auto parsed = catalog::parse_expression(text);
  if (!parsed)
    return book_.fail({CompileFault::Kind::unreadable_expression, std::string(text), {}});
  if (++depth_ > depth_max) return book_.fail({CompileFault::Kind::circular_fields, {}, {}});
  SqlValue value = to_sql(*parsed, context(node));
  --depth_;
  return value;
}

// NOLINTNEXTLINE(misc-no-recursion): expression_of() limits the depth.
SqlValue RowScope::field_of(std::size_t node, std::string_view name) {
  const Place place = nodes_[node].place;
  if (const catalog::Field* field = field_named(*place.entry, name)) {
    if (!field->expression.empty()) {
      SqlValue value = expression_of(node, field->expression);
      const bool moment = value.type == "instant" || value.type == "now";
      if (moment) value.sql = as_type(value, field->type, context(node));
      return {std::move(value.sql), field->type};
    }
    book_.need(nodes_[node].table).fields.insert(field->name);
    const bool local = field->type == "timestamp" && field->unit == "local";
    const std::string type = local ? "local" : field->type;
    return {nodes_[node].alias + "." + sql_name(field->name), field->list ? "list " + type : type};
  }
  if (length_named(*place.entry, name)) return expression_of(node, name);
  const auto dot = name.find('.');
  const catalog::Entry* other = dot == std::string_view::npos
                                    ? nullptr
                                    : place.vendor->vendor->find_entry(name.substr(0, dot));
  if (other == nullptr) {
    return book_.fail({CompileFault::Kind::unknown_field, place.entry->name, std::string(name)});
  }
  if (other == place.entry) return field_of(node, name.substr(dot + 1));
  const std::size_t joined_node = reach(node, {place.vendor, other});
  return joined_node == 0 ? SqlValue{"NULL", "null"} : field_of(joined_node, name.substr(dot + 1));
}

SqlValue RowScope::reference(const Reference& reference) {
  const VendorMeaning* vendor = book_.meaning().vendor(reference.vendor);
  const catalog::Entry* entry = book_.meaning().entry(reference);
  if (entry == nullptr) {
    return book_.fail({CompileFault::Kind::not_connected, reference.vendor, reference.entry});
  }
  const Place to{vendor, entry};
  if (to == place()) return field_of(0, reference.name);
  if (const catalog::Field* own = own_field_for(reference)) return field_of(0, own->name);
  const std::size_t node = reach(0, to);
  return node == 0 ? SqlValue{"NULL", "null"} : field_of(node, reference.name);
}

// Another vendor's word for what these rows carry themselves ("country").
const catalog::Field* RowScope::own_field_for(const Reference& reference) const {
  if (reference.vendor == place().vendor->vendor->slug)
    // All rows of a vendor say their account: none has to be joined for it.
    return reference.name == account_field ? field_named(*place().entry, account_field) : nullptr;
  const catalog::Field* wanted = book_.meaning().field(reference);
  if (wanted == nullptr || wanted->meaning.empty()) return nullptr;
  // People are there in a part: who owns a company is not who wrote the comment, though both are of
  // the staff.
  if (wanted->meaning.starts_with("staff.") || wanted->meaning.starts_with("person."))
    return nullptr;
  const auto& fields = place().entry->fields;
  const auto own = std::find_if(fields.begin(), fields.end(), [wanted](const auto& field) {
    return field.meaning == wanted->meaning;
  });
  return own == fields.end() ? nullptr : &*own;
}

std::size_t RowScope::reach(std::size_t node, Place to) {
  const auto path = join_path(book_.meaning(), nodes_[node].place, to);
  if (!path) {
    book_.fail({CompileFault::Kind::not_joinable, nodes_[node].place.entry->name, to.entry->name});
    return 0;
  }
  for (const Hop& hop : *path)
    node = joined(node, hop);
  return node;
}

std::size_t RowScope::joined(std::size_t node, const Hop& hop) {
  const std::string key = std::to_string(node) + ">" + hop.to.vendor->vendor->slug + "." +
                          hop.to.entry->name + "." + hop.to_field;
  for (std::size_t at = 1; at < nodes_.size(); ++at) {
    if (nodes_[at].key == key) return at;
  }
  const std::string from = key_of(node, hop.from_field, hop.by_meaning);
  const std::size_t table = book_.table(hop.to, nullptr);
  book_.restrict(table, {});
  RowScope inner(book_, table, instant_);
  const std::string inner_key = inner.key_of(0, hop.to_field, hop.by_meaning);
  const std::string base = inner.base_condition();
  const std::string alias = book_.new_alias("j");
  const std::string inner_alias = inner.nodes_[0].alias;
  // One row a key. DISTINCT ON, because DuckDB 1.5 fails on a filtered row_number() in some plans.
  std::string join = " LEFT JOIN (SELECT DISTINCT ON (" + inner_key + ") " + inner_alias + ".*, " +
                     inner_key + " AS \"the key\" FROM " + inner.from() + " WHERE " + inner_key +
                     " IS NOT NULL AND " + base + " ORDER BY " + inner_key + ", " + inner_alias +
                     ".rowid) " + alias + " ON " + alias + ".\"the key\" = " + from;
  nodes_.push_back(
      {.place = hop.to, .table = table, .alias = alias, .key = key, .join = std::move(join)});
  return nodes_.size() - 1;
}

std::string RowScope::from() const {
  std::string sql = book_.need(nodes_[0].table).name + " " + nodes_[0].alias;
  for (std::size_t at = 1; at < nodes_.size(); ++at)
    sql += nodes_[at].join;
  return sql;
}

std::string RowScope::base_condition() {
  std::string sql = expression_of(0, nodes_[0].place.entry->base_filter).sql;
  if (book_.left_out().empty() || !has_accounts(*place().vendor)) return sql;
  std::string accounts;
  for (const std::string& account : book_.left_out())
    accounts += (accounts.empty() ? "" : ", ") + sql_text(account);
  return "(" + sql + ") AND " + field_of(0, account_field).sql + " NOT IN (" + accounts + ")";
}

std::string RowScope::conditions(const std::vector<Filter>& filters) {
  std::string sql = "true";
  FiltersByPlace others;
  for (const Filter& filter : filters) {
    const Place at{book_.meaning().vendor(filter.field.vendor),
                   book_.meaning().entry(filter.field)};
    const catalog::Field* own = own_field_for(filter.field);
    if (at.entry == nullptr) {
      book_.fail({CompileFault::Kind::not_connected, filter.field.vendor, filter.field.entry});
    } else if (at == place()) {
      sql += " AND " + condition(book_, field_of(0, filter.field.name), filter);
    } else if (own != nullptr) {
      sql += " AND " + condition(book_, field_of(0, own->name), filter);
    } else {
      filters_at(others, at).push_back(filter);
    }
  }
  for (const auto& [at, theirs] : others)
    sql += " AND " + elsewhere(at, theirs);
  return sql;
}

// Filters on rows of another entry. Those that ask for something that is not there ("customers
// without a plan") hold for rows that have no partner at all.
std::string RowScope::elsewhere(Place at, const std::vector<Filter>& filters) {
  const auto path = join_path(book_.meaning(), place(), at);
  if (!path) {
    return book_.fail({CompileFault::Kind::not_joinable, place().entry->name, at.entry->name}).sql;
  }
  std::vector<Filter> fulfilled;
  std::string sql;
  for (const Filter& filter : filters) {
    if (filter.op != FilterOp::is_null) {
      fulfilled.push_back(filter);
      continue;
    }
    Filter present = filter;
    present.op = FilterOp::is_not_null;
    const std::string there =
        exists(*path, 0, [&](RowScope& rows) { return rows.conditions({present}); });
    sql += (sql.empty() ? "" : " AND ") + ("NOT coalesce(" + there + ", false)");
  }
  if (fulfilled.empty()) return sql;
  return (sql.empty() ? "" : sql + " AND ") +
         exists(*path, 0, [&](RowScope& rows) { return rows.conditions(fulfilled); });
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the path is long.
std::string RowScope::exists(const std::vector<Hop>& path, std::size_t at,
                             const RowCondition& condition) {
  const Hop& hop = path[at];
  const std::string outer = key_of(0, hop.from_field, hop.by_meaning);
  const std::size_t table = book_.table(hop.to, nullptr);
  book_.restrict(table, {});
  RowScope inner(book_, table, instant_);
  const std::string key = inner.key_of(0, hop.to_field, hop.by_meaning);
  const std::string rest =
      at + 1 < path.size() ? inner.exists(path, at + 1, condition) : condition(inner);
  const std::string base = inner.base_condition();
  return outer + " IN (SELECT " + key + " FROM " + inner.from() + " WHERE " + key +
         " IS NOT NULL AND " + base + " AND " + rest + ")";
}

}  // namespace sluice::analytics
