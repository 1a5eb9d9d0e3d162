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

void add_languages(const Value& spec, std::vector<std::string>& names) {
  for (const Value& filter : member_of(spec, "filters"))
    names.push_back(text_of(filter, "op"));
  names.push_back(text_of(member_of(spec, "query_language"), "name"));
}

// Also the names of plain comparisons: nobody but the files knows which is a language.
std::vector<std::string> languages_named_in(const Value& tools) {
  std::vector<std::string> names;
  for (const Value& spec : tools) {
    add_languages(spec, names);
    for (const Value& operation : member_of(spec, "operations"))
      add_languages(operation, names);
  }
  std::erase(names, "");
  return names;
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
  if (member_of(file, "languages").is_object()) world.languages_ = std::move(file["languages"]);
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

std::expected<World, std::string> World::read(const WorldFiles& files, std::string_view slug) {
  const auto text = files.read("world/" + std::string(slug) + ".json");
  if (!text) return std::unexpected("the sandbox has no data for " + std::string(slug));
  auto world = load(*text);
  if (!world) return world;
  if (auto languages = world->read_languages(files); !languages)
    return std::unexpected(languages.error());
  return world;
}

std::expected<void, std::string> World::read_languages(const WorldFiles& files) {
  for (const std::string& name : languages_named_in(tools_)) {
    if (languages_.contains(name)) continue;
    const auto text = files.read("languages/" + name + ".json");
    if (!text) continue;  // A plain comparison, or a language that the tool then refuses.
    Value language = Value::parse(*text, nullptr, false);
    if (!language.is_object()) return std::unexpected("the language " + name + " is not readable");
    languages_[name] = std::move(language);
  }
  return {};
}

World World::branch() const {
  const auto every_other = [](Value& rows) {
    Value kept = Value::array();
    for (std::size_t at = 0; at < rows.size(); at += 2)
      kept.push_back(std::move(rows[at]));
    rows = std::move(kept);
  };
  World branch = *this;
  for (auto& [name, rows] : branch.collections_)
    every_other(rows);
  for (auto& [name, table] : branch.facts_)
    every_other(table.rows);
  return branch;
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
