// Finding the era of servers that do not know the probe, or that a gateway answers for.
#include "mcp/client.h"

#include "mcp/test_bench.h"

#include <gtest/gtest.h>

#include <map>

namespace sluice::mcp {
namespace {

constexpr std::string_view silent_probe = "a silent probe";

ScriptedReply plain(int status, std::string type, std::string body) {
  ScriptedReply reply = json_reply(std::move(body), status);
  reply.headers = {{"Content-Type", std::move(type)}};
  return reply;
}

ScriptedReply failing(net::HttpError error) {
  return {.failure = error};
}

// What servers of the handshake era, and the gateways before them, were seen to say to the probe.
std::map<std::string, ScriptedReply> refusals() {
  return {
      {"404 text", plain(404, "text/plain", "Invalid session ID")},
      {"404 page", plain(404, "text/html", "<html>no</html>")},
      {"405", plain(405, "text/plain", "")},
      {"410", plain(410, "text/plain", "")},
      {"403 of a gateway", json_reply(R"({"message":"Forbidden"})", 403)},
      {"401 without a challenge", json_reply(R"({"error":"unauthorized"})", 401)},
      {"429 for an unknown method", json_reply("{}", 429)},
      {"500 text", plain(500, "text/plain", "Internal Server Error")},
      {"500 page", plain(500, "text/html", "<html>error</html>")},
      {"500 of JSON-RPC", error_reply(-32603, 500)},
      {"501", json_reply(R"({"error":"Not Implemented"})", 501)},
      {"502", plain(502, "text/html", "<html>bad gateway</html>")},
      {"503", plain(503, "text/plain", "no upstream")},
      {"504", plain(504, "text/plain", "")},
      {"an empty 200", json_reply("")},
      {"202", accepted()},
      {"204", {.status = 204, .headers = {}}},
      {"text with 200", plain(200, "text/plain", "ok")},
      {"a page with 200", plain(200, "text/html", "<html>hello</html>")},
      {"a stream without an event", stream_reply({})},
      {"a stream that is cut",
       {.headers = {{"Content-Type", "text/event-stream"}},
        .pieces = {": hello\n\n"},
        .failure = net::HttpError::connection_lost}},
      {"bytes that are no HTTP", failing(net::HttpError::malformed_response)},
      {"an answer without end", {.pieces = {"{"}, .failure = net::HttpError::body_too_large}},
      {std::string(silent_probe), failing(net::HttpError::timed_out)},
      {"a result of something else", result_reply("{}")},
      {"an error without an id",
       json_reply(R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"x"},"id":null})")},
  };
}

TEST(McpEra, only_a_proof_of_the_modern_era_keeps_it) {
  for (const auto& [name, refusal] : refusals()) {
    Bench bench({refusal, session_reply("s-1"), accepted(), result_reply(one_tool)});
    const auto tools = bench.list();
    ASSERT_TRUE(tools) << name << ": " << tools.error().detail;
    EXPECT_EQ(bench.rpc_method(1), "initialize") << name;
    EXPECT_EQ(bench.client.state().era, Era::legacy) << name;
    EXPECT_EQ(bench.http.seen.size(), 4U) << name;
  }
}

// A kept connection may have been closed meanwhile, so a broken one is tried a second time.
TEST(McpEra, a_closed_connection_leads_to_the_handshake_after_one_more_try) {
  Bench bench({failing(net::HttpError::connection_lost), failing(net::HttpError::connection_lost),
               session_reply("s-1"), accepted(), result_reply(one_tool)});
  ASSERT_TRUE(bench.list());
  EXPECT_EQ(bench.rpc_method(2), "initialize");
}

TEST(McpEra, silence_is_waited_out_for_ten_seconds_at_most) {
  Bench bench({failing(net::HttpError::timed_out), session_reply("s-1"), accepted(),
               result_reply(one_tool)});
  ASSERT_TRUE(bench.list());
  EXPECT_LE(bench.http.seen.at(0).patience, std::chrono::seconds(10));
  EXPECT_GT(bench.http.seen.at(1).patience, std::chrono::seconds(10));
}

TEST(McpEra, a_challenge_starts_the_sign_in_and_nothing_else) {
  Bench bench({{.status = 401, .headers = {{"WWW-Authenticate", "Bearer scope=\"a\""}}}});
  const auto tools = bench.list();
  ASSERT_FALSE(tools);
  EXPECT_EQ(tools.error().failure, McpFailure::unauthorized);
  EXPECT_EQ(bench.http.seen.size(), 1U);
  EXPECT_EQ(bench.client.state().era, Era::unknown);
}

TEST(McpEra, a_server_that_cannot_be_reached_is_not_asked_a_second_time) {
  for (const auto error : {net::HttpError::unresolvable, net::HttpError::connect_failed,
                           net::HttpError::tls_failed, net::HttpError::refused_address}) {
    Bench bench({failing(error)});
    EXPECT_FALSE(bench.list());
    EXPECT_EQ(bench.http.seen.size(), 1U) << to_text(error);
  }
}

// The server speaks 2026-07-28 alone and was down for a moment: what it said first is the reason.
TEST(McpEra, the_first_failure_is_told_when_the_handshake_is_not_known_either) {
  Bench bench({plain(503, "text/plain", "no"), error_reply(-32601, 404)});
  const auto tools = bench.list();
  ASSERT_FALSE(tools);
  EXPECT_EQ(tools.error().status, 503);
  EXPECT_EQ(bench.client.state().era, Era::unknown);
}

TEST(McpEra, a_server_that_names_the_modern_revision_is_asked_once_more_and_kept) {
  const std::string supported = R"({"supported":["2026-07-28"]})";
  Bench bench({error_reply(-32022, 400, supported), error_reply(-32022, 400, supported)});
  EXPECT_FALSE(bench.list());
  for (std::size_t request = 0; request < bench.http.seen.size(); ++request)
    EXPECT_EQ(bench.rpc_method(request), "server/discover");
}

TEST(McpEra, an_old_endpoint_is_resolved_against_the_address_of_the_stream) {
  const std::vector<std::pair<std::string, std::string>> endpoints{
      {"/messages?s=1", "https://mcp.example.com/messages?s=1"},
      {"messages?s=1", "https://mcp.example.com/v1/messages?s=1"},
      {"./messages", "https://mcp.example.com/v1/messages"},
      {"../messages/", "https://mcp.example.com/messages/"},
      {"?s=1", "https://mcp.example.com/v1/sse?s=1"},
      {"https://mcp.example.com/m", "https://mcp.example.com/m"},
      {"https://mcp.example.com:443/m", "https://mcp.example.com/m"},
      {"//mcp.example.com/m", "https://mcp.example.com/m"},
      {" /messages ", "https://mcp.example.com/messages"}};
  const std::string hello = R"(data: {"jsonrpc":"2.0","id":3,"result":)" + initialized + "}\n\n";
  for (const auto& [endpoint, wanted] : endpoints) {
    Bench bench({json_reply("", 405), json_reply("", 405),
                 stream_reply({"event: endpoint\ndata: " + endpoint + "\n\n", hello}), accepted()},
                {}, "https://mcp.example.com/v1/sse");
    const auto facts = bench.runtime.run_to_completion(bench.client.connect({}));
    ASSERT_TRUE(facts) << endpoint << ": " << facts.error().detail;
    EXPECT_EQ(bench.http.seen.at(3).url, wanted) << endpoint;
  }
}

TEST(McpEra, an_old_endpoint_elsewhere_gets_no_message) {
  for (const char* endpoint :
       {"https://evil.example.net/m", "//evil.example.net/m", "http://mcp.example.com/m",
        "https://mcp.example.com:8443/m", "https://user@mcp.example.com/m", "javascript:1", ""}) {
    Bench bench({json_reply("", 405), json_reply("", 405),
                 stream_reply({"event: endpoint\ndata: " + std::string(endpoint) + "\n\n"})});
    EXPECT_FALSE(bench.list());
    EXPECT_EQ(bench.http.seen.size(), 3U) << endpoint;
  }
}

}  // namespace
}  // namespace sluice::mcp
