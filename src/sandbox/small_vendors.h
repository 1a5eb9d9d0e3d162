#pragma once
// Vendors of a few lines, for tests of what a profile or a list of tools may say.
#include "sandbox/sandbox_client.h"

namespace sluice::sandbox {

inline constexpr const char* small_host = "mcp.vendor.example";

// A plain authorization server at small_host; `extra` is laid over it.
inline Value small_server(const Value& extra = Value::object()) {
  Value server = {{"issuer", "https://mcp.vendor.example"},
                  {"authorize", "/authorize"},
                  {"token", "/token"},
                  {"register", "/register"},
                  {"methods", Value::array({"none"})},
                  {"scopes", Value::array({"read", "write"})}};
  server.update(extra);
  return server;
}

// One entry of vendors.json; `extra` is laid over its "mcp".
inline Value small_vendor(const std::string& slug, const Value& authorization,
                          const Value& extra = Value::object()) {
  Value mcp = {{"endpoints", Value::array({{{"url", "https://mcp.vendor.example/"}}})},
               {"legacy", Value::array({"2025-06-18"})}};
  mcp.update(extra);
  Value vendor = {{"slug", slug}, {"name", slug}, {"mcp", std::move(mcp)}};
  if (authorization.is_object()) vendor["authorization"] = authorization;
  return vendor;
}

// A tool of sandbox/tools/ that takes any arguments.
inline Value small_tool(const std::string& name, const std::string& access = "read",
                        const Value& operations = Value()) {
  Value tool = {{"access", access},
                {"definition", {{"name", name}, {"inputSchema", {{"type", "object"}}}}}};
  if (operations.is_object()) tool["operations"] = operations;
  return tool;
}

// A world whose tool list_rows answers `rows` rows.
inline Value small_world(const std::string& slug, int rows) {
  Value list = Value::array();
  for (int i = 0; i < rows; ++i)
    list.push_back({{"id", i}});
  return {
      {"vendor", slug},
      {"tools", {{"list_rows", {{"kind", "list"}, {"rows_path", "$.rows"}, {"items", "rows"}}}}},
      {"collections", {{"rows", std::move(list)}}}};
}

using SmallFiles = std::map<std::string, Value, std::less<>>;

// The vendors with two tools and a row each, unless `files` bring others.
inline std::unique_ptr<WorldFiles> small_vendors(const std::vector<Value>& vendors,
                                                 SmallFiles files = {}) {
  for (const Value& vendor : vendors) {
    const std::string slug = text_of(vendor, "slug");
    files.try_emplace("world/" + slug + ".json", small_world(slug, 1));
    files.try_emplace(
        "tools/" + slug + ".json",
        Value{{"tools", Value::array({small_tool("list_rows"), small_tool("get_row")})}});
  }
  files["vendors.json"] = {{"company", "Sample"}, {"vendors", vendors}};
  return std::make_unique<TestWorldFiles>(std::move(files));
}

// The whole way to an access token of the vendor; empty when it was refused.
inline std::string small_token(Visit& visit, const std::string& slug, const std::string& client) {
  const auto back = visit.consent(slug, Visit::authorization_query(client));
  const auto code = back.find("code");
  if (code == back.end()) return {};
  const auto answer = visit.token(small_host, "/token", Visit::code_form(client, code->second));
  return text_of(Value::parse(answer.body), "access_token");
}
inline std::string small_token(Visit& visit, const std::string& slug) {
  const Value client = visit.register_client(small_host, "/register");
  return small_token(visit, slug, text_of(client, "client_id"));
}

inline net::ServerRequest small_call(const std::string& token, const std::string& tool,
                                     const Value& arguments = Value::object(),
                                     const std::string& target = "/") {
  return Visit::mcp_request(
      small_host, target, token,
      Visit::message("tools/call", {{"name", tool}, {"arguments", arguments}}));
}

}  // namespace sluice::sandbox
