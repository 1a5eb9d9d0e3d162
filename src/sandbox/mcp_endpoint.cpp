#include "sandbox/mcp_endpoint.h"

#include "base/base64.h"
#include "base/text.h"
#include "net/http_text.h"
#include "sandbox/rendering.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::string_view modern_version = "2026-07-28";
constexpr std::string_view version_key = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view capabilities_key = "io.modelcontextprotocol/clientCapabilities";
constexpr std::string_view server_info_key = "io.modelcontextprotocol/serverInfo";
constexpr std::size_t tools_per_page = 100;
constexpr std::size_t session_id_bytes = 16;
constexpr int list_lifetime_ms = 300'000;

// JSON-RPC 2.0 section 5.1, then MCP's own (2026-07-28, "Error Codes") and what servers in the
// field use for sessions.
constexpr int parse_error = -32700;
constexpr int invalid_request = -32600;
constexpr int method_not_found = -32601;
constexpr int invalid_params = -32602;
constexpr int server_refusal = -32000;
constexpr int session_not_found = -32001;
constexpr int header_mismatch = -32020;
constexpr int unsupported_version = -32022;

Value result_message(const Value& id, Value result) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

Value error_message(const Value& id, int code, std::string_view text) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", text}}}};
}

net::ServerResponse json_response(int status, const Value& body) {
  return {status, {{"Content-Type", "application/json"}}, to_wire_text(body)};
}

net::ServerResponse plain(int status, std::vector<net::Header> headers = {}) {
  return {status, std::move(headers), {}};
}

// 2026-07-28: what initialize said once is repeated in each request.
const Value& request_meta(const Value& message) {
  return member_of(member_of(message, "params"), "_meta");
}

bool accepts(const net::ServerRequest& request, std::string_view type) {
  const std::string accept = lower(request.header("accept"));
  return accept.contains(type) || accept.contains("*/*");
}

// Header values outside printable ASCII come as =?base64?...?= (2026-07-28).
std::string decoded_header(std::string_view value) {
  constexpr std::string_view open = "=?base64?";
  constexpr std::string_view close = "?=";
  if (!value.starts_with(open) || !value.ends_with(close)) return std::string(value);
  value.remove_prefix(open.size());
  value.remove_suffix(close.size());
  return from_base64(value).value_or(std::string());
}

// "tools=a,b" of the address, when the vendor lets a client choose its tools so.
std::vector<std::string> tools_named_in(std::string_view query, std::string_view parameter) {
  std::vector<std::string> names;
  for (const auto& [name, value] : net::parse_form(query)) {
    if (parameter.empty() || name != parameter) continue;
    for (std::size_t at = 0; at < value.size();) {
      const std::size_t comma = std::min(value.find(',', at), value.size());
      if (comma > at) names.push_back(value.substr(at, comma - at));
      at = comma + 1;
    }
  }
  return names;
}

}  // namespace

McpEndpoint::McpEndpoint(const VendorProfile& vendor, const ToolDefinitions& tools,
                         const Engine& engine, Random& random)
    : vendor_(vendor), tools_(tools), engine_(engine), random_(random) {}

net::ServerResponse McpEndpoint::answer(const net::ServerRequest& request, const Endpoint& endpoint,
                                        const std::string& subject, const std::string& drifted) {
  // A server without sessions or streams has nothing to end and nothing to GET: 405 for both.
  if (request.method == "DELETE" && vendor_.mcp.sessions) return end_session(request);
  if (request.method != "POST") return plain(405, {{"Allow", "POST"}});
  // Streamable HTTP: a client has to take both forms, and real servers refuse one that does not.
  if (!accepts(request, "application/json") || !accepts(request, "text/event-stream"))
    return json_response(406, error_message(nullptr, server_refusal,
                                            "Not Acceptable: Client must accept both "
                                            "application/json and text/event-stream"));
  if (!lower(request.header("content-type")).starts_with("application/json")) return plain(415);
  const auto parsed = parse_json(request.body);
  if (!parsed) return json_response(400, error_message(nullptr, parse_error, "Parse error"));
  Exchange exchange{request, subject, drifted, to_value(*parsed), {}, {}, false, {}};
  exchange.id = member_of(exchange.message, "id");
  exchange.method = text_of(exchange.message, "method");
  exchange.read_only = endpoint.read_only || (!vendor_.mcp.read_only_query.empty() &&
                                              request.query.contains(vendor_.mcp.read_only_query));
  exchange.only = tools_named_in(request.query, vendor_.mcp.tools_query);
  return answer_message(exchange);
}

