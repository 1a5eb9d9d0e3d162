#include "catalog/placeholders.h"

#include <string>

namespace sluice::catalog {
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

Json fill_in_connection(const Json& arguments, const Json& parameters) {
  constexpr std::string_view owner = "connection.";
  return fill_in(arguments, [&](std::string_view name) -> Json {
    if (!name.starts_with(owner)) return nullptr;
    return member(parameters, name.substr(owner.size()));
  });
}

}  // namespace sluice::catalog
