// Sessions of the handshake era that end at the server while we go on using them.
#include "mcp/client.h"

#include "mcp/test_bench.h"

#include <gtest/gtest.h>

#include <map>

namespace sluice::mcp {
namespace {

ScriptedReply rpc(int status, const std::string& id, int code, const std::string& message) {
  return json_reply(R"({"jsonrpc":"2.0","id":)" + id + R"(,"error":{"code":)" +
                        std::to_string(code) + R"(,"message":")" + message + R"("}})",
                    status);
}

ScriptedReply text(int status, std::string body) {
  ScriptedReply reply = json_reply(std::move(body), status);
  reply.headers = {{"Content-Type", "text/plain"}};
  return reply;
}

ScriptedReply events(int status, std::string body) {
  ScriptedReply reply = stream_reply({std::move(body)});
  reply.status = status;
  return reply;
}

const std::string error_in_event =
    R"(data: {"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: Server not initialized"},"id":null})"
    "\n\n";

// As seen of servers, most of them when they were started again.
std::map<std::string, ScriptedReply> endings() {
  return {
      {"404 of JSON-RPC", rpc(404, "null", -32001, "Session not found")},
      {"404 with half an answer", json_reply(R"({"jsonrpc":"2.0","id":$ID})", 404)},
      {"404 text", text(404, "session terminated")},
      {"404 empty", text(404, "")},
      {"410", text(410, "")},
      {"400 -32000", rpc(400, "null", -32000, "Bad Request: No valid session ID provided")},
      {"400 -32600", rpc(400, R"("server-error")", -32600, "Bad Request: Missing session ID")},
      {"400 -32602", rpc(400, "$ID", -32602, "Session expired")},
      {"400 text", text(400, "Invalid session")},
      {"400 as an event stream", events(400, "event: message\n" + error_in_event)},
      {"404 as an event stream", events(404, error_in_event)},
      {"422 that speaks of the session", json_reply(R"({"error":"unknown session"})", 422)},
      {"500 that speaks of the session", rpc(500, "$ID", -32603, "Session does not exist")},
      {"503", json_reply(R"({"error":"Session transport unavailable"})", 503)},
      {"503 text", text(503, "")},
      {"200 -32600",
       rpc(200, "$ID", -32600, "Unknown session id '0f' for 'tools/call'; should reinitialize")},
      {"200 -32001", rpc(200, "$ID", -32001, "Session not found")},
      {"200 -32001 without words", rpc(200, "$ID", -32001, "")},
      {"200 -32005", rpc(200, "$ID", -32005, "Session not found")},
      {"200 -32000", rpc(200, "null", -32000, "Bad Request: Server not initialized")},
      {"200 -32002", rpc(200, "$ID", -32002, "Server is not initialised")},
      {"200 -32602",
       rpc(200, "$ID", -32602, "Received request before initialization was complete")},
      {"200 with an id of its own", rpc(200, R"("server-error")", -32600, "Missing session ID")},
      {"an event in a stream", events(200, error_in_event)},
      {"an event of the type error", events(200, "event: error\n" + error_in_event)},
      {"an event of the type error in words",
       events(200, "event: error\ndata: Session not found\n\n")},
  };
}

TEST(McpSession, a_lost_session_is_known_in_every_form_and_costs_one_handshake_and_one_repetition) {
  for (const auto& [name, ending] : endings()) {
    Bench bench({ending, session_reply("s-2"), accepted(), result_reply(done)});
    bench.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
    const auto result = bench.call({.name = "read_rows"});
    ASSERT_TRUE(result) << name << ": " << result.error().detail;
    ASSERT_EQ(bench.http.seen.size(), 4U) << name;
    EXPECT_EQ(bench.http.seen.at(1).header("Mcp-Session-Id"), "(absent)") << name;
    EXPECT_EQ(bench.http.seen.at(3).header("Mcp-Session-Id"), "s-2") << name;
  }
}

TEST(McpSession, a_session_that_is_lost_at_once_again_is_not_opened_a_third_time) {
  for (const auto& [name, ending] : endings()) {
    Bench bench({ending, session_reply("s-2"), accepted(), ending, session_reply("s-3")});
    bench.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
    EXPECT_FALSE(bench.call({.name = "read_rows", .repeatable = true})) << name;
    EXPECT_EQ(bench.http.seen.size(), 4U) << name;
  }
}

// Pages of a list are one operation too.
TEST(McpSession, a_list_of_many_pages_is_worth_one_new_session) {
  const std::string page = R"({"tools":[{"name":"a"}],"nextCursor":"x"})";
  Bench bench({text(404, ""), session_reply("s-2"), accepted(), result_reply(page), text(404, ""),
               session_reply("s-3")});
  bench.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
  EXPECT_FALSE(bench.list());
  EXPECT_EQ(bench.http.seen.size(), 5U);
}

TEST(McpSession, another_error_is_no_lost_session) {
  const std::map<std::string, ScriptedReply> others{
      {"an unknown tool", rpc(200, "$ID", -32602, "Unknown tool: read_rows")},
      {"an unknown method", rpc(200, "$ID", -32601, "Method not found")},
      {"a failure of its own", rpc(200, "$ID", -32603, "Internal error")},
      {"a failure of its own, 500", rpc(500, "$ID", -32603, "Internal error")},
      {"forbidden", text(403, "this session may not")},
      {"busy", {.status = 503, .headers = {{"Retry-After", "31"}}}},
      {"asked too often", text(429, "")}};
  for (const auto& [name, other] : others) {
    Bench bench({other, session_reply("s-2")});
    bench.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
    EXPECT_FALSE(bench.call({.name = "read_rows"})) << name;
    EXPECT_EQ(bench.http.seen.size(), 1U) << name;
  }
}

TEST(McpSession, a_list_that_repeats_a_page_keeps_each_tool_once_and_says_that_it_was_cut) {
  const std::string tools = R"("tools":[{"name":"a","inputSchema":{"x":1}},{"name":"b"}])";
  // The same page with its cursor, for ever; and the same page under cursors that go on.
  for (const auto& [first, second] :
       {std::pair{R"("8")", R"("8")"}, std::pair{R"("2")", R"("3")"}}) {
    Bench bench({result_reply("{" + tools + R"(,"nextCursor":)" + first + "}"),
                 result_reply("{" + tools + R"(,"nextCursor":)" + second + "}"),
                 result_reply("{" + tools + R"(,"nextCursor":"4"})")});
    bench.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
    const auto list = bench.list();
    ASSERT_TRUE(list);
    EXPECT_EQ(list->definitions.size(), 2U);
    EXPECT_TRUE(list->dropped.empty());
    EXPECT_FALSE(list->complete);
    EXPECT_FALSE(list->cut_because.empty());
    EXPECT_EQ(bench.http.seen.size(), 2U);
  }
}

TEST(McpSession, a_tool_that_is_listed_twice_alike_is_one_tool_and_an_other_one_is_none) {
  Bench bench({result_reply(R"({"tools":[{"name":"a","title":"A"},{"title":"A","name":"a"},)"
                            R"({"name":"b"},{"name":"b","description":"other"},{"name":"c"}]})")});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  const auto list = bench.list();
  ASSERT_TRUE(list);
  EXPECT_EQ(list->definitions,
            (std::vector<std::string>{R"({"name":"a","title":"A"})", R"({"name":"c"})"}));
  ASSERT_EQ(list->dropped.size(), 1U);
  EXPECT_EQ(list->dropped.at(0).name, "b");
  EXPECT_TRUE(list->complete);
}

TEST(McpSession, a_server_that_goes_on_asking_ends_the_call_at_a_named_number_of_replies) {
  std::string pings;
  for (int i = 0; i < 5'000; ++i)
    pings += "data: {\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(i) + ",\"method\":\"ping\"}\n\n";
  std::deque<ScriptedReply> script{stream_reply({pings})};
  for (int i = 0; i < 6'000; ++i)
    script.push_back(accepted());
  Bench bench(std::move(script));
  bench.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
  const auto result = bench.call({.name = "read_rows", .repeatable = true});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().failure, McpFailure::too_large);
  EXPECT_LE(bench.http.seen.size(), 102U);
}

}  // namespace
}  // namespace sluice::mcp
