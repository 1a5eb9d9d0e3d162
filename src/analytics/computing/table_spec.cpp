#include "analytics/computing/table_spec.h"

#include "analytics/meaning/accounts.h"
#include "catalog/expression.h"
#include "sources/arguments.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

[[nodiscard]] analyst::FieldSpec field_spec(const catalog::Field& field) {
  analyst::FieldSpec spec{.name = field.name,
                          .path = field.path,
                          .type = field.type,
                          .unit = field.unit,
                          .list = field.list};
  if (field.currency.starts_with('=')) {
    spec.currency_fixed = field.currency.substr(1);
  } else {
    spec.currency_path = field.currency;
  }
  return spec;
}

// The paths that a field is made of; nothing when it needs rows of another entry.
[[nodiscard]] bool add_paths(const catalog::Entry& entry, const catalog::Field& field,
                             std::vector<std::string>& paths) {
  if (field.expression.empty()) {
    paths.push_back(field.path);
    return true;
  }
  const auto parsed = catalog::parse_expression(field.expression);
  if (!parsed) return false;
  const std::vector<std::string> names = catalog::names_in(*parsed);
  return !names.empty() && std::ranges::all_of(names, [&](const std::string& name) {
    const catalog::Field* part = field_named(entry, name);
    if (part == nullptr || part->path.empty()) return false;
    paths.push_back(part->path);
    return true;
  });
}

// What tells rows apart: the entry's key, within what each call of a fan-out was asked with.
[[nodiscard]] std::vector<std::string> key_paths(const catalog::Entry& entry) {
  std::vector<std::string> paths;
  if (!entry.zip.empty()) return paths;  // The rows of parallel lists are told by their position.
  for (const std::string& name : entry.key) {
    const catalog::Field* field = field_named(entry, name);
    if (field == nullptr || !add_paths(entry, *field, paths)) return {};
  }
  if (paths.empty()) return paths;
  const auto add_argument = [&paths](const std::string& argument) {
    const bool plain = argument.find_first_of("[+") == std::string::npos;
    if (!argument.empty() && plain) paths.push_back("$argument." + argument);
  };
  add_argument(entry.each_argument);
  for (const auto& [argument, field] : entry.each_also)
    add_argument(argument);
  // Ids are of one account: another one's row of the same id is another row.
  if (field_named(entry, account_field) != nullptr) add_argument(std::string(account_argument));
  return paths;
}

// The members of a row that the entry reads; none where it looks elsewhere than in the row.
[[nodiscard]] std::vector<std::string> columns_of(const catalog::Entry& entry) {
  std::vector<std::string> columns = entry.zip;
  for (const catalog::Field& field : entry.fields) {
    if (field.path.empty()) continue;
    if (field.path.starts_with('@') || field.path.starts_with('^')) return {};
    if (field.path.starts_with('[')) return {};
    const bool elsewhere = field.path.starts_with("$.") || field.path.starts_with("$argument");
    if (!elsewhere) columns.push_back(field.path.substr(0, field.path.find_first_of(".[")));
  }
  return columns;
}

}  // namespace

analyst::TableSpec table_spec(const TableNeed& need, const catalog::Tool& tool) {
  analyst::TableSpec spec{.name = need.name, .rows_path = need.place.entry->rows};
  for (const std::string& name : need.fields) {
    if (const auto* field = field_named(*need.place.entry, name)) {
      spec.fields.push_back(field_spec(*field));
    }
  }
  if (!need.place.entry->zip.empty()) spec.zip.push_back({.paths = need.place.entry->zip});
  const catalog::Paging& paging =
      catalog::paging_of(tool, sources::merged(need.place.entry->arguments, need.arguments));
  spec.next_path = paging.next;
  spec.more_path = paging.more;
  spec.total_path = paging.total;
  spec.key_paths = key_paths(*need.place.entry);
  spec.columns = columns_of(*need.place.entry);
  spec.minor_digits = need.place.vendor->vendor->minor_digits;
  return spec;
}

}  // namespace sluice::analytics
