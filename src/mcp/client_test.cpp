#include "mcp/client.h"

#include "mcp/fault_text.h"
#include "mcp/test_bench.h"

#include <gtest/gtest.h>

namespace sluice::mcp {
namespace {

TEST(McpClient, asks_a_modern_server_without_a_handshake) {
  Bench bench({result_reply(discovered), result_reply(one_tool)});
  const auto tools = bench.list();
  ASSERT_TRUE(tools) << tools.error().detail;
  EXPECT_EQ(tools->definitions.at(0), R"({"name":"read_rows","inputSchema":{"type":"object"}})");
  EXPECT_EQ(bench.client.state().era, Era::modern);
  EXPECT_EQ(bench.http.seen.at(0).header("Mcp-Method"), "server/discover");
  EXPECT_EQ(bench.http.seen.at(1).header("Mcp-Method"), "tools/list");
  EXPECT_EQ(bench.http.seen.at(1).header("MCP-Protocol-Version"), "2026-07-28");
  EXPECT_EQ(bench.http.seen.at(1).header("Mcp-Session-Id"), "(absent)");
}

TEST(McpClient, falls_back_to_the_handshake_where_the_probe_is_not_understood) {
  Bench bench(
      {json_reply(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"x"}})", 400),
       session_reply("s-1"), accepted(), result_reply(one_tool)});
  const auto tools = bench.list();
  ASSERT_TRUE(tools) << tools.error().detail;
  EXPECT_EQ(bench.rpc_method(1), "initialize");
  EXPECT_EQ(bench.http.seen.at(1).header("MCP-Protocol-Version"), "(absent)");
  EXPECT_EQ(bench.rpc_method(2), "notifications/initialized");
  EXPECT_EQ(bench.http.seen.at(3).header("MCP-Protocol-Version"), "2025-06-18");
  EXPECT_EQ(bench.http.seen.at(3).header("Mcp-Session-Id"), "s-1");
  EXPECT_EQ(bench.client.state().era, Era::legacy);
}

TEST(McpClient, hands_over_the_challenges_of_a_401) {
  Bench bench({{.status = 401,
                .headers = {{"WWW-Authenticate", "Bearer scope=\"a\""},
                            {"www-authenticate", "Basic"},
                            {"DPoP-Nonce", "n"}}}});
  const auto tools = bench.list();
  ASSERT_FALSE(tools);
  EXPECT_EQ(tools.error().failure, McpFailure::unauthorized);
  EXPECT_EQ(tools.error().challenges.size(), 2U);
  EXPECT_EQ(tools.error().dpop_nonce, "n");
}

TEST(McpClient, opens_a_new_session_once_when_the_old_one_is_gone) {
  Bench bench({json_reply("", 404), session_reply("s-2"), accepted(), result_reply(done)});
  bench.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
  ASSERT_TRUE(bench.call({.name = "read_rows"}));
  EXPECT_EQ(bench.http.seen.at(1).header("Mcp-Session-Id"), "(absent)");
  EXPECT_EQ(bench.http.seen.at(3).header("Mcp-Session-Id"), "s-2");

  Bench again({json_reply("", 404), session_reply("s-2"), accepted(), json_reply("", 404)});
  again.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
  EXPECT_FALSE(again.call({.name = "read_rows"}));
  EXPECT_EQ(again.http.seen.size(), 4U);
}

TEST(McpClient, ends_a_list_whose_cursor_repeats_and_drops_names_given_twice) {
  Bench bench(
      {result_reply(R"({"tools":[{"name":"a"},{"name":"b"}],"nextCursor":"x"})"),
       result_reply(
           R"({"tools":[{"name":"a","description":"other"},{"name":"c"}],"nextCursor":"x"})")});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  const auto tools = bench.list();
  ASSERT_TRUE(tools);
  EXPECT_FALSE(tools->complete);
  EXPECT_EQ(tools->cut_because, fault_text::repeated_cursor);
  EXPECT_EQ(tools->definitions, (std::vector<std::string>{R"({"name":"b"})", R"({"name":"c"})"}));
  EXPECT_EQ(tools->dropped.at(0).name, "a");
}

// What is left out takes memory too.
TEST(McpClient, counts_tools_that_it_leaves_out) {
  std::string tools = "1";
  for (std::size_t i = 0; i < tools_max; ++i)
    tools += ",1";
  Bench bench({result_reply(R"({"tools":[)" + tools + "]}")});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  const auto list = bench.list();
  ASSERT_TRUE(list);
  EXPECT_EQ(list->dropped.size(), tools_max);
  EXPECT_EQ(list->cut_because, fault_text::too_many_tools);
}

TEST(McpClient, leaves_out_a_tool_that_nobody_could_review) {
  const std::string words(definition_bytes_max, 'x');
  Bench bench(
      {result_reply(R"({"tools":[{"name":"a","description":")" + words + R"("},{"name":"b"}]})")});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  const auto list = bench.list();
  ASSERT_TRUE(list);
  EXPECT_TRUE(list->complete);
  EXPECT_EQ(list->definitions, std::vector<std::string>{R"({"name":"b"})"});
  EXPECT_EQ(list->dropped.at(0).name, "a");
}

