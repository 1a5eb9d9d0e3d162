#include "mcp/error.h"

namespace sluice::mcp {

std::string_view to_text(McpFailure failure) {
  switch (failure) {
    case McpFailure::refused_address: return "refused_address";
    case McpFailure::unreachable: return "unreachable";
    case McpFailure::timed_out: return "timed_out";
    case McpFailure::too_large: return "too_large";
    case McpFailure::unauthorized: return "unauthorized";
    case McpFailure::forbidden: return "forbidden";
    case McpFailure::rate_limited: return "rate_limited";
    case McpFailure::vendor_status: return "vendor_status";
    case McpFailure::not_json: return "not_json";
    case McpFailure::protocol_violation: return "protocol_violation";
    case McpFailure::rpc_error: return "rpc_error";
    case McpFailure::version_unsupported: return "version_unsupported";
    case McpFailure::input_required: return "input_required";
    case McpFailure::visit_required: return "visit_required";
    case McpFailure::answer_lost: return "answer_lost";
    case McpFailure::cancelled: return "cancelled";
    case McpFailure::no_credential: return "no_credential";
  }
  return "protocol_violation";
}

}  // namespace sluice::mcp
