#include "calls/call_text.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sluice::calls {
namespace {

using Kind = CallError::Kind;

mcp::McpError status(int code, mcp::McpFailure failure = mcp::McpFailure::vendor_status) {
  return {failure, "", code};
}

mcp::McpError transport(net::HttpError error,
                        mcp::McpFailure failure = mcp::McpFailure::unreachable) {
  mcp::McpError result{failure, ""};
  result.transport = error;
  return result;
}

TEST(CallText, says_what_happened_and_what_to_do_for_each_way_a_vendor_fails) {
  mcp::McpError soon = status(429, mcp::McpFailure::rate_limited);
  soon.retry_after = std::chrono::seconds(20);
  mcp::McpError later = status(503, mcp::McpFailure::rate_limited);
  later.retry_after = std::chrono::seconds(150);
  struct Case {
    mcp::McpError error;
    Kind kind;
    std::vector<std::string> words;
  };
  const std::vector<Case> cases{
      {status(429, mcp::McpFailure::rate_limited),
       Kind::vendor_refused,
       {"too often", "HTTP 429", "Wait a minute"}},
      {soon, Kind::vendor_refused, {"HTTP 429", "Wait 20 seconds"}},
      {later, Kind::vendor_down, {"HTTP 503", "Wait 3 minutes"}},
      {status(500), Kind::vendor_down, {"error of its own", "HTTP 500", "Try again"}},
      {status(502, mcp::McpFailure::rpc_error), Kind::vendor_down, {"HTTP 502", "Try again"}},
      {status(403, mcp::McpFailure::forbidden), Kind::vendor_refused, {"HTTP 403", "rights"}},
      {status(404), Kind::vendor_refused, {"HTTP 404", "tell your operator"}},
      {status(301), Kind::vendor_down, {"another address", "HTTP 301"}},
      {{mcp::McpFailure::not_json, ""}, Kind::vendor_down, {"web page", "Try again"}},
      {transport(net::HttpError::unresolvable), Kind::vendor_down, {"name", "DNS", "operator"}},
      {transport(net::HttpError::tls_failed), Kind::vendor_down, {"certificate", "operator"}},
      {transport(net::HttpError::connect_failed), Kind::vendor_down, {"reached", "Try again"}},
      {transport(net::HttpError::connection_lost, mcp::McpFailure::answer_lost),
       Kind::vendor_down,
       {"does not answer", "Try again"}},
      {transport(net::HttpError::timed_out, mcp::McpFailure::timed_out),
       Kind::deadline,
       {"too long", "try again"}},
  };
  for (const Case& each : cases) {
    const CallError error = call_error("Acme", each.error);
    EXPECT_EQ(error.kind, each.kind) << error.detail;
    EXPECT_TRUE(error.detail.contains("Acme")) << error.detail;
    for (const std::string& word : each.words)
      EXPECT_TRUE(error.detail.contains(word)) << word << ": " << error.detail;
  }
}

TEST(CallText, a_redirect_names_the_address_to_enter) {
  mcp::McpError moved = status(308);
  moved.moved_to = "https://mcp.acme.example/v2";
  const CallError error = call_error("Acme", moved);
  EXPECT_TRUE(error.detail.contains("https://mcp.acme.example/v2")) << error.detail;
  EXPECT_TRUE(error.detail.contains("enter that address")) << error.detail;
}

}  // namespace
}  // namespace sluice::calls
