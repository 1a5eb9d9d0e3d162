#pragma once
#include "base/task.h"
#include "mcp/error.h"
#include "net/egress_policy.h"
#include "net/http_client.h"

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::mcp {

// What failed below HTTP: by the transport, and by the egress policy before anything left.
[[nodiscard]] McpError error_of(net::HttpError error);
[[nodiscard]] McpError error_of_refusal(const net::EgressRefusal& refusal);

// The whole body; the limits are those the exchange was opened with.
[[nodiscard]] Task<std::expected<std::string, McpError>> read_all(net::HttpStream& stream);

// What a response means that carries no answer to our request.
[[nodiscard]] McpError error_of_status(int status, const std::vector<net::Header>& headers);

// The error of a JSON-RPC answer.
[[nodiscard]] McpError error_of_rpc(RpcError rpc, int status);

// The error that a stream ends with, in the server's words.
[[nodiscard]] McpError error_of_event(const std::string& words);

// Whether a server's words are about its session or its initialization. They are a hint and nothing
// more: it costs one handshake at most.
[[nodiscard]] bool speaks_of_session(std::string_view words);

// The first value of a header, without regard to case; empty when absent.
[[nodiscard]] std::string_view header_of(const std::vector<net::Header>& headers,
                                         std::string_view name);
// A response's media type without parameters, in lower case.
[[nodiscard]] std::string media_type(const std::vector<net::Header>& headers);

}  // namespace sluice::mcp
