// The order of the rows, and which of their members are sent.
#include "sandbox/row_shape.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::sandbox {
namespace {

struct Order {
  std::string path;
  bool descending = false;
};

std::optional<bool> direction_of(const Value& value) {
  const std::string text = lower(as_text(value));
  if (text == "desc" || text == "descending" || text == "true") return true;
  if (text == "asc" || text == "ascending" || text == "false") return false;
  return std::nullopt;
}

// A sort argument names a field in the vendor's words: "createdAt", "created", "CREATED_AT".
std::string field_for(const ToolCall& call, const Value& sort, const std::string& word,
                      const Rows& rows) {
  if (const Value& mapped = member_of(member_of(sort, "map"), word); mapped.is_string())
    return mapped.get<std::string>();
  const Value& project = member_of(call.spec, "project");
  const std::string under = text_of(project, "under");
  const std::array<std::string, 4> candidates{under.empty() ? word : under + "." + word, word,
                                              lower(word), lower(word) + "_at"};
  for (const std::string& candidate : candidates)
    if (std::ranges::any_of(
            rows, [&](const Value* row) { return !ItemPath(candidate).find(*row).empty(); }))
      return candidate;
  return {};
}

// [{propertyName, direction}] or ["-created"]: the first one decides.
std::optional<Order> order_of_list(const ToolCall& call, const Value& list, const Rows& rows) {
  if (!list.is_array() || list.empty()) return std::nullopt;
  const Value& sort = member_of(call.spec, "sort");
  const Value& first = list.front();
  if (first.is_string()) {
    const std::string text = first.get<std::string>();
    const bool descending = text.starts_with('-');
    return Order{field_for(call, sort, text.substr(descending ? 1 : 0), rows), descending};
  }
  static constexpr std::array<std::string_view, 4> name_members{"propertyName", "attribute",
                                                                "field", "column"};
  for (const std::string_view name : name_members)
    if (const std::string word = text_of(first, name); !word.empty())
      return Order{field_for(call, sort, word, rows),
                   direction_of(member_of(first, "direction")).value_or(false)};
  return std::nullopt;
}

OrSentence<Order> order_of_call(const ToolCall& call, const Rows& rows) {
  const Value& sort = member_of(call.spec, "sort");
  Order order{text_of(sort, "field"), true};
  const std::string fallback = text_of(sort, "default");
  order.descending = direction_of(fallback).value_or(true);
  const Value& by_default = member_of(member_of(sort, "map"), fallback);
  if (by_default.is_string()) order.path = by_default.get<std::string>();
  const Value chosen = call.arguments.find(text_of(sort, "argument", "$none"));
  if (chosen.is_array()) return order_of_list(call, chosen, rows).value_or(order);
  if (!chosen.is_null()) {
    if (const auto direction = direction_of(chosen)) {
      order.descending = *direction;
    } else {
      order.path = field_for(call, sort, as_text(chosen), rows);
      if (order.path.empty() && !rows.empty())
        return std::unexpected("cannot sort by " + as_text(chosen));
    }
  }
  const Value direction = call.arguments.find(text_of(sort, "direction_argument", "$none"));
  if (!direction.is_null()) order.descending = direction_of(direction).value_or(order.descending);
  return order;
}

std::vector<std::string> names_of(const Value& argument, const std::string& separator) {
  std::vector<std::string> names;
  if (argument.is_array())
    for (const Value& name : argument)
      names.push_back(as_text(name));
  if (!argument.is_string()) return names;
  const std::string text = argument.get<std::string>();
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end =
        separator.empty() ? text.size() : std::min(text.find(separator, at), text.size());
    names.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

Value only(const Value& object, const std::vector<std::string>& names) {
  if (!object.is_object()) return object;
  Value out = Value::object();
  for (const auto& [name, value] : object.items())
    if (std::ranges::find(names, name) != names.end()) out[name] = value;
  return out;
}

// Keeps the members the caller asked for, of the row or of what sits below `path`.
void keep_asked(Value& row, const Value& argument, const std::string& path,
                const std::string& separator) {
  const auto names = names_of(argument, separator);
  if (names.empty() || std::ranges::find(names, "*all") != names.end()) return;
  if (path.empty()) {
    row = only(row, names);
  } else if (row.contains(path)) {
    row[path] = only(row[path], names);
  }
}

}  // namespace

OrSentence<Rows> sorted(const ToolCall& call, Rows rows) {
  if (!member_of(call.spec, "sort").is_object()) return rows;
  const auto order = order_of_call(call, rows);
  if (!order) return std::unexpected(order.error());
  if (order->path.empty()) return rows;
  const ItemPath path(order->path);
  struct Keyed {
    const Value* row;
    const Value* key;
    std::size_t place;  // Equal rows stay in the file's order.
  };
  std::vector<Keyed> keyed;
  for (const Value* row : rows)
    keyed.push_back({row, &path.first(*row), keyed.size()});
  std::ranges::sort(keyed, [&](const Keyed& left, const Keyed& right) {
    if (left.key->is_null() != right.key->is_null()) return right.key->is_null();  // Empty: last.
    const int difference = order_of(*left.key, *right.key).value_or(0);
    if (difference == 0) return left.place < right.place;
    return order->descending ? difference > 0 : difference < 0;
  });
  std::ranges::transform(keyed, rows.begin(), &Keyed::row);
  return rows;
}

Value shown(const ToolCall& call, const Value& row) {
  Value out = without_private_members(row);
  if (const Value& project = member_of(call.spec, "project"); project.is_object())
    keep_asked(out, call.arguments.find(text_of(project, "argument")), text_of(project, "under"),
               ",");
  if (const Value& choose = member_of(call.spec, "choose"); choose.is_object()) {
    const std::string separator = text_of(choose, "separator");
    keep_asked(out, call.arguments.find(text_of(choose, "argument")), text_of(choose, "path"),
               separator);
    const Value dropped = call.arguments.find(text_of(choose, "omit", "$none"));
    for (const std::string& name : names_of(dropped, separator))
      out.erase(name);
  }
  for (const Value& name : member_of(call.spec, "omit"))
    out.erase(as_text(name));
  if (const Value& unless = member_of(call.spec, "omit_unless"); unless.is_object())
    for (const auto& [argument, name] : unless.items())
      if (call.arguments.find(argument) != Value(true)) out.erase(as_text(name));
  return out;
}

}  // namespace sluice::sandbox
