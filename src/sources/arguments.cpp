#include "sources/arguments.h"

#include <algorithm>

namespace sluice::sources {
namespace {

[[nodiscard]] std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : to_wire(value);
}

// Null when some placeholder has no value.
[[nodiscard]] Json fill_text(std::string_view text, const Substitute& substitute) {
  std::string out;
  while (true) {
    const auto open = text.find("${");
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return out + std::string(text);
    Json value = substitute(text.substr(open + 2, close - open - 2));
    if (value.is_null()) return nullptr;
    const bool alone = out.empty() && open == 0 && close + 1 == text.size();
    if (alone) return value;
    out += std::string(text.substr(0, open)) + text_of(value);
    text.remove_prefix(close + 1);
  }
}

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): as deep as a reviewed row.
Json fill_in(const Json& arguments, const Substitute& substitute) {
  if (arguments.is_string()) return fill_text(arguments.get_ref<const std::string&>(), substitute);
  if (arguments.is_array()) {
    Json list = Json::array();
    for (const Json& item : arguments)
      list.push_back(fill_in(item, substitute));
    return list;
  }
  if (!arguments.is_object()) return arguments;
  Json object = Json::object();
  for (const auto& [name, value] : arguments.items()) {
    Json filled = fill_in(value, substitute);
    if (!filled.is_null() || value.is_null()) object[name] = std::move(filled);
  }
  return object;
}

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