TEST(McpClient, takes_neither_of_two_answers_and_says_when_one_is_for_another) {
  const std::string answer = R"({"jsonrpc":"2.0","id":$ID,"result":)" + done + "}";
  const std::string other = R"({"jsonrpc":"2.0","id":99,"result":{}})";
  Bench bench({json_reply("[" + answer + "," + answer + "]"), json_reply(other),
               stream_reply({"data: " + other + "\n\n"}),
               json_reply("[" + other + "," + answer + "]")});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  EXPECT_EQ(bench.call({.name = "read_rows"}).error().detail, fault_text::answered_twice);
  EXPECT_EQ(bench.call({.name = "read_rows"}).error().detail, fault_text::other_id);
  EXPECT_EQ(bench.call({.name = "read_rows"}).error().detail, fault_text::other_id);
  EXPECT_TRUE(bench.call({.name = "read_rows"}));
}

TEST(McpClient, says_that_a_redirect_is_not_followed) {
  Bench bench({{.status = 302, .headers = {{"Location", "http://127.0.0.1/"}}}});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  EXPECT_EQ(bench.call({.name = "read_rows"}).error().detail, fault_text::redirected);
  EXPECT_EQ(bench.http.seen.size(), 1U);
}

TEST(McpClient, answers_a_ping_and_declines_everything_else_a_legacy_server_asks) {
  const std::string questions =
      "data: {\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"ping\"}\n\n"
      "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"sampling/createMessage\"}\n\n";
  const std::string answer = "data: {\"jsonrpc\":\"2.0\",\"id\":$ID,\"result\":" + done + "}\n\n";
  Bench bench({stream_reply({questions, answer}), accepted(), accepted()});
  bench.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
  ASSERT_TRUE(bench.call({.name = "read_rows"}));
  EXPECT_EQ(bench.http.seen.at(1).body, R"({"jsonrpc":"2.0","id":"q","result":{}})");
  EXPECT_TRUE(bench.http.seen.at(2).body.contains(R"("code":-32601)"));
  EXPECT_TRUE(bench.http.seen.at(2).body.contains(R"("id":7)"));
}

TEST(McpClient, resumes_a_legacy_stream_where_it_broke) {
  const std::string answer =
      "id: e2\ndata: {\"jsonrpc\":\"2.0\",\"id\":$ID,\"result\":" + done + "}\n\n";
  Bench bench({stream_reply({"id: e1\nretry: 100\ndata:\n\n"}), stream_reply({answer})});
  bench.client.set_state(known(Era::legacy, "2025-11-25", "s-1"));
  const auto result = bench.call({.name = "read_rows"});
  ASSERT_TRUE(result) << result.error().detail;
  EXPECT_EQ(bench.http.seen.at(1).method, "GET");
  EXPECT_EQ(bench.http.seen.at(1).header("Last-Event-ID"), "e1");
}

TEST(McpClient, repeats_a_lost_modern_call_once_and_only_if_it_changes_nothing) {
  Bench bench({stream_reply({": nothing yet\n\n"}), stream_reply({})});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  EXPECT_EQ(bench.call({.name = "write"}).error().failure, McpFailure::answer_lost);
  EXPECT_EQ(bench.http.seen.size(), 1U);
  EXPECT_FALSE(bench.call({.name = "read_rows", .repeatable = true}));
  EXPECT_EQ(bench.http.seen.size(), 3U);
}

TEST(McpClient, sends_request_state_back_untouched_and_under_a_new_id) {
  const std::string state = R"("a\u0062 \"c\"")";
  Bench bench({result_reply(R"({"resultType":"input_required","requestState":)" + state + "}"),
               result_reply(done)});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  ASSERT_TRUE(bench.call({.name = "read_rows"}));
  const auto first = JsonText::check(bench.http.seen.at(0).body);
  const auto second = JsonText::check(bench.http.seen.at(1).body);
  EXPECT_EQ(second->member("params").member("requestState").raw(), state);
  EXPECT_NE(first->member("id").raw(), second->member("id").raw());
}

TEST(McpClient, never_fills_in_what_a_server_asks_a_person) {
  Bench bench({result_reply(R"({"resultType":"input_required","inputRequests":)"
                            R"({"k":{"method":"elicitation/create","params":{}}}})")});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  EXPECT_EQ(bench.call({.name = "read_rows"}).error().failure, McpFailure::input_required);
  EXPECT_EQ(bench.http.seen.size(), 1U);
}

