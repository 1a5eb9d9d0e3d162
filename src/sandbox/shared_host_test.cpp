// Two vendors behind one address: told apart by its query, with one account's sign-in.
#include "sandbox/small_vendors.h"

namespace sluice::sandbox {
namespace {

std::unique_ptr<WorldFiles> two_vendors() {
  const Value by_query = {{"tools_query", "tools"}};
  Value mail = {{"tools_query", "tools"}};
  mail["endpoints"] = Value::array({{{"url", "https://mcp.vendor.example/?tools=list_rows"}}});
  return small_vendors({small_vendor("mail", {{"of", "platform"}}, mail),
                        small_vendor("platform", small_server(), by_query)},
                       {{"world/mail.json", small_world("mail", 2)}});
}

class SharedHost : public testing::Test {
 protected:
  std::string token_from(const std::string& slug) { return small_token(visit, slug); }
  Value result(const std::string& target, const std::string& token, const Value& message) {
    const auto response = visit.send(Visit::mcp_request(small_host, target, token, message));
    EXPECT_EQ(response.status, 200) << response.body;
    return Value::parse(response.body)["result"];
  }
  std::size_t rows_at(const std::string& target, const std::string& token) {
    const Value answer =
        result(target, token, Visit::message("tools/call", {{"name", "list_rows"}}));
    return Value::parse(as_text(answer["content"][0]["text"]))["rows"].size();
  }

  Visit visit{{.product_url = "http://localhost:8080"}, two_vendors()};
};

TEST_F(SharedHost, answers_for_the_vendor_whose_query_the_address_has) {
  const std::string token = token_from("platform");
  EXPECT_EQ(rows_at("/", token), 1U);
  EXPECT_EQ(rows_at("/?tools=list_rows,get_row", token), 1U);
  EXPECT_EQ(rows_at("/?tools=list_rows", token), 2U);
  EXPECT_EQ(rows_at("/?telemetry=off&tools=list_rows", token), 2U);
  EXPECT_EQ(visit.calls()["counts"]["by_vendor"], Value({{"platform", 2}, {"mail", 2}}));
}

TEST_F(SharedHost, takes_a_grant_of_either_vendor_at_both) {
  EXPECT_EQ(rows_at("/?tools=list_rows", token_from("mail")), 2U);
  EXPECT_EQ(rows_at("/", token_from("mail")), 1U);
  EXPECT_EQ(
      visit.send(Visit::mcp_request(small_host, "/?tools=list_rows", "no", Visit::message("ping")))
          .status,
      401);
}

TEST_F(SharedHost, lists_and_runs_only_the_tools_that_the_address_names) {
  const std::string token = token_from("platform");
  const auto listed = [&](const std::string& target) {
    return result(target, token, Visit::message("tools/list"))["tools"].size();
  };
  EXPECT_EQ(listed("/"), 2U);
  EXPECT_EQ(listed("/?tools=get_row"), 1U);
  const auto refused = visit.send(Visit::mcp_request(
      small_host, "/?tools=get_row", token, Visit::message("tools/call", {{"name", "list_rows"}})));
  EXPECT_TRUE(Value::parse(refused.body).contains("error"));
}

TEST_F(SharedHost, lets_a_fault_of_either_vendor_hit_the_sign_in) {
  visit.control("/_sandbox/faults", {{"vendor", "mail"}, {"fault", "refuse_registration"}});
  EXPECT_EQ(text_of(visit.register_client(small_host, "/register"), "error"), "access_denied");
  visit.control("/_sandbox/faults", {{"vendor", "mail"}, {"fault", "none"}});
  EXPECT_FALSE(text_of(visit.register_client(small_host, "/register"), "client_id").empty());
}

TEST_F(SharedHost, asks_for_consent_in_the_name_of_whose_server_it_is) {
  const std::string id = text_of(visit.register_client(small_host, "/register"), "client_id");
  for (const char* slug : {"platform", "mail"}) {
    const auto page = visit.send(http("GET", "127.0.0.2",
                                      "/_as/" + std::string(slug) + "/authorize?" +
                                          net::encode_form(Visit::authorization_query(id))));
    EXPECT_TRUE(page.body.contains("platform")) << page.body;
    EXPECT_TRUE(page.body.contains("/_as/platform/consent"));
  }
}

TEST_F(SharedHost, stands_for_the_second_vendor_alone) {
  Visit alone({.product_url = "http://localhost:8080", .vendors = {"mail"}}, two_vendors());
  EXPECT_FALSE(text_of(alone.register_client(small_host, "/register"), "client_id").empty());
  EXPECT_EQ(alone.send(Visit::mcp_request(small_host, "/", "", Visit::message("ping"))).status,
            404);
}

TEST(Directory, says_whose_authorization_server_is_missing) {
  const Value file = {{"vendors", Value::array({small_vendor("mail", {{"of", "platform"}})})}};
  const auto directory = Directory::load(to_wire_text(file));
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error(), "mail: there is no authorization server of platform");
}

}  // namespace
}  // namespace sluice::sandbox
