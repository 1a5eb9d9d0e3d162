#include "catalog/schema_node.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace sluice::catalog {
namespace {

// What is understood, with annotations that say nothing about validity.
constexpr std::array<std::string_view, 21> known_keywords{
    "type",        "enum",     "const",        "properties", "required", "additionalProperties",
    "items",       "minItems", "maxItems",     "minimum",    "maximum",  "pattern",
    "anyOf",       "$ref",     "$defs",        "$schema",    "$id",      "title",
    "description", "default",  "propertyNames"};

constexpr std::array<std::string_view, 7> type_names{"object", "array",  "string", "boolean",
                                                     "null",   "number", "integer"};
enum TypePlace : std::uint8_t { object, array, string, boolean, null, number, integer };

constexpr TypeBits bit(std::size_t place) {
  return static_cast<TypeBits>(1U << place);
}

// A name that is no type stands for no value.
TypeBits bits_of(const Json& name) {
  if (!name.is_string()) return 0;
  const auto found = std::ranges::find(type_names, name.get_ref<const std::string&>());
  return found == type_names.end() ? TypeBits{0}
                                   : bit(static_cast<std::size_t>(found - type_names.begin()));
}

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : to_wire(value);
}

std::optional<std::string> unknown_keyword(const Json& schema) {
  if (schema.is_null()) return std::nullopt;
  if (!schema.is_object()) return text_of(schema);
  for (const auto& [keyword, ignored] : schema.items())
    if (std::ranges::find(known_keywords, keyword) == known_keywords.end()) return keyword;
  return std::nullopt;
}

const Json* if_there(const Json& schema, std::string_view keyword) {
  const auto found = schema.find(keyword);
  return found == schema.end() ? nullptr : &*found;
}

std::optional<std::size_t> size_at(const Json& schema, std::string_view keyword) {
  const auto size = integer_member(schema, keyword);
  return size ? std::optional(static_cast<std::size_t>(*size)) : std::nullopt;
}

}  // namespace

TypeBits type_bits_of(const Json& value) {
  if (value.is_object()) return bit(object);
  if (value.is_array()) return bit(array);
  if (value.is_string()) return bit(string);
  if (value.is_boolean()) return bit(boolean);
  if (value.is_null()) return bit(null);
  if (!value.is_number()) return 0;
  // A JSON number without a fraction is an integer, however it is written.
  const bool whole =
      value.is_number_integer() || std::floor(value.get<double>()) == value.get<double>();
  return whole ? static_cast<TypeBits>(bit(number) | bit(integer)) : bit(number);
}

const SchemaNode* SchemaNode::property(std::string_view name) const {
  const auto found = std::ranges::lower_bound(properties, name, {}, &Member::first);
  return found == properties.end() || found->first != name ? nullptr : &found->second;
}

SchemaTree::SchemaTree(Json schema) : schema_(std::move(schema)), root_(node_of(schema_)) {}

// NOLINTNEXTLINE(misc-no-recursion): the depth is that of the schema, which was parsed with a
// limit.
SchemaNode SchemaTree::node_of(const Json& schema) {
  SchemaNode node;
  if (schema.is_boolean()) {
    node.nothing = !schema.get<bool>();
    return node;
  }
  node.unreadable = unknown_keyword(schema);
  // Half a schema would accept what it was written to refuse: nothing of it is read.
  if (!schema.is_object() || node.unreadable) return node;
  read_references(schema, node);
  if (node.refers) return node;
  read_values(schema, node);
  read_members(schema, node);
  return node;
}

// NOLINTNEXTLINE(misc-no-recursion): as node_of.
void SchemaTree::read_references(const Json& schema, SchemaNode& node) {
  if (const Json* reference = if_there(schema, "$ref")) {
    node.refers = true;
    node.reference = definition(*reference);
    return;
  }
  if (const Json* choices = if_there(schema, "anyOf")) {
    node.any.emplace();
    for (const Json& choice : *choices)
      node.any->push_back(node_of(choice));
  }
}

void SchemaTree::read_values(const Json& schema, SchemaNode& node) {
  if (const Json* types = if_there(schema, "type")) {
    node.types = TypeBits{0};
    const Json listed = types->is_array() ? *types : Json::array({*types});
    for (const Json& type : listed) {
      *node.types = static_cast<TypeBits>(*node.types | bits_of(type));
      node.types_text += (node.types_text.empty() ? "" : ", ") + text_of(type);
    }
  }
  node.values = if_there(schema, "enum");
  node.constant = if_there(schema, "const");
  node.minimum = if_there(schema, "minimum");
  node.maximum = if_there(schema, "maximum");
  if (const Json* text = if_there(schema, "pattern")) node.pattern = pattern_of(*text);
  if (const Json* names = if_there(schema, "propertyNames"))
    node.names = pattern_of(member(*names, "pattern"));
}

// NOLINTNEXTLINE(misc-no-recursion): as node_of.
void SchemaTree::read_members(const Json& schema, SchemaNode& node) {
  // In the order of an object of this library: by name.
  for (const auto& [name, each] : member(schema, "properties").items())
    node.properties.emplace_back(name, node_of(each));
  for (const Json& name : member(schema, "required"))
    node.required.push_back(name.get<std::string>());
  const Json& additional = member(schema, "additionalProperties");
  if (additional.is_object()) {
    node.unknown = SchemaNode::Unknown::checked;
    node.additional = std::make_unique<SchemaNode>(node_of(additional));
  } else if (!additional.is_null() && additional != Json(true)) {
    node.unknown = SchemaNode::Unknown::refused;
  }
  if (const Json* items = if_there(schema, "items"))
    node.items = std::make_unique<SchemaNode>(node_of(*items));
  node.items_min = size_at(schema, "minItems");
  node.items_max = size_at(schema, "maxItems");
}

// Noted before it is read, so that one which names itself ends.
// NOLINTNEXTLINE(misc-no-recursion): as node_of, and each definition once.
const SchemaNode* SchemaTree::definition(const Json& reference) {
  constexpr std::string_view prefix = "#/$defs/";
  const std::string text = text_of(reference);
  if (!text.starts_with(prefix)) return nullptr;
  const std::string name = text.substr(prefix.size());
  const Json* schema = if_there(member(schema_, "$defs"), name);
  if (schema == nullptr) return nullptr;
  const auto [slot, added] = definitions_.try_emplace(name, std::make_unique<SchemaNode>());
  SchemaNode& node = *slot->second;
  if (added) node = node_of(*schema);
  return &node;
}

// RE2: linear time, whatever the schema and the text.
const RE2* SchemaTree::pattern_of(const Json& text) {
  const auto [slot, added] = patterns_.try_emplace(text.get<std::string>());
  if (added) slot->second = std::make_unique<const RE2>(slot->first, RE2::Quiet);
  return slot->second.get();
}

}  // namespace sluice::catalog
