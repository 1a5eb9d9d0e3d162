#include "mcp/response.h"

#include "base/text.h"
#include "mcp/fault_text.h"
#include "mcp/protocol.h"
#include "net/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace sluice::mcp {
namespace {

constexpr int session_unknown_status = 404;
constexpr int event_status = 200;  // A stream was opened before it failed.

// Retry-After in seconds; its date form is treated as absent.
std::optional<std::chrono::seconds> retry_after(const std::vector<net::Header>& headers) {
  const std::string_view text = header_of(headers, "Retry-After");
  long seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return std::chrono::seconds(std::max(seconds, 0L));
}

std::vector<std::string> challenges(const std::vector<net::Header>& headers) {
  std::vector<std::string> values;
  for (const net::Header& header : headers) {
    if (equal_ignoring_case(header.name, "WWW-Authenticate")) values.push_back(header.value);
  }
  return values;
}

// The host of the first page that a server wants visited; never the whole address.
std::string visit_host(const std::string& data) {
  const auto document = JsonText::check(data);
  if (!document) return {};
  for (const JsonText& elicitation : document->member("elicitations").elements()) {
    const std::string url = elicitation.member("url").string().value_or("");
    if (const auto page = net::parse_strict_url(url)) return page->authority();
  }
  return {};
}

McpFailure failure_of(net::HttpError error) {
  switch (error) {
    case net::HttpError::refused_address: return McpFailure::refused_address;
    case net::HttpError::timed_out: return McpFailure::timed_out;
    case net::HttpError::body_too_large:
    case net::HttpError::head_too_large:
    case net::HttpError::compression_bomb: return McpFailure::too_large;
    case net::HttpError::cancelled: return McpFailure::cancelled;
    case net::HttpError::connection_lost: return McpFailure::answer_lost;
    case net::HttpError::unresolvable:
    case net::HttpError::connect_failed:
    case net::HttpError::tls_failed:
    case net::HttpError::malformed_response: break;
  }
  return McpFailure::unreachable;
}

}  // namespace

bool speaks_of_session(std::string_view words) {
  constexpr std::size_t read_max = 2'000;
  constexpr std::array<std::string_view, 3> stems{"session", "initializ", "initialis"};
  const std::string text = lower(words.substr(0, read_max));
  return std::ranges::any_of(stems, [&](std::string_view stem) { return text.contains(stem); });
}

std::string_view header_of(const std::vector<net::Header>& headers, std::string_view name) {
  const auto found = std::ranges::find_if(
      headers, [&](const net::Header& header) { return equal_ignoring_case(header.name, name); });
  return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

std::string media_type(const std::vector<net::Header>& headers) {
  const std::string_view type = header_of(headers, "Content-Type");
  return lower(type.substr(0, type.find_first_of("; ")));
}

McpError error_of(net::HttpError error) {
  McpError result{failure_of(error), std::string(to_text(error))};
  result.transport = error;
  return result;
}

// A name that leads nowhere is no refusal of ours.
McpError error_of_refusal(const net::EgressRefusal& refusal) {
  if (refusal.reason == net::EgressReason::unresolvable)
    return error_of(net::HttpError::unresolvable);
  return {McpFailure::refused_address, refusal.detail};
}

// The stream belongs to the caller's frame, which waits for this coroutine.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<std::expected<std::string, McpError>> read_all(net::HttpStream& stream) {
  std::string body;
  while (true) {
    auto bytes = co_await stream.read();
    if (!bytes) co_return std::unexpected(error_of(bytes.error()));
    if (bytes->empty()) co_return body;
    body += *bytes;
  }
}

McpError error_of_status(int status, const std::vector<net::Header>& headers) {
  McpError error{McpFailure::vendor_status, std::string(fault_text::error_status), status};
  error.dpop_nonce = header_of(headers, "DPoP-Nonce");
  if (status == 401 || status == 403) {
    error.failure = status == 401 ? McpFailure::unauthorized : McpFailure::forbidden;
    error.challenges = challenges(headers);
  } else if (status == 429 || status == 503) {
    error.failure = McpFailure::rate_limited;
    error.retry_after = retry_after(headers);
  } else if (status >= 200 && status < 300) {
    const bool html = media_type(headers) == "text/html";
    error.failure = html ? McpFailure::not_json : McpFailure::protocol_violation;
    error.detail = html ? fault_text::web_page : fault_text::not_json;
  } else if (status >= 300 && status < 400) {
    error.detail = fault_text::redirected;
  } else if (status == session_unknown_status) {
    error.detail = fault_text::not_found;
  }
  return error;
}

McpError error_of_event(const std::string& words) {
  constexpr std::size_t kept_max = 2'000;
  McpError error{McpFailure::rpc_error, std::string(fault_text::error_event), event_status};
  error.speaks_of_session = speaks_of_session(words);
  error.rpc = RpcError{0, words.substr(0, kept_max), ""};
  return error;
}

McpError error_of_rpc(RpcError rpc, int status) {
  McpError error{McpFailure::rpc_error, std::string(fault_text::rpc_error), status};
  error.speaks_of_session = speaks_of_session(rpc.message);
  if (rpc.code == error_code::visit_required) {
    error.failure = McpFailure::visit_required;
    error.visit_host = visit_host(rpc.data);
  }
  error.rpc = std::move(rpc);
  return error;
}

}  // namespace sluice::mcp
