#include "mcp/core.h"

#include <utility>

// Asking in the era of 2025-03-26 to 2025-11-25: after a handshake, often in a session.
namespace sluice::mcp {

std::vector<net::Header> McpClient::Core::legacy_headers() const {
  std::vector<net::Header> headers;
  if (!state.version.empty()) headers.push_back({"MCP-Protocol-Version", state.version});
  if (!state.session_id.empty()) headers.push_back({"Mcp-Session-Id", state.session_id});
  return headers;
}

RpcRequest McpClient::Core::legacy_request(const Question& question) {
  RpcRequest request;
  request.id = ++last_id_;
  request.repeatable = question.repeatable;
  request.legacy = true;
  std::string members = question.members;
  if (question.progress) {
    if (!members.empty()) members += ",";
    members += "\"_meta\":{\"progressToken\":" + std::to_string(request.id) + "}";
  }
  const std::string params = members.empty() ? "" : "{" + members + "}";
  request.body = request_text(request.id, question.method, params);
  request.headers = legacy_headers();
  return request;
}

// 404 to a session id says that the session is gone (2025-11-25, "Session Management"). In the
// field it is said in many more ways: with a code of no fixed meaning, in words, by a gateway that
// finds nobody behind the id. A wrong guess costs one handshake and one repetition, never more.
bool McpClient::Core::lost_session(const McpError& error) const {
  if (error.failure == McpFailure::unauthorized || error.failure == McpFailure::forbidden) {
    return false;
  }
  if (error.status == 429) return false;
  if (error.speaks_of_session) return true;
  const bool in_session = !state.session_id.empty();
  const std::int64_t code = error.rpc ? error.rpc->code : error_code::session_trouble;
  switch (error.status) {
    // Servers that want a session where we have none say 400 too.
    case 400:
      return code == error_code::session_trouble || code == error_code::session_unknown ||
             (in_session && code == error_code::invalid_request);
    case 404:
    case 410: return in_session;
    // Whoever says how long to wait is busy; the session is another matter.
    case 503: return in_session && !error.retry_after;
    default: break;
  }
  return in_session &&
         (code == error_code::session_unknown || code == error_code::session_unknown_too);
}

Task<RpcResult> McpClient::Core::ask_legacy(Question question, Authorize authorize) {
  const bool listen = options_.listen && question.method == method::call_tool;
  RpcResult answer = listen ? co_await transport_.ask_listening(legacy_request(question), authorize)
                            : co_await transport_.ask(legacy_request(question), authorize);
  if (answer || !session_renewable_ || !lost_session(answer.error())) co_return answer;
  session_renewable_ = false;
  auto renewed = co_await initialize(authorize);
  if (!renewed) co_return std::unexpected(std::move(renewed.error()));
  if (state.era == Era::sse2024) {
    co_return co_await ask_old_streams(std::move(question), std::move(authorize));
  }
  co_return co_await transport_.ask(legacy_request(question), std::move(authorize));
}

Task<void> McpClient::Core::close(Authorize authorize) {
  if (state.session_id.empty()) co_return;
  HttpTransport::Exchange goodbye{"DELETE", target_.url, "", legacy_headers(),
                                  Deadline::in(goodbye_timeout)};
  // A server may not offer this; there is nothing to do about any answer.
  static_cast<void>(co_await transport_.open(std::move(goodbye), std::move(authorize)));
  state.drop_session();
}

}  // namespace sluice::mcp
