#include "sandbox/world.h"

#include <algorithm>
#include <utility>

namespace sluice::sandbox {
namespace {

std::vector<std::string> texts_of(const Value& list) {
  std::vector<std::string> out;
  for (const Value& text : list)
    out.push_back(as_text(text));
  return out;
}

void merge_defaults(Value& rows, const Value& defaults) {
  if (!defaults.is_object()) return;
  for (Value& row : rows)
    for (const auto& [name, value] : defaults.items())
      if (!row.contains(name)) row[name] = value;
}

// The file has its fact rows as lists, to save space.
FactTable fact_table(const Value& table) {
  FactTable facts{texts_of(member_of(table, "dimensions")), texts_of(member_of(table, "measures")),
                  Value::array()};
  std::vector<std::string> names = facts.dimensions;
  names.insert(names.end(), facts.measures.begin(), facts.measures.end());
  for (const Value& row : member_of(table, "rows")) {
    Value object = Value::object();
    for (std::size_t i = 0; i < names.size() && i < row.size(); ++i)
      object[names[i]] = row[i];
    facts.rows.push_back(std::move(object));
  }
  return facts;
}

}  // namespace

bool FactTable::has_dimension(std::string_view name) const {
  return std::ranges::find(dimensions, name) != dimensions.end();
}

bool FactTable::has_measure(std::string_view name) const {
  return std::ranges::find(measures, name) != measures.end();
}

std::expected<World, std::string> World::load(std::string_view text) {
  Value file = Value::parse(text, nullptr, false);
  if (!file.is_object()) return std::unexpected("the world file is not a JSON object");
  World world;
  world.vendor_ = text_of(file, "vendor");
  if (world.vendor_.empty()) return std::unexpected("the world file names no vendor");
  if (!member_of(file, "tools").is_object())
    return std::unexpected("the world file has no object \"tools\"");
  world.tools_ = std::move(file["tools"]);
  if (member_of(file, "collections").is_object())
    for (auto& [name, rows] : file["collections"].items()) {
      if (!rows.is_array()) return std::unexpected("the collection " + name + " is not a list");
      merge_defaults(rows, member_of(member_of(file, "row_defaults"), name));
      world.collections_.emplace(name, std::move(rows));
    }
  if (member_of(file, "facts").is_object())
    for (auto& [name, table] : file["facts"].items())
      world.facts_.emplace(name, fact_table(table));
  return world;
}

const Value& World::collection(std::string_view name) const {
  static const Value empty = Value::array();
  const auto found = collections_.find(name);
  return found == collections_.end() ? empty : found->second;
}

const FactTable* World::facts(std::string_view name) const {
  const auto found = facts_.find(name);
  return found == facts_.end() ? nullptr : &found->second;
}

}  // namespace sluice::sandbox
