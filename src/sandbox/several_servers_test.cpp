// One vendor with several servers, each with some of its tools and a sign-in of its own.
#include "sandbox/small_vendors.h"

namespace sluice::sandbox {
namespace {

constexpr const char* logs_host = "logs.vendor.example";

std::unique_ptr<WorldFiles> two_servers() {
  Value logs = small_vendor("acme-logs", small_server({{"issuer", "https://logs.vendor.example"}}),
                            {{"tools", Value::array({"get_row"})}});
  logs["mcp"]["endpoints"] = Value::array({{{"url", "https://logs.vendor.example/"}}});
  logs["server_of"] = "acme";
  return small_vendors(
      {small_vendor("acme", small_server(), {{"tools", Value::array({"list_rows"})}}), logs});
}

class SeveralServers : public testing::Test {
 protected:
  std::string token_at(const std::string& host, const std::string& slug) {
    const Value client = visit.register_client(host, "/register");
    const std::string id = text_of(client, "client_id");
    const auto back = visit.consent(slug, Visit::authorization_query(id));
    const auto answer =
        visit.token(host, "/token", Visit::code_form(id, back.find("code")->second));
    return text_of(Value::parse(answer.body), "access_token");
  }
  Value ask(const std::string& host, const std::string& token, const Value& message) {
    return Value::parse(visit.send(Visit::mcp_request(host, "/", token, message)).body);
  }

  Visit visit{{.product_url = "http://localhost:8080"}, two_servers()};
};

TEST_F(SeveralServers, list_and_run_their_own_tools) {
  const std::string token = token_at(logs_host, "acme-logs");
  const Value listed = ask(logs_host, token, Visit::message("tools/list"))["result"]["tools"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["name"], "get_row");
  EXPECT_TRUE(ask(logs_host, token, Visit::message("tools/call", {{"name", "list_rows"}}))
                  .contains("error"));
  const std::string other = token_at(small_host, "acme");
  EXPECT_TRUE(ask(small_host, other, Visit::message("tools/call", {{"name", "list_rows"}}))
                  .contains("result"));
}

TEST_F(SeveralServers, take_no_grant_of_each_other) {
  const std::string token = token_at(small_host, "acme");
  const Value ping = Visit::message("ping");
  EXPECT_EQ(visit.send(Visit::mcp_request(small_host, "/", token, ping)).status, 200);
  EXPECT_EQ(visit.send(Visit::mcp_request(logs_host, "/", token, ping)).status, 401);
}

TEST_F(SeveralServers, come_together_with_their_vendor) {
  Visit alone({.product_url = "http://localhost:8080", .vendors = {"acme"}}, two_servers());
  for (const char* host : {small_host, logs_host})
    EXPECT_FALSE(text_of(alone.register_client(host, "/register"), "client_id").empty()) << host;
}

}  // namespace
}  // namespace sluice::sandbox
