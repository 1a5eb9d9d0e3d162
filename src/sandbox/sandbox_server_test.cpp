// The MCP servers of the stand-ins, their faults and their log.
#include "sandbox/sandbox.h"

#include "sandbox/sandbox_client.h"

namespace sluice::sandbox {
namespace {

constexpr const char* stripe_key = "rk_test_brightwater";
constexpr const char* linear_key = "lin_api_brightwater";

Value result_of(Visit& visit, const net::ServerRequest& request) {
  const auto response = visit.send(request);
  EXPECT_EQ(response.status, 200) << response.body;
  return Value::parse(response.body)["result"];
}

// The last message of an event stream.
Value last_event(const net::ServerResponse& response) {
  const std::size_t at = response.body.rfind("data: ");
  return Value::parse(response.body.substr(at + 6, response.body.find('\n', at) - at - 6));
}

TEST(Sandbox, challenges_a_call_without_a_token_and_points_at_its_metadata) {
  Visit visit;
  const auto response =
      visit.send(Visit::mcp_request("mcp.linear.app", "/mcp/readonly", "", Visit::message("ping")));
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(Visit::header(response, "WWW-Authenticate"),
            "Bearer realm=\"linear\", resource_metadata=\"https://mcp.linear.app/.well-known/"
            "oauth-protected-resource/mcp/readonly\", scope=\"read\"");
  const Value metadata = visit.json(
      http("GET", "mcp.linear.app", "/.well-known/oauth-protected-resource/mcp/readonly"));
  EXPECT_EQ(metadata["resource"], "https://mcp.linear.app/mcp/readonly");
  EXPECT_EQ(metadata["authorization_servers"], Value::array({"https://mcp.linear.app"}));
}

TEST(Sandbox, has_no_resource_metadata_where_the_vendor_is_of_the_older_kind) {
  Visit visit;
  const auto response =
      visit.send(Visit::mcp_request("mcp.posthog.com", "/mcp", "wrong", Visit::message("ping")));
  EXPECT_EQ(Visit::header(response, "WWW-Authenticate"),
            "Bearer realm=\"posthog\", error=\"invalid_token\", error_description=\"The token is "
            "not valid\"");
  EXPECT_EQ(visit.send(http("GET", "mcp.posthog.com", "/.well-known/oauth-protected-resource/mcp"))
                .status,
            404);
}

TEST(Sandbox, knows_its_vendors_by_host_and_path_only) {
  Visit visit;
  EXPECT_EQ(
      visit.send(Visit::mcp_request("mcp.example.com", "/", stripe_key, Visit::message("ping")))
          .status,
      404);
  EXPECT_EQ(
      visit.send(Visit::mcp_request("mcp.linear.app", "/sse", linear_key, Visit::message("ping")))
          .status,
      404);
}

TEST(Sandbox, speaks_the_modern_revision) {
  Visit visit;
  const Value discovered =
      result_of(visit, Visit::modern("mcp.stripe.com", stripe_key, "server/discover"));
  EXPECT_EQ(discovered["supportedVersions"], Value::array({"2026-07-28"}));
  EXPECT_EQ(discovered["resultType"], "complete");
  const Value listed = result_of(visit, Visit::modern("mcp.stripe.com", stripe_key, "tools/list"));
  EXPECT_EQ(listed["tools"].size(), 37U);
  EXPECT_EQ(listed["cacheScope"], "private");
  const Value called =
      result_of(visit, Visit::modern("mcp.stripe.com", stripe_key, "tools/call",
                                     {{"name", "list_customers"}, {"arguments", {{"limit", 1}}}}));
  EXPECT_EQ(called["resultType"], "complete");
  EXPECT_EQ(called["content"][0]["type"], "text");
}

TEST(Sandbox, refuses_modern_requests_whose_headers_and_body_differ) {
  Visit visit;
  const auto code = [&](const net::ServerRequest& request, int status) {
    const auto response = visit.send(request);
    EXPECT_EQ(response.status, status);
    return Value::parse(response.body)["error"]["code"].get<int>();
  };
  net::ServerRequest wrong =
      Visit::modern("mcp.stripe.com", stripe_key, "tools/call", {{"name", "list_customers"}});
  wrong.headers.back().value = "create_refund";
  EXPECT_EQ(code(wrong, 400), -32020);
  net::ServerRequest bare =
      Visit::mcp_request("mcp.stripe.com", "/", stripe_key, Visit::message("tools/list"));
  bare.headers.push_back({"MCP-Protocol-Version", "2026-07-28"});
  EXPECT_EQ(code(bare, 400), -32602);
  EXPECT_EQ(code(Visit::modern("mcp.stripe.com", stripe_key, "ping"), 404), -32601);
  net::ServerRequest future = Visit::modern("mcp.stripe.com", stripe_key, "tools/list");
  future.body.replace(future.body.find("2026-07-28"), 10, "2027-01-01");
  for (net::Header& header : future.headers)
    if (header.name == "MCP-Protocol-Version") header.value = "2027-01-01";
  EXPECT_EQ(code(future, 400), -32022);
}

TEST(Sandbox, speaks_the_legacy_revision_with_sessions) {
  Visit visit;
  const auto opened = visit.send(
      Visit::mcp_request("mcp.linear.app", "/mcp", linear_key,
                         Visit::message("initialize", {{"protocolVersion", "2025-11-25"}})));
  EXPECT_EQ(Value::parse(opened.body)["result"]["protocolVersion"], "2025-06-18");
  net::ServerRequest ping =
      Visit::mcp_request("mcp.linear.app", "/mcp", linear_key, Visit::message("ping"));
  EXPECT_EQ(visit.send(ping).status, 400);  // No session.
  ping.headers.push_back({"Mcp-Session-Id", Visit::header(opened, "Mcp-Session-Id")});
  EXPECT_EQ(visit.send(ping).status, 200);
  net::ServerRequest end = ping;
  end.method = "DELETE";
  EXPECT_EQ(visit.send(end).status, 204);
  EXPECT_EQ(visit.send(ping).status, 404);  // Gone.
}

TEST(Sandbox, answers_the_modern_probe_of_a_legacy_server_as_such_servers_do) {
  Visit visit;
  const auto sessionful = visit.send(
      Visit::mcp_request("mcp.linear.app", "/mcp", linear_key, Visit::message("server/discover")));
  EXPECT_EQ(sessionful.status, 400);
  EXPECT_EQ(Value::parse(sessionful.body)["error"]["code"], -32000);
  net::ServerRequest probe = Visit::mcp_request("mcp.posthog.com", "/mcp", "phx_brightwater",
                                                Visit::message("server/discover"));
  EXPECT_EQ(last_event(visit.send(probe))["error"]["code"], -32601);
  probe.headers.push_back({"MCP-Protocol-Version", "2026-07-28"});
  EXPECT_EQ(visit.send(probe).status, 400);
}

TEST(Sandbox, answers_with_events_where_the_vendor_does) {
  Visit visit;
  const auto response = visit.send(Visit::mcp_request(
      "mcp.posthog.com", "/mcp", "phx_brightwater",
      Visit::message("tools/call", {{"name", "projects-get"}, {"_meta", {{"progressToken", 5}}}})));
  EXPECT_EQ(Visit::header(response, "Content-Type"), "text/event-stream");
  EXPECT_NE(response.body.find("notifications/progress"), std::string::npos);
  EXPECT_EQ(last_event(response)["result"]["content"][0]["type"], "text");
}

TEST(Sandbox, pages_long_tool_lists_and_hides_writing_tools_on_read_only_addresses) {
  Visit visit;
  const auto list = [&](const std::string& path, const Value& params) {
    return last_event(
        visit.send(Visit::mcp_request("mcp.posthog.com", path, "phx_brightwater",
                                      Visit::message("tools/list", params))))["result"];
  };
  const Value first = list("/mcp", Value::object());
  EXPECT_EQ(first["tools"].size(), 100U);
  EXPECT_TRUE(list("/mcp", {{"cursor", first["nextCursor"]}}).contains("nextCursor"));
  const Value narrowed = list("/mcp?readonly=true&mode=tools", Value::object());
  for (const Value& tool : narrowed["tools"])
    EXPECT_NE(tool["name"], "action-create");
}

TEST(Sandbox, records_a_writing_call_and_answers_success) {
  Visit visit;
  const Value called = result_of(
      visit,
      Visit::modern("mcp.stripe.com", stripe_key, "tools/call",
                    {{"name", "create_refund"}, {"arguments", {{"payment_intent", "pi_1"}}}}));
  EXPECT_FALSE(called.contains("isError"));
  const Value log = visit.calls();
  EXPECT_EQ(log["counts"]["write_calls"], 1);
  EXPECT_EQ(log["calls"][0]["tool"], "create_refund");
  EXPECT_EQ(log["calls"][0]["access"], "write");
  EXPECT_EQ(log["calls"][0]["arguments"]["payment_intent"], "pi_1");
  EXPECT_EQ(log["calls"][0]["authorized"], true);
  visit.control("/_sandbox/reset", Value::object());
  EXPECT_EQ(visit.calls()["counts"]["requests"], 0);
}

TEST(Sandbox, records_refused_requests_too) {
  Visit visit;
  (void)visit.send(Visit::modern("mcp.stripe.com", "", "tools/call", {{"name", "create_refund"}}));
  const Value call = visit.calls()["calls"][0];
  EXPECT_EQ(call["status"], 401);
  EXPECT_EQ(call["authorization"], false);
  EXPECT_EQ(call["tool"], "create_refund");
}

TEST(Sandbox, says_what_is_wrong_with_arguments_as_a_tool_error) {
  Visit visit;
  const auto text = [&](const Value& arguments) {
    const Value result = result_of(
        visit, Visit::modern("mcp.stripe.com", stripe_key, "tools/call",
                             {{"name", "fetch_stripe_resources"}, {"arguments", arguments}}));
    EXPECT_EQ(result["isError"], true);
    return as_text(result["content"][0]["text"]);
  };
  EXPECT_EQ(text(Value::object()), "the argument id is missing");
  EXPECT_EQ(text({{"id", 7}}), "the argument id must be of type string");
}

TEST(Sandbox, fails_as_it_is_told) {
  Visit visit;
  const auto status = [&] {
    return visit.send(Visit::modern("mcp.stripe.com", stripe_key, "server/discover")).status;
  };
  const auto fault = [&](const std::string& name, const Value& more = Value::object()) {
    Value wish = {{"vendor", "stripe"}, {"fault", name}};
    wish.update(more);
    return visit.control("/_sandbox/faults", wish);
  };
  fault("down");
  EXPECT_EQ(status(), 503);
  fault("500", {{"times", 1}});
  EXPECT_EQ(status(), 500);
  EXPECT_EQ(status(), 200);
  fault("401");
  EXPECT_EQ(status(), 401);
  fault("html");
  EXPECT_TRUE(visit.send(Visit::modern("mcp.stripe.com", stripe_key, "server/discover"))
                  .body.starts_with("<!doctype"));
  fault("slow", {{"milliseconds", 1500}});
  EXPECT_EQ(
      visit.sandbox->answer(Visit::modern("mcp.stripe.com", stripe_key, "server/discover")).delay,
      std::chrono::milliseconds(1500));
  fault("none");
  EXPECT_EQ(status(), 200);
  EXPECT_TRUE(fault("explode").contains("error"));
}

TEST(Sandbox, fails_at_the_authorization_server_as_it_is_told) {
  Visit visit;
  const Value tokens = visit.linear_tokens();
  const auto mcp_status = [&] {
    return visit
        .send(Visit::mcp_request("mcp.linear.app", "/mcp", as_text(tokens["access_token"]),
                                 Visit::message("initialize")))
        .status;
  };
  EXPECT_EQ(mcp_status(), 200);
  visit.control("/_sandbox/faults", {{"vendor", "linear"}, {"fault", "expire_tokens"}});
  EXPECT_EQ(mcp_status(), 401);
  visit.control("/_sandbox/faults", {{"vendor", "linear"}, {"fault", "refuse_registration"}});
  EXPECT_EQ(visit.register_client("mcp.linear.app", "/register")["error"], "access_denied");
  visit.control("/_sandbox/faults", {{"vendor", "linear"}, {"fault", "refuse_redirect"}});
  EXPECT_TRUE(
      visit.consent("linear", Visit::authorization_query(visit.client_id)).contains("page"));
  visit.control("/_sandbox/faults",
                {{"vendor", "linear"}, {"fault", "500"}, {"where", "authorization"}});
  EXPECT_EQ(visit.token("mcp.linear.app", "/token", {}).status, 500);
  visit.control("/_sandbox/faults", {{"vendor", "linear"}, {"fault", "none"}});
  visit.control("/_sandbox/faults", {{"vendor", "linear"}, {"fault", "revoke_grants"}});
  EXPECT_EQ(visit.linear_refresh(as_text(tokens["refresh_token"]))["error"], "invalid_grant");
}

TEST(Sandbox, lets_one_tools_definition_drift) {
  Visit visit;
  visit.control("/_sandbox/faults",
                {{"vendor", "stripe"}, {"fault", "drift"}, {"tool", "list_invoices"}});
  const Value listed = result_of(visit, Visit::modern("mcp.stripe.com", stripe_key, "tools/list"));
  int drifted = 0;
  for (const Value& tool : listed["tools"])
    if (tool["inputSchema"]["properties"].contains("added_later")) ++drifted;
  EXPECT_EQ(drifted, 1);
}

TEST(Sandbox, stands_in_for_the_vendors_it_was_asked_for) {
  Visit visit({.vendors = {"linear"}});
  EXPECT_EQ(visit.sandbox->origins(), std::vector<std::string>{"https://mcp.linear.app"});
  EXPECT_EQ(visit.send(Visit::modern("mcp.stripe.com", stripe_key, "ping")).status, 404);
}

}  // namespace
}  // namespace sluice::sandbox
