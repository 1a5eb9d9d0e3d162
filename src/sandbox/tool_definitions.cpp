#include "sandbox/tool_definitions.h"

#include "sandbox/arguments.h"

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

// "*" stands for anything, also for nothing.
bool fits_pattern(std::string_view text, std::string_view pattern) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return text == pattern;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  text.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  // Only the last piece is bound to the end; the ones before take the first place that fits.
  while (true) {
    const std::size_t next = pattern.find('*');
    if (next == std::string_view::npos) return text.ends_with(pattern);
    const std::size_t at = text.find(pattern.substr(0, next));
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + next);
    pattern.remove_prefix(next + 1);
  }
}

// "{method} {url}" with the arguments in the gaps; one that is missing leaves nothing.
std::string operation_key(std::string_view pattern, const Arguments& arguments) {
  std::string key;
  while (!pattern.empty()) {
    const std::size_t open = std::min(pattern.find('{'), pattern.size());
    const std::size_t close = pattern.find('}', open);
    key += pattern.substr(0, open);
    if (close == std::string_view::npos) break;
    const Value value = arguments.find(pattern.substr(open + 1, close - open - 1));
    if (!value.is_null()) key += as_text(value);
    pattern.remove_prefix(close + 1);
  }
  return key;
}

}  // namespace

Access ToolDefinition::access_for(const Value& arguments) const {
  if (!operations.is_object()) return access;
  const std::string key = operation_key(text_of(operations, "key"), Arguments(Value(arguments)));
  for (const Value& pattern : member_of(operations, "read"))
    if (fits_pattern(key, as_text(pattern))) return Access::read;
  return text_of(operations, "otherwise") == "write" ? Access::write : Access::unclear;
}

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
    definitions.tools_.push_back({text_of(wire, "name"), access_named(text_of(tool, "access")),
                                  wire, member_of(tool, "operations")});
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
