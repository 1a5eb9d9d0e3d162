#include "sources/arguments.h"

#include <algorithm>

namespace sluice::sources {
namespace {

[[nodiscard]] std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : to_wire(value);
}

}  // namespace

void set_argument(Json& arguments, std::string_view path, const Json& value) {
  Json* place = &arguments;
  while (true) {
    if (!place->is_object()) *place = Json::object();
    const auto dot = path.find('.');
    if (dot == std::string_view::npos) break;
    place = &(*place)[std::string(path.substr(0, dot))];
    path.remove_prefix(dot + 1);
  }
  if (path.ends_with("[]")) {
    Json& list = (*place)[std::string(path.substr(0, path.size() - 2))];
    if (!list.is_array()) list = Json::array();
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
    return;
  }
  if (path.ends_with('+')) {
    Json& text = (*place)[std::string(path.substr(0, path.size() - 1))];
    const std::string before = text.is_string() ? text.get<std::string>() : "";
    text = before.empty() ? text_of(value) : before + " " + text_of(value);
    return;
  }
  (*place)[std::string(path)] = value;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as a reviewed row.
Json merged(Json base, const Json& extra) {
  if (!extra.is_object()) return base;
  if (!base.is_object()) base = Json::object();
  for (const auto& [name, value] : extra.items()) {
    if (value.is_object() && base.contains(name)) {
      base[name] = merged(std::move(base[name]), value);
    } else {
      base[name] = value;
    }
  }
  return base;
}

}  // namespace sluice::sources