net::ServerResponse McpEndpoint::answer_message(Exchange& exchange) {
  if (exchange.method.empty() || text_of(exchange.message, "jsonrpc") != "2.0")
    return json_response(400, error_message(exchange.id, invalid_request, "Invalid Request"));
  // Any of the three marks makes it modern: a server of both eras has to tell them by what the
  // client sends first.
  const bool says_modern = member_of(request_meta(exchange.message), version_key).is_string() ||
                           exchange.request.header("mcp-protocol-version") == modern_version ||
                           exchange.method == "server/discover";
  if (vendor_.mcp.modern && (says_modern || vendor_.mcp.legacy.empty()))
    return answer_modern(exchange);
  return answer_legacy(exchange);
}

net::ServerResponse McpEndpoint::reply(const Exchange& exchange, int status, Value body) const {
  // Errors come as plain JSON whatever the vendor's form: that is what the SDKs do.
  if (!vendor_.mcp.answers_with_events || status != 200) return json_response(status, body);
  std::string events;
  const bool modern = vendor_.mcp.modern && body["result"].contains("resultType");
  // 2025-11-25: an event with an id and no data opens the stream, so that it could be resumed.
  if (!modern && vendor_.mcp.newest_legacy() == "2025-11-25")
    events += "id: 0\nretry: 1000\ndata: \n\n";
  // A comment and a progress note before the answer: a client has to pass over both.
  events += ": one moment\n\n";
  const Value& token = member_of(request_meta(exchange.message), "progressToken");
  if (!token.is_null())
    events += net::format_sse(
        "message", to_wire_text({{"jsonrpc", "2.0"},
                                 {"method", "notifications/progress"},
                                 {"params", {{"progressToken", token}, {"progress", 1}}}}));
  events += net::format_sse("message", to_wire_text(body), modern ? "" : "1");
  return {200,
          {{"Content-Type", "text/event-stream"},
           {"Cache-Control", "no-store"},
           {"X-Accel-Buffering", "no"}},
          std::move(events)};
}

// ---- 2026-07-28 ----

std::optional<net::ServerResponse> McpEndpoint::modern_problem(const Exchange& exchange) const {
  const Value& meta = request_meta(exchange.message);
  const Value& version = member_of(meta, version_key);
  if (!version.is_string() || !member_of(meta, capabilities_key).is_object())
    return json_response(400, error_message(exchange.id, invalid_params,
                                            "params._meta needs the protocol version and the "
                                            "client capabilities"));
  const net::ServerRequest& request = exchange.request;
  const auto mismatch = [&](std::string_view header) {
    return json_response(400,
                         error_message(exchange.id, header_mismatch,
                                       std::string(header) + " does not match the request body"));
  };
  if (request.header("mcp-protocol-version") != as_text(version))
    return mismatch("MCP-Protocol-Version");
  if (as_text(version) != modern_version) {
    Value error = error_message(exchange.id, unsupported_version, "Unsupported protocol version");
    Value supported = Value::array({modern_version});
    for (const std::string& legacy : vendor_.mcp.legacy)
      supported.push_back(legacy);
    error["error"]["data"] = {{"supported", supported}, {"requested", version}};
    return json_response(400, error);
  }
  if (request.header("mcp-method") != exchange.method) return mismatch("Mcp-Method");
  const std::string name = text_of(member_of(exchange.message, "params"), "name");
  if (exchange.method == "tools/call" && decoded_header(request.header("mcp-name")) != name)
    return mismatch("Mcp-Name");
  return std::nullopt;
}

