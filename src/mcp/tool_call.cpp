#include "mcp/core.h"
#include "mcp/fault_text.h"
#include "mcp/pause.h"

#include <utility>

namespace sluice::mcp {
namespace {

McpError violation(std::string detail) {
  return {McpFailure::protocol_violation, std::move(detail), 200};
}

// A server that is busy may say when to come back; the wait is worth it once, if it is short.
std::optional<std::chrono::milliseconds> worth_waiting(const McpError& error) {
  if (error.failure != McpFailure::rate_limited || !error.retry_after) return std::nullopt;
  if (*error.retry_after > retry_after_max) return std::nullopt;
  return *error.retry_after;
}

// The answers to what a server asks in the middle of a call (2026-07-28, "multi round trip
// requests"): raw JSON, or nothing when we have no answer to one of them.
std::optional<std::string> input_responses(JsonText requests, const InputHandler& handler) {
  std::string responses;
  bool answered = true;
  requests.each_member([&](const std::string& key, JsonText request) {
    const auto result =
        handler ? handler(request.member("method").string().value_or(""), request.member("params"))
                : std::nullopt;
    answered = result.has_value();
    if (answered) responses += (responses.empty() ? "{" : ",") + to_wire(Json(key)) + ":" + *result;
    return answered;
  });
  if (!answered) return std::nullopt;
  return responses.empty() ? "" : responses + "}";
}

}  // namespace

Task<RpcResult> McpClient::Core::ask_once(Question question, Authorize authorize) {
  switch (state.era) {
    case Era::modern: co_return co_await ask_modern(std::move(question), std::move(authorize));
    case Era::sse2024:
      co_return co_await ask_old_streams(std::move(question), std::move(authorize));
    case Era::legacy:
    case Era::unknown: break;
  }
  co_return co_await ask_legacy(std::move(question), std::move(authorize));
}

Task<RpcResult> McpClient::Core::ask(Question question, Authorize authorize) {
  RpcResult answer = co_await ask_once(question, authorize);
  const auto wait = answer ? std::nullopt : worth_waiting(answer.error());
  if (wait && co_await pause(*wait, options_.deadline)) {
    answer = co_await ask_once(question, authorize);
  }
  if (answer) {
    state.used_at = clock_.now();
    co_return answer;
  }
  // The verdict on the era may be out of date; it is found anew next time, never within a request.
  const auto& rpc = answer.error().rpc;
  const bool doubtful = answer.error().failure == McpFailure::vendor_status ||
                        (rpc && (rpc->code == error_code::unsupported_version ||
                                 rpc->code == error_code::session_trouble));
  if (state.era == Era::modern && doubtful && options_.era == EraChoice::probe) state = {};
  co_return answer;
}

std::vector<net::Header> McpClient::Core::mirrored_for(const ToolCall& call) const {
  if (state.era != Era::modern) return {};
  const auto listed = listed_.find(call.name);
  const std::string& text =
      call.definition.empty() && listed != listed_.end() ? listed->second : call.definition;
  const auto definition = JsonText::check(text);
  const auto arguments = JsonText::check(call.arguments);
  if (!definition || !arguments) return {};
  const auto annotations = parameter_headers(definition->member("inputSchema"));
  return annotations ? mirror_arguments(*annotations, *arguments) : std::vector<net::Header>();
}

Task<RpcResult> McpClient::Core::ask_with_input(ToolCall call, Question question,
                                                Authorize authorize) {
  const std::string members = question.members;
  for (int round = 0;; ++round) {
    RpcResult answer = co_await ask(question, authorize);
    if (!answer) co_return answer;
    const auto result = JsonText::check(answer->result);
    const std::string type = result->member("resultType").string().value_or("complete");
    if (state.era != Era::modern || type == "complete") co_return answer;
    if (type != "input_required") {
      co_return std::unexpected(
          violation("The server's result is of a kind that is not known here. Tell whoever runs "
                    "the server."));
    }
    const auto responses = input_responses(result->member("inputRequests"), options_.input_handler);
    const JsonText request_state = result->member("requestState");
    const bool nothing_to_say = responses && responses->empty() && request_state.absent();
    if (!responses || nothing_to_say || round == input_rounds_max) {
      co_return std::unexpected(
          McpError{McpFailure::input_required, std::string(fault_text::input_required), 200});
    }
    question.members = members;
    if (!responses->empty()) question.members += ",\"inputResponses\":" + *responses;
    // Opaque: sent back byte for byte, to this call only.
    if (!request_state.absent()) {
      question.members += ",\"requestState\":" + std::string(request_state.raw());
    }
  }
}

Task<std::expected<ToolResult, McpError>> McpClient::Core::call_tool(ToolCall call,
                                                                     Authorize authorize) {
  const auto arguments = JsonText::check(call.arguments);
  if (!arguments || !arguments->is_object()) {
    co_return std::unexpected(
        violation("The arguments of a call must be a JSON object. Mend the call."));
  }
  if (auto error = co_await ensure_ready(authorize)) co_return std::unexpected(std::move(*error));
  Question question{.method = std::string(method::call_tool),
                    .members = "\"name\":" + to_wire(Json(call.name)) +
                               ",\"arguments\":" + std::string(arguments->raw()),
                    .name = call.name,
                    .mirrored = mirrored_for(call),
                    .progress = true,
                    .repeatable = call.repeatable};
  RpcResult answer = co_await ask_with_input(call, question, authorize);
  const auto& rpc = answer ? std::nullopt : answer.error().rpc;
  if (rpc && rpc->code == error_code::header_mismatch) {
    // The tool mirrors other arguments by now.
    auto list = co_await list_tools(authorize);
    if (!list) co_return std::unexpected(std::move(list.error()));
    call.definition.clear();
    question.mirrored = mirrored_for(call);
    answer = co_await ask_with_input(call, question, authorize);
  } else if (!answer && call.repeatable && answer.error().failure == McpFailure::answer_lost) {
    answer = co_await ask_with_input(call, question, authorize);
  }
  if (!answer) co_return std::unexpected(std::move(answer.error()));
  const bool is_error = JsonText::check(answer->result)->member("isError").flag().value_or(false);
  co_return ToolResult{std::move(answer->result), is_error};
}

}  // namespace sluice::mcp
