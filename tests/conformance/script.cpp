#include "script.h"

#include <iostream>
#include <utility>

namespace sluice::conformance {
namespace {

constexpr std::string_view echo_tool = "json_schema_echo";
constexpr std::string_view no_calls_scenario = "json-schema-ref-no-deref";

bool report(const mcp::McpError& error) {
  std::cerr << "failed: " << to_text(error.failure) << " " << error.status << " " << error.detail;
  if (error.rpc) std::cerr << " rpc " << error.rpc->code << " " << error.rpc->message;
  std::cerr << "\n";
  return false;
}

Json fitting_value(const Json& schema, const std::string& name) {
  const std::string type = text_member(schema, "type").value_or("string");
  if (type == "boolean") return true;
  if (type == "integer" || type == "number") return name == "a" ? 5 : 3;
  if (type == "object") return Json::object();
  if (type == "array") return Json::array();
  return "value";
}

// A value for every required property.
Json fitting_arguments(const Json& definition) {
  Json arguments = Json::object();
  const Json& schema = member(definition, "inputSchema");
  for (const Json& name : member(schema, "required")) {
    const auto key = name.get<std::string>();
    arguments[key] = fitting_value(member(member(schema, "properties"), key), key);
  }
  return arguments;
}

std::vector<mcp::ToolCall> planned_calls(const mcp::ToolList& list, const Json& context) {
  std::vector<mcp::ToolCall> calls;
  for (const Json& given : member(context, "toolCalls")) {
    calls.push_back({.name = text_member(given, "name").value_or(""),
                     .arguments = to_wire(member(given, "arguments"))});
  }
  if (!calls.empty()) return calls;
  std::string first_schema;
  for (const std::string& definition : list.definitions) {
    const auto checked = JsonText::check(definition);
    const std::string name = checked->member("name").string().value_or("");
    if (first_schema.empty()) first_schema = checked->member("inputSchema").raw();
    std::string arguments = to_wire(fitting_arguments(Json::parse(definition)));
    // As it came, byte for byte.
    if (name == echo_tool) arguments = "{\"schema\":" + first_schema + "}";
    calls.push_back({.name = name, .arguments = std::move(arguments)});
  }
  return calls;
}

}  // namespace

mcp::InputHandler accepting_handler() {
  return [](std::string_view method, JsonText params) -> std::optional<std::string> {
    if (method != "elicitation/create") return std::nullopt;
    Json content = Json::object();
    for (const auto& [name, schema] :
         params.member("requestedSchema").member("properties").members()) {
      const JsonText fallback = schema.member("default");
      if (!fallback.absent())
        content[name] = Json::parse(fallback.raw());
      else if (schema.member("type").string() == "boolean")
        content[name] = true;
    }
    return to_wire(Json{{"action", "accept"}, {"content", content}});
  };
}

// The session lives in main().
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<bool> run_script(Session& session, std::string scenario, Json context) {
  const auto list = co_await session.list_tools();
  if (!list) co_return report(list.error());
  for (const mcp::DroppedTool& tool : list->dropped)
    std::cerr << "dropped " << tool.name << ": " << tool.reason << "\n";
  if (scenario == no_calls_scenario) co_return true;
  for (mcp::ToolCall& call : planned_calls(*list, context)) {
    const auto result = co_await session.call_tool(std::move(call));
    if (!result) co_return report(result.error());
  }
  co_return true;
}

}  // namespace sluice::conformance