net::ServerResponse McpEndpoint::answer_modern(const Exchange& exchange) {
  if (auto problem = modern_problem(exchange)) return std::move(*problem);
  // A notification; JSON-RPC gives it no answer.
  if (exchange.id.is_null()) return plain(202);
  std::optional<Value> result;
  if (exchange.method == "server/discover") result = discover_result();
  if (exchange.method == "tools/list") {
    result = list_result(exchange);
    (*result)["ttlMs"] = list_lifetime_ms;
    (*result)["cacheScope"] = "private";
  }
  if (exchange.method == "tools/call") {
    result = call_result(exchange);
    if (!result)
      return json_response(400, error_message(exchange.id, invalid_params, "Unknown tool"));
  }
  if (!result)
    return json_response(404, error_message(exchange.id, method_not_found, "Method not found"));
  (*result)["resultType"] = "complete";
  (*result)["_meta"][std::string(server_info_key)] = server_info();
  return reply(exchange, 200, result_message(exchange.id, std::move(*result)));
}

std::optional<Value> McpEndpoint::discover_result() const {
  Value supported = Value::array({modern_version});
  return Value{{"supportedVersions", std::move(supported)},
               {"capabilities", {{"tools", Value::object()}}},
               {"ttlMs", list_lifetime_ms},
               {"cacheScope", "public"}};
}

// ---- 2025-11-25 and older ----

net::ServerResponse McpEndpoint::initialize(const Exchange& exchange) {
  const std::string asked = text_of(member_of(exchange.message, "params"), "protocolVersion");
  const auto& known = vendor_.mcp.legacy;
  // A revision that the server does not know is answered with its newest, and the client decides.
  const std::string version = std::ranges::find(known, asked) != known.end()
                                  ? asked
                                  : std::string(vendor_.mcp.newest_legacy());
  net::ServerResponse response =
      reply(exchange, 200,
            result_message(exchange.id, {{"protocolVersion", version},
                                         {"capabilities", {{"tools", Value::object()}}},
                                         {"serverInfo", server_info()}}));
  if (vendor_.mcp.sessions) {
    const std::string id = to_hex(random_.bytes(session_id_bytes));
    sessions_.emplace(id, Session{version, exchange.subject});
    response.headers.push_back({"Mcp-Session-Id", id});
  }
  return response;
}

std::optional<net::ServerResponse> McpEndpoint::session_problem(const Exchange& exchange) {
  const net::ServerRequest& request = exchange.request;
  const std::string_view version = request.header("mcp-protocol-version");
  const auto& known = vendor_.mcp.legacy;
  if (vendor_.mcp.sessions) {
    const std::string_view id = request.header("mcp-session-id");
    if (id.empty())
      return json_response(
          400, error_message(nullptr, server_refusal, "Bad Request: Server not initialized"));
    const auto session = sessions_.find(id);
    // Another credential's session is as unknown as one that never was.
    if (session == sessions_.end() || session->second.subject != exchange.subject)
      return json_response(404, error_message(nullptr, session_not_found, "Session not found"));
  }
  if (!version.empty() && std::ranges::find(known, version) == known.end()) {
    std::string list;
    for (const std::string& one : known)
      list += (list.empty() ? "" : ", ") + one;
    return json_response(
        400, error_message(nullptr, server_refusal,
                           "Bad Request: Unsupported protocol version: " + std::string(version) +
                               " (supported versions: " + list + ")"));
  }
  return std::nullopt;
}

