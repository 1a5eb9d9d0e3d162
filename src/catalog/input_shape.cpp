#include "catalog/input_shape.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sluice::catalog {
namespace {

// A dot stands between other characters only, so neither "." nor ".." is one.
constexpr std::string_view slug_pattern = "^[.]?[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*$";
constexpr std::string_view reference_pattern = "^[A-Za-z0-9_@+-]+([./][A-Za-z0-9_@+-]+)*$";

std::expected<Json, std::string> schema_of(const Json& shape, const std::string& name);

std::expected<Json, std::string> schema_of_word(std::string_view word, const std::string& name) {
  constexpr std::array<std::string_view, 6> types{"string",  "number", "integer",
                                                  "boolean", "object", "array"};
  if (word == "any") return Json::object();
  // Names that the vendor may put into an address: no way to another place in it.
  if (word == "slug") return Json{{"type", "string"}, {"pattern", slug_pattern}};
  if (word == "reference") return Json{{"type", "string"}, {"pattern", reference_pattern}};
  if (word.ends_with("[]")) {
    auto items = schema_of_word(word.substr(0, word.size() - 2), name);
    if (!items) return items;
    return Json{{"type", "array"}, {"items", *std::move(items)}};
  }
  if (std::ranges::find(types, word) != types.end()) return Json{{"type", word}};
  return std::unexpected("\"" + name + "\" has the unknown type \"" + std::string(word) +
                         "\"; allowed: string, number, integer, boolean, object, array, any, "
                         "slug, reference, each with [] behind it, joined by |");
}

std::expected<Json, std::string> schema_of_words(std::string_view words, const std::string& name) {
  Json choices = Json::array();
  while (true) {
    const std::size_t bar = words.find('|');
    auto schema = schema_of_word(words.substr(0, bar), name);
    if (!schema) return schema;
    choices.push_back(*std::move(schema));
    if (bar == std::string_view::npos) break;
    words.remove_prefix(bar + 1);
  }
  return choices.size() == 1 ? choices[0] : Json{{"anyOf", choices}};
}

std::expected<Json, std::string> schema_of_members(const Json& shape) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const auto& [written, item] : shape.items()) {
    const bool needed = written.ends_with('!');
    const std::string name = needed ? written.substr(0, written.size() - 1) : written;
    auto schema = schema_of(item, name);
    if (!schema) return schema;
    properties[name] = *std::move(schema);
    if (needed) required.push_back(name);
  }
  return Json{{"type", "object"},
              {"properties", properties},
              {"required", required},
              {"additionalProperties", false}};
}

// Depth is that of the row document, which is limited.
std::expected<Json, std::string> schema_of(const Json& shape, const std::string& name) {
  if (shape.is_object()) return schema_of_members(shape);
  // Choices are words or numbers: one mapping in a list says what each element is.
  if (shape.is_array() && shape.size() == 1 && shape[0].is_object()) {
    auto items = schema_of_members(shape[0]);
    if (!items) return items;
    return Json{{"type", "array"}, {"items", *std::move(items)}};
  }
  if (shape.is_array()) return Json{{"enum", shape}};
  if (shape.is_string()) return schema_of_words(shape.get_ref<const std::string&>(), name);
  return std::unexpected("\"" + name + "\" must be a type, a list of choices or a mapping");
}

}  // namespace

std::expected<Json, std::string> schema_from_shape(const Json& shape) {
  return schema_of_members(shape);
}

}  // namespace sluice::catalog