TEST(McpClient, names_only_the_host_of_a_page_to_visit) {
  Bench bench({error_reply(-32042, 200,
                           R"({"elicitations":[{"url":"https://vendor.example/login?t=1"}]})")});
  bench.client.set_state(known(Era::legacy, "2025-11-25"));
  const auto result = bench.call({.name = "read_rows"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().failure, McpFailure::visit_required);
  EXPECT_EQ(result.error().visit_host, "vendor.example");
}

TEST(McpClient, knows_a_login_page_from_an_answer) {
  Bench bench({{.headers = {{"Content-Type", "text/html; charset=utf-8"}},
                .pieces = {"<html>sign in</html>"}}});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  EXPECT_EQ(bench.call({.name = "read_rows"}).error().failure, McpFailure::not_json);
}

TEST(McpClient, mirrors_arguments_safely_into_headers) {
  Bench bench({result_reply(done)});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  ASSERT_TRUE(bench.call(
      {.name = "read\r\nX: y",
       .arguments = R"({"region":"eu\r\nX-Evil: 1","count":3})",
       .definition = R"({"name":"t","inputSchema":{"properties":{"region":{"type":"string",)"
                     R"("x-mcp-header":"Region"},"count":{"type":"integer",)"
                     R"("x-mcp-header":"Count"}}}})"}));
  const SeenRequest& request = bench.http.seen.at(0);
  EXPECT_EQ(request.header("Mcp-Param-Count"), "3");
  EXPECT_TRUE(request.header("Mcp-Param-Region").starts_with("=?base64?"));
  EXPECT_TRUE(request.header("Mcp-Name").starts_with("=?base64?"));
}

TEST(McpClient, waits_once_when_a_busy_server_says_how_long) {
  Bench bench({{.status = 429, .headers = {{"Retry-After", "0"}}}, result_reply(done)});
  bench.client.set_state(known(Era::modern, "2026-07-28"));
  EXPECT_TRUE(bench.call({.name = "read_rows"}));
  Bench busy({{.status = 429, .headers = {{"Retry-After", "31"}}}});
  busy.client.set_state(known(Era::modern, "2026-07-28"));
  EXPECT_EQ(busy.call({.name = "read_rows"}).error().failure, McpFailure::rate_limited);
  EXPECT_EQ(busy.http.seen.size(), 1U);
}

TEST(McpClient, talks_to_a_server_of_2024_over_its_stream) {
  // The probe has the id 1, the handshake that failed 2, the one on the stream 3.
  const std::string hello = R"(data: {"jsonrpc":"2.0","id":3,"result":)" + initialized + "}\n\n";
  Bench bench({json_reply("", 405), json_reply("", 405),
               stream_reply({"event: endpoint\ndata: /messages?s=1\n\n", hello}), accepted()});
  const auto facts = bench.runtime.run_to_completion(bench.client.connect({}));
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_EQ(bench.client.state().era, Era::sse2024);
  EXPECT_EQ(bench.http.seen.at(2).method, "GET");
  EXPECT_EQ(bench.http.seen.at(3).url, "https://mcp.example.com/messages?s=1");
}

TEST(McpClient, tries_a_version_that_the_server_offers) {
  Bench bench({error_reply(-32601, 200),
               error_reply(-32602, 400, R"({"supported":["2024-11-05","2025-03-26"]})"),
               session_reply("s"), accepted(), result_reply(one_tool)});
  ASSERT_TRUE(bench.list());
  EXPECT_TRUE(bench.http.seen.at(2).body.contains(R"("protocolVersion":"2025-03-26")"));
}

TEST(McpClient, refuses_a_session_id_that_could_split_a_header) {
  Bench bench({error_reply(-32601, 200), session_reply("a\r\nb")});
  EXPECT_EQ(bench.list().error().failure, McpFailure::protocol_violation);
}

TEST(McpClient, asks_the_era_again_after_a_week) {
  Bench bench({result_reply(discovered), result_reply(one_tool)});
  bench.client.set_state(known(Era::legacy, "2025-06-18"));
  bench.clock.advance(legacy_verdict_lifetime + std::chrono::hours(1));
  ASSERT_TRUE(bench.list());
  EXPECT_EQ(bench.client.state().era, Era::modern);
}

TEST(McpClient, ends_a_session_when_it_closes) {
  Bench bench({{.status = 405}});
  bench.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
  bench.runtime.run_to_completion(bench.client.close({}));
  EXPECT_EQ(bench.http.seen.at(0).method, "DELETE");
  EXPECT_EQ(bench.http.seen.at(0).header("Mcp-Session-Id"), "s-1");
  EXPECT_TRUE(bench.client.state().session_id.empty());
}

TEST(McpClient, asks_for_credentials_anew_for_every_request) {
  Bench bench({json_reply("", 404), session_reply("s-2"), accepted(), result_reply(done)});
  bench.client.set_state(known(Era::legacy, "2025-06-18", "s-1"));
  int asked = 0;
  const Authorize authorize = [&asked](std::string_view, std::string_view url) {
    EXPECT_EQ(url, server_url);
    ++asked;
    return Credentials();
  };
  ASSERT_TRUE(
      bench.runtime.run_to_completion(bench.client.call_tool({.name = "read_rows"}, authorize)));
  EXPECT_EQ(asked, 4);
}

}  // namespace
}  // namespace sluice::mcp
