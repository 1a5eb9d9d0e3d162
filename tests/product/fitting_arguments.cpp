#include "fitting_arguments.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sluice::catalog {
namespace {

using Kind = ArgumentRule::Kind;

enum class Members { required, all };

[[nodiscard]] Json value_of(const Json& schema, Members members);

[[nodiscard]] Json object_of(const Json& schema, Members members) {
  Json made = Json::object();
  const Json& required = member(schema, "required");
  for (const auto& [name, each] : member(schema, "properties").items()) {
    const bool needed = std::find(required.begin(), required.end(), Json(name)) != required.end();
    if (needed || members == Members::all) made[name] = value_of(each, members);
  }
  return made;
}

// A value that a reviewed schema takes: the first of its words, or the plainest of its type.
[[nodiscard]] Json value_of(const Json& schema, Members members) {
  const Json& words = member(schema, "enum");
  if (words.is_array() && !words.empty()) return words.front();
  if (schema.contains("anyOf")) return value_of(schema["anyOf"].front(), members);
  const Json& types = member(schema, "type");
  const std::string type = types.is_array()    ? types.front().get<std::string>()
                           : types.is_string() ? types.get<std::string>()
                                               : "string";
  if (type == "integer" || type == "number") return 1;
  if (type == "boolean") return false;
  if (type == "object") return object_of(schema, members);
  if (type == "array")
    return Json::array({schema.contains("items") ? value_of(schema["items"], members) : Json("x")});
  return "x";
}

// The place of a plain dotted path, made on the way; null where the path goes through a list.
[[nodiscard]] Json* place_of(Json& arguments, std::string path) {
  if (path.find('[') != std::string::npos) return nullptr;
  Json* place = &arguments;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    place = &(*place)[path.substr(0, dot)];
    path = dot == std::string::npos ? "" : path.substr(dot + 1);
  }
  return place;
}

void put(Json& arguments, const std::string& path, const Json& value) {
  Json* place = place_of(arguments, path);
  if (place == nullptr) return;
  *place = place->is_array() ? Json::array({value}) : value;
}

void drop(Json& arguments, const std::string& path) {
  const std::size_t dot = path.rfind('.');
  Json* parent = dot == std::string::npos ? &arguments : place_of(arguments, path.substr(0, dot));
  if (parent != nullptr && parent->is_object())
    parent->erase(dot == std::string::npos ? path : path.substr(dot + 1));
}

[[nodiscard]] bool says(Json& arguments, const std::string& path) {
  const std::size_t dot = path.find('.');
  if (!arguments.contains(path.substr(0, dot))) return false;
  const Json* place = place_of(arguments, path);
  return place != nullptr && !place->is_null();
}

void keep_members(const ArgumentRule& rule, Json& arguments) {
  if (!says(arguments, rule.path)) return;
  Json* place = place_of(arguments, rule.path);
  Json kept = Json::object();
  for (const auto& [name, value] : place->items())
    if (std::ranges::find(rule.keys, name) != rule.keys.end()) kept[name] = value;
  *place = std::move(kept);
}

void pair_up(const ArgumentRule& rule, Json& arguments) {
  std::vector<Json> said;
  for (const std::string& path : rule.paths)
    said.push_back(says(arguments, path) ? *place_of(arguments, path) : Json());
  if (std::ranges::find(rule.pairs, said) != rule.pairs.end()) return;
  for (std::size_t at = 0; at < rule.paths.size(); ++at)
    put(arguments, rule.paths[at], rule.pairs.front()[at]);
}

// As the rules of the tool want it: the words that are reviewed, no statement, no foreign member.
void obey(const ArgumentRule& rule, Json& arguments) {
  if (!applies(rule, arguments)) return;
  switch (rule.kind) {
    case Kind::allowed_values:
      if (says(arguments, rule.path) &&
          std::ranges::find(rule.values, *place_of(arguments, rule.path)) == rule.values.end())
        put(arguments, rule.path, rule.values.front());
      return;
    case Kind::allowed_keys: keep_members(rule, arguments); return;
    case Kind::allowed_pairs: pair_up(rule, arguments); return;
    case Kind::url:
      if (says(arguments, rule.path))
        put(arguments, rule.path, "https://" + rule.keys.front() + "/");
      for (const std::string& path : rule.paths)
        if (says(arguments, path)) put(arguments, path, "GET");
      return;
    case Kind::statement:
    case Kind::connection: drop(arguments, rule.path); return;
    case Kind::forced:
    case Kind::dropped:
    case Kind::words:
    case Kind::search:
    case Kind::json_text:
    case Kind::at_most: return;
  }
}

// The operations of a tool that has several: each reviewed word of an argument that must be there.
void add_operations(const Tool& tool, const ArgumentRule& rule, std::vector<Json>& calls) {
  const Json base = calls.front();
  const Json& required = member(tool.input, "required");
  const bool named = std::find(required.begin(), required.end(), Json(rule.path)) != required.end();
  if (rule.kind == Kind::allowed_values && named) {
    for (const Json& value : rule.values) {
      Json call = base;
      put(call, rule.path, value);
      calls.push_back(std::move(call));
    }
  }
  if (rule.kind != Kind::allowed_pairs) return;
  for (const auto& pair : rule.pairs) {
    Json call = base;
    for (std::size_t at = 0; at < rule.paths.size(); ++at)
      put(call, rule.paths[at], pair[at]);
    calls.push_back(std::move(call));
  }
}

}  // namespace

std::vector<Json> fitting_arguments(const Tool& tool) {
  std::vector<Json> calls{object_of(tool.input, Members::required),
                          object_of(tool.input, Members::all)};
  for (const ArgumentRule& rule : tool.rules)
    add_operations(tool, rule, calls);
  for (Json& call : calls)
    for (const ArgumentRule& rule : tool.rules)
      obey(rule, call);
  std::sort(calls.begin(), calls.end());
  calls.erase(std::unique(calls.begin(), calls.end()), calls.end());
  return calls;
}

}  // namespace sluice::catalog
