// Whom a secret is shown to, and what has to work before it replaces anything.
#include "world_test.h"

#include <fstream>

namespace sluice::app {
namespace {

class ConnectSafely : public WorldTest {
 protected:
  [[nodiscard]] std::expected<connections::BeginOutcome, connections::ConnectError> begin(
      const std::string& vendor, const std::string& key = "", const Json& parameters = {}) {
    connections::BeginOptions options;
    if (!key.empty()) options.api_key = Secret::take(std::string(key));
    options.parameters =
        parameters.is_object() ? parameters : sample_parameters(product().catalog(), vendor);
    return run(product().connections().begin(connector(), vendor, std::move(options)));
  }
  // Wherever they lie by default.
  [[nodiscard]] std::ptrdiff_t slots() const {
    std::ptrdiff_t count = 0;
    for (const std::filesystem::path& folder :
         {data() / "slots", std::filesystem::path(data().string() + "-slots")}) {
      if (!std::filesystem::exists(folder)) continue;
      count += std::distance(std::filesystem::directory_iterator(folder),
                             std::filesystem::directory_iterator());
    }
    return count;
  }
};

TEST_F(ConnectSafely, sends_nobody_to_another_sign_in_than_the_one_of_the_row) {
  for (const std::string vendor : {"github", "hubspot"}) {
    const Json set = sandbox(
        "POST", "/_sandbox/faults",
        {{"vendor", vendor}, {"fault", "names_issuer"}, {"text", "https://mcp.linear.app"}});
    ASSERT_TRUE(set.contains("ok")) << set.dump();
    const Json parameters =
        vendor == "github" ? Json({{"owner", "brightwater"}}) : Json(Json::object());
    const auto begun = begin(vendor, "", parameters);
    ASSERT_FALSE(begun) << vendor;
    EXPECT_EQ(begun.error().reason, connections::ConnectReason::other_issuer);
  }
  EXPECT_EQ(count_at("linear", "token_requests"), 0);
}

// A row whose address has a field.
class Moving : public ConnectSafely {
 protected:
  void SetUp() override {
    ConnectSafely::SetUp();
    std::filesystem::create_directories(data() / "catalog");
    std::ofstream(data() / "catalog" / "shop.yaml") << R"(slug: shop
name: Shop
category: testing
category_label: Testing
summary: A vendor whose address is typed
reviewed: 2026-11-22
endpoints: [{url: "https://{host}/mcp/readonly"}]
parameters: {host: {label: Host, type: domain, example: mcp.linear.app}}
registration: [dynamic, api-key]
client: public
scopes: {read: [read]}
api_key: {label: Key}
tools: {list_teams: {verdict: read, input: {}}}
entries: []
questions: []
article: docs/knowledge-base/linear.md
)";
    start();
  }
  const std::string key = "lin_api_brightwater";
};

TEST_F(Moving, keeps_a_live_token_at_the_address_it_was_granted_for) {
  ASSERT_TRUE(begin("shop", key, {{"host", "mcp.linear.app"}}));
  // Begun there, and nobody has agreed to anything.
  const auto begun = begin("shop", "", {{"host", "mcp.posthog.com"}});
  EXPECT_EQ(row_of("shop")->endpoint, "https://mcp.linear.app/mcp/readonly");
  EXPECT_EQ(row_of("shop")->parameters, Json({{"host", "mcp.linear.app"}}));
  const auto tested = run(product().connections().test(connector(), row_of("shop")->id));
  EXPECT_TRUE(tested.ok) << tested.detail;
  EXPECT_TRUE(call("shop", "list_teams"));
  EXPECT_FALSE(begin("shop", "wrong-key", {{"host", "api.githubcopilot.com"}}));
  EXPECT_EQ(row_of("shop")->endpoint, "https://mcp.linear.app/mcp/readonly");
  EXPECT_TRUE(call("shop", "list_teams"));
}

TEST_F(Moving, takes_the_new_address_with_the_credential_for_it) {
  (void)begin("shop", "", {{"host", "api.githubcopilot.com"}});
  ASSERT_TRUE(begin("shop", key, {{"host", "mcp.linear.app"}}));
  EXPECT_EQ(row_of("shop")->endpoint, "https://mcp.linear.app/mcp/readonly");
  EXPECT_EQ(row_of("shop")->parameters, Json({{"host", "mcp.linear.app"}}));
}

TEST_F(ConnectSafely, tries_a_key_before_it_stores_it) {
  const std::ptrdiff_t before = slots();
  const auto refused = begin("linear", "lin_api_of_nobody");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, connections::ConnectReason::key_refused);
  EXPECT_NE(refused.error().detail.find("Nothing was stored"), std::string::npos);
  EXPECT_FALSE(row_of("linear")->slot);
  EXPECT_EQ(slots(), before);
  set_fault("linear", "html");
  const auto untested = begin("linear", "lin_api_brightwater");
  ASSERT_FALSE(untested);
  EXPECT_EQ(untested.error().reason, connections::ConnectReason::key_not_tested);
  EXPECT_FALSE(row_of("linear")->slot);
  EXPECT_EQ(slots(), before);
}

TEST_F(ConnectSafely, leaves_a_good_connection_where_it_is_when_a_key_is_wrong) {
  connect_with_key("linear", "lin_api_brightwater");
  const auto epoch = row_of("linear")->epoch;
  ASSERT_FALSE(begin("linear", "lin_api_of_nobody"));
  EXPECT_EQ(row_of("linear")->status, vault::ConnectionStatus::connected);
  EXPECT_EQ(row_of("linear")->epoch, epoch);
  const auto answered = call("linear", "list_teams");
  EXPECT_TRUE(answered) << answered.error().detail;
}

TEST_F(ConnectSafely, is_done_when_a_question_can_follow_and_says_why_it_cannot) {
  set_fault("linear", "500");  // Of its MCP server alone: the sign-in works.
  const auto connected = world().connect("linear");
  ASSERT_FALSE(connected);
  EXPECT_NE(connected.error().find("HTTP 500"), std::string::npos) << connected.error();
  EXPECT_EQ(row_of("linear")->status, vault::ConnectionStatus::failed);
  EXPECT_EQ(row_of("linear")->status_detail, connected.error());
  set_fault("linear", "none");
  const auto refused = call("linear", "list_teams");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find("Reconnect"), std::string::npos);
  connect("linear");
  EXPECT_TRUE(call("linear", "list_teams"));
}

TEST_F(ConnectSafely, notes_who_used_a_connection_and_when) {
  connect("linear");
  EXPECT_FALSE(row_of("linear")->last_used_at);
  ASSERT_TRUE(call("linear", "list_teams"));
  EXPECT_EQ(row_of("linear")->last_used_at, clock.now());
  EXPECT_EQ(row_of("linear")->last_used_by, connector().who.user.id);
}

}  // namespace
}  // namespace sluice::app
