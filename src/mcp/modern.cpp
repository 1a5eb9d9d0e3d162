#include "mcp/core.h"
#include "mcp/header_value.h"

#include <utility>

// Asking in the era of 2026-07-28: every request stands alone.
namespace sluice::mcp {
namespace {

constexpr std::string_view version_member = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view capabilities_member = "io.modelcontextprotocol/clientCapabilities";
constexpr std::string_view client_member = "io.modelcontextprotocol/clientInfo";

std::string quoted(std::string_view text) {
  return to_wire(Json(text));
}

bool offers_modern_again(const McpError& error) {
  if (!error.rpc || error.rpc->code != error_code::unsupported_version) return false;
  const auto data = JsonText::check(error.rpc->data);
  if (!data) return false;
  for (const JsonText& version : data->member("supported").elements()) {
    if (version.string() == modern_version) return true;
  }
  return false;
}

}  // namespace

RpcRequest McpClient::Core::modern_request(const Question& question) {
  RpcRequest request;
  request.id = ++last_id_;
  request.repeatable = question.repeatable;
  if (question.method == method::discover) request.patience = probe_timeout;
  std::string meta = quoted(version_member) + ":" + quoted(modern_version) + "," +
                     quoted(capabilities_member) + ":" + options_.capabilities + "," +
                     quoted(client_member) + ":" + client_info();
  if (question.progress) meta += ",\"progressToken\":" + std::to_string(request.id);
  std::string params = "{\"_meta\":{" + meta + "}";
  if (!question.members.empty()) params += "," + question.members;
  request.body = request_text(request.id, question.method, params + "}");
  request.headers = {{"MCP-Protocol-Version", std::string(modern_version)},
                     {"Mcp-Method", question.method}};
  if (!question.name.empty()) request.headers.push_back({"Mcp-Name", header_value(question.name)});
  for (const net::Header& header : question.mirrored)
    request.headers.push_back(header);
  return request;
}

Task<RpcResult> McpClient::Core::ask_modern(Question question, Authorize authorize) {
  RpcResult answer = co_await transport_.ask(modern_request(question), authorize);
  if (!answer && offers_modern_again(answer.error())) {
    answer = co_await transport_.ask(modern_request(question), std::move(authorize));
  }
  co_return answer;
}

}  // namespace sluice::mcp
