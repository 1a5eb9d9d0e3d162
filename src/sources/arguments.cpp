#include "sources/arguments.h"

#include "catalog/argument_path.h"

#include <algorithm>

namespace sluice::sources {
namespace {

[[nodiscard]] std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : to_wire(value);
}

}  // namespace

bool set_argument(Json& arguments, std::string_view path, const Json& value) {
  const auto parsed = catalog::parse_argument_path(path);
  if (!parsed) return false;
  Json* place = &arguments;
  for (const catalog::ArgumentStep& step : parsed->steps) {
    if (!step.name.empty()) {
      if (!place->is_object()) *place = Json::object();
      place = &(*place)[step.name];
      continue;
    }
    if (!place->is_array()) *place = Json::array();
    // What is in the list already is not repeated.
    const bool last = &step == &parsed->steps.back();
    if (!step.index && last && std::find(place->begin(), place->end(), value) != place->end())
      return true;
    const std::size_t index = step.index.value_or(place->size());
    if (index > place->size()) return false;  // Nothing is made up for the places before.
    if (index == place->size()) place->push_back(nullptr);
    place = &(*place)[index];
  }
  if (!parsed->adds_a_word) {
    *place = value;
    return true;
  }
  const std::string before = place->is_string() ? place->get<std::string>() : "";
  *place = before.empty() ? text_of(value) : before + " " + text_of(value);
  return true;
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