net::ServerResponse McpEndpoint::answer_legacy(const Exchange& exchange) {
  if (exchange.method == "initialize") return initialize(exchange);
  if (auto problem = session_problem(exchange)) return std::move(*problem);
  if (exchange.id.is_null()) return plain(202);
  if (exchange.method == "ping")
    return reply(exchange, 200, result_message(exchange.id, Value::object()));
  if (exchange.method == "tools/list")
    return reply(exchange, 200, result_message(exchange.id, list_result(exchange)));
  if (exchange.method != "tools/call")
    return reply(exchange, 200, error_message(exchange.id, method_not_found, "Method not found"));
  std::optional<Value> result = call_result(exchange);
  if (!result)
    return reply(exchange, 200, error_message(exchange.id, invalid_params, "Unknown tool"));
  return reply(exchange, 200, result_message(exchange.id, std::move(*result)));
}

net::ServerResponse McpEndpoint::end_session(const net::ServerRequest& request) {
  const auto session = sessions_.find(request.header("mcp-session-id"));
  if (session == sessions_.end()) return plain(404);
  sessions_.erase(session);
  return plain(204);
}

// ---- both ----

Value McpEndpoint::server_info() const {
  return {{"name", vendor_.name + " (sandbox)"}, {"version", "1.0.0"}};
}

bool McpEndpoint::shows(const ToolDefinition& tool, const Exchange& exchange) const {
  const auto& only = exchange.only;
  const auto& own = vendor_.mcp.tools;
  if (!own.empty() && std::ranges::find(own, tool.name) == own.end()) return false;
  if (!only.empty() && std::ranges::find(only, tool.name) == only.end()) return false;
  return !exchange.read_only || tool.access == Access::read;
}

Value McpEndpoint::list_result(const Exchange& exchange) const {
  std::vector<const ToolDefinition*> shown;
  for (const ToolDefinition& tool : tools_.all())
    if (shows(tool, exchange)) shown.push_back(&tool);
  const Value& cursor = member_of(member_of(exchange.message, "params"), "cursor");
  const auto asked = number_of(cursor.is_null() ? Value(0) : cursor);
  // A cursor that is no number gives an empty last page, not an error: some servers do, and the
  // product must not take it for "the list has ended well".
  const std::size_t from = asked && *asked >= 0 ? static_cast<std::size_t>(*asked) : shown.size();
  const std::size_t to = std::min(from + tools_per_page, shown.size());
  Value tools = Value::array();
  for (std::size_t i = from; i < to; ++i) {
    Value wire = shown[i]->wire;
    if (wire["name"] == exchange.drifted)
      wire["inputSchema"]["properties"]["added_later"] = {{"type", "string"}};
    tools.push_back(std::move(wire));
  }
  Value result = {{"tools", std::move(tools)}};
  if (to < shown.size()) result["nextCursor"] = std::to_string(to);
  return result;
}

std::optional<Value> McpEndpoint::call_result(const Exchange& exchange) const {
  const Value& params = member_of(exchange.message, "params");
  const ToolDefinition* tool = tools_.find(text_of(params, "name"));
  // On a read-only endpoint a writing tool does not exist at all, as at vendors that have one.
  if (tool == nullptr || !shows(*tool, exchange)) return std::nullopt;
  Value arguments = member_of(params, "arguments");
  if (arguments.is_null()) arguments = Value::object();
  if (!arguments.is_object()) return tool_error("the arguments must be an object");
  if (const auto complaint = ToolDefinitions::complaint(*tool, arguments))
    return tool_error(*complaint);
  const bool reads = tool->access_for(arguments) == Access::read;
  if (!reads && exchange.read_only) return tool_error("this server only reads");
  // An operation that writes is never answered as the read beside it.
  const bool runs = reads || !tool->operations.is_object();
  if (runs && engine_.knows(tool->name)) return engine_.call(tool->name, arguments);
  // Tools without sample data answer all the same, so that every listed tool can be called.
  if (reads)
    return plain_result(
        {{"data", Value::array()}, {"note", "The sandbox has no sample data for this tool."}});
  return plain_result(
      {{"ok", true}, {"note", "The sandbox recorded the call and changed nothing."}});
}

}  // namespace sluice::sandbox
