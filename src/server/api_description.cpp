#include "server/api_description.h"

#include "base/text.h"
#include "server/embedded.h"

#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace sluice::server {
namespace {

constexpr std::string_view api_prefix = "/api/";
constexpr std::string_view problem_shape = "Problem";
constexpr int problem_status_min = 400;

struct ApiFiles {
  Json routes = Json::object();  // By "GET /api/v1/session".
  Json shapes = Json::object();  // By name.
};

// The files travel in the binary, so one that is not readable is a broken program, not an error.
[[nodiscard]] ApiFiles read_files() {
  ApiFiles all;
  for (const embedded::Text& file : embedded::api_files()) {
    Json json = Json::parse(file.text);
    all.routes.update(json.at("routes"));
    all.shapes.update(json.at("shapes"));
  }
  return all;
}

[[nodiscard]] const ApiFiles& files() {
  static const ApiFiles all = read_files();
  return all;
}

[[nodiscard]] std::string key_of(const RouteInfo& route) {
  return route.method + " " + route.pattern;
}

[[nodiscard]] bool is_api(const RouteInfo& route) {
  return route.pattern.starts_with(api_prefix);
}

[[nodiscard]] Json reference_to(std::string_view shape) {
  return {{"$ref", "#/components/schemas/" + std::string(shape)}};
}

[[nodiscard]] Json parameter(std::string_view name, std::string_view place, Json schema) {
  Json described = {{"name", name}, {"in", place}, {"schema", std::move(schema)}};
  if (place == "path") described["required"] = true;
  return described;
}

[[nodiscard]] Json parameters_of(const RouteInfo& route, const Json& shapes) {
  Json parameters = Json::array();
  const std::string& pattern = route.pattern;
  for (std::size_t at = pattern.find('{'); at != std::string::npos;
       at = pattern.find('{', at + 1)) {
    const std::size_t end = pattern.find('}', at);
    parameters.push_back(
        parameter(pattern.substr(at + 1, end - at - 1), "path", {{"type", "string"}}));
  }
  for (const auto& [name, schema] : member(shapes, "query").items())
    parameters.push_back(parameter(name, "query", schema));
  return parameters;
}

// What an answer of one status holds, by media type: a shape, bytes that no shape is promised of,
// or nothing at all (null).
[[nodiscard]] Json content_of(const Json& answer, bool is_problem) {
  Json content = Json::object();
  if (answer.is_string()) {
    const char* type = is_problem ? "application/problem+json" : "application/json";
    content[type]["schema"] = reference_to(answer.get_ref<const std::string&>());
  }
  if (answer.is_object()) {
    for (const auto& [type, shape] : answer.items())
      content[type] = shape.is_string()
                          ? Json{{"schema", reference_to(shape.get_ref<const std::string&>())}}
                          : Json::object();
  }
  return content;
}

// An event stream is text to OpenAPI 3.1; what its events hold stands in a member of ours.
[[nodiscard]] Json events_of(const Json& events) {
  Json named = Json::object();
  for (const auto& [event, shape] : events.items())
    named[event] = reference_to(shape.get_ref<const std::string&>());
  return {{"schema", {{"type", "string"}}}, {"x-sluice-events", std::move(named)}};
}

[[nodiscard]] Json responses_of(const Json& shapes) {
  Json responses = Json::object();
  for (const auto& [status, answer] : shapes.at("responses").items()) {
    const bool is_problem = std::stoi(status) >= problem_status_min;
    Json response = {{"description", is_problem ? "A refusal" : "The result"}};
    Json content = content_of(answer, is_problem);
    if (status == "200" && shapes.contains("events"))
      content["text/event-stream"] = events_of(shapes["events"]);
    if (!content.empty()) response["content"] = std::move(content);
    responses[status] = std::move(response);
  }
  responses["default"] = {{"description", "An RFC 9457 problem document"},
                          {"content", content_of(problem_shape, true)}};
  return responses;
}

[[nodiscard]] Json security_of(const RouteInfo& route) {
  Json ways = Json::array();
  if (!route.permission) return ways;
  ways.push_back({{"session", Json::array()}});
  ways.push_back({{"api_key", Json::array({identity::to_text(route.key_scope)})}});
  return ways;
}

[[nodiscard]] Json operation_of(const RouteInfo& route, const Json& shapes) {
  Json operation = {{"summary", route.summary},
                    {"parameters", parameters_of(route, shapes)},
                    {"responses", responses_of(shapes)},
                    {"security", security_of(route)}};
  if (const auto request = text_member(shapes, "request"))
    operation["requestBody"] = {{"required", true}, {"content", content_of(*request, false)}};
  return operation;
}

[[nodiscard]] Json security_schemes() {
  return {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-sluice-session"}}},
          {"api_key", {{"type", "http"}, {"scheme", "bearer"}}}};
}

}  // namespace

Json openapi_document(const std::vector<RouteInfo>& routes) {
  Json paths = Json::object();
  for (const RouteInfo& route : routes) {
    const Json& shapes = member(files().routes, key_of(route));
    if (!is_api(route) || shapes.is_null()) continue;
    paths[route.pattern][lower(route.method)] = operation_of(route, shapes);
  }
  return {{"openapi", "3.1.0"},
          {"jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema"},
          {"info", {{"title", "Sluice"}, {"version", "1"}}},
          {"paths", paths},
          {"components", {{"schemas", files().shapes}, {"securitySchemes", security_schemes()}}}};
}

std::vector<std::string> undescribed_routes(const std::vector<RouteInfo>& routes) {
  std::set<std::string> alone;
  for (const auto& [key, shapes] : files().routes.items())
    alone.insert(key);
  for (const RouteInfo& route : routes) {
    if (!is_api(route)) continue;
    const std::string key = key_of(route);
    if (alone.erase(key) == 0) alone.insert(key);
  }
  return {alone.begin(), alone.end()};
}

void require_description(const std::vector<RouteInfo>& routes) {
  std::string all;
  for (const std::string& route : undescribed_routes(routes))
    all += (all.empty() ? "" : ", ") + route;
  if (!all.empty())
    throw std::logic_error("src/server/api and the table of routes do not agree on " + all);
}

}  // namespace sluice::server
