#include "sandbox/tool_definitions.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sluice::sandbox {
namespace {

bool has_type(const Value& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  if (type == "null") return value.is_null();
  if (type == "number") return value.is_number();
  if (type == "integer")
    return value.is_number_integer() ||
           (value.is_number() && std::floor(value.get<double>()) == value.get<double>());
  return true;
}

bool fits_type(const Value& value, const Value& type) {
  if (type.is_string()) return has_type(value, type.get_ref<const std::string&>());
  if (!type.is_array()) return true;
  return std::ranges::any_of(type, [&](const Value& one) { return has_type(value, as_text(one)); });
}

std::optional<std::string> property_complaint(const std::string& name, const Value& value,
                                              const Value& schema) {
  if (const Value& type = member_of(schema, "type"); !fits_type(value, type))
    return "the argument " + name + " must be of type " + as_text(type);
  const Value& allowed = member_of(schema, "enum");
  if (allowed.is_array() && std::ranges::find(allowed, value) == allowed.end())
    return "the argument " + name + " must be one of " + to_wire_text(allowed);
  return std::nullopt;
}

Access access_named(std::string_view name) {
  if (name == "read") return Access::read;
  return name == "write" ? Access::write : Access::unclear;
}

}  // namespace

std::string_view to_text(Access access) {
  switch (access) {
    case Access::read: return "read";
    case Access::write: return "write";
    case Access::unclear: return "unclear";
  }
  return "unclear";
}

std::expected<ToolDefinitions, std::string> ToolDefinitions::load(std::string_view text) {
  const Value file = Value::parse(text, nullptr, false);
  if (!member_of(file, "tools").is_array())
    return std::unexpected("the tool definitions are not readable");
  ToolDefinitions definitions;
  for (const Value& tool : file["tools"]) {
    const Value& wire = member_of(tool, "definition");
    definitions.tools_.push_back(
        {text_of(wire, "name"), access_named(text_of(tool, "access")), wire});
  }
  return definitions;
}

const ToolDefinition* ToolDefinitions::find(std::string_view name) const {
  const auto found = std::ranges::find(tools_, name, &ToolDefinition::name);
  return found == tools_.end() ? nullptr : &*found;
}

std::optional<std::string> ToolDefinitions::complaint(const ToolDefinition& tool,
                                                      const Value& arguments) {
  const Value& schema = member_of(tool.wire, "inputSchema");
  for (const Value& name : member_of(schema, "required"))
    // Null counts as missing, as the validators of most servers have it for required members.
    if (member_of(arguments, as_text(name)).is_null())
      return "the argument " + as_text(name) + " is missing";
  const Value& properties = member_of(schema, "properties");
  // Only where the schema says so: JSON Schema leaves objects open.
  const bool closed = member_of(schema, "additionalProperties") == Value(false);
  for (const auto& [name, value] : arguments.items()) {
    const Value& property = member_of(properties, name);
    if (property.is_null() && closed) return "there is no argument " + name;
    if (value.is_null()) continue;
    if (auto complaint = property_complaint(name, value, property)) return complaint;
  }
  return std::nullopt;
}

}  // namespace sluice::sandbox
