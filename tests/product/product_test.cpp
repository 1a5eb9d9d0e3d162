// The whole product against the sandbox, as the shell runs it: what must never reach a vendor,
// what a person is told when something goes wrong.
#include "world_test.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sluice::app {
namespace {

class ProductTest : public WorldTest {
 protected:
  [[nodiscard]] analytics::Answer ask(const std::string& question) {
    return run(product().desk().ask({ada(), world().ada().organization, {}, std::nullopt},
                                    {"1", question, std::nullopt}, {}));
  }
  [[nodiscard]] std::optional<ConnectionId> connection_of(const std::string& vendor) {
    const auto row = row_of(vendor);
    return row ? std::optional(row->id) : std::nullopt;
  }
};

[[nodiscard]] Json tools_of(const std::string& vendor) {
  std::ifstream file(std::string(SLUICE_SOURCE_DIR) + "/sandbox/tools/" + vendor + ".json");
  return Json::parse(file)["tools"];
}

const std::vector<std::string>& five_vendors() {
  static const std::vector<std::string> vendors{"stripe", "hubspot", "linear", "github", "posthog"};
  return vendors;
}

// The tools of every vendor that are no listed reads of `target`.
[[nodiscard]] std::vector<std::string> unlisted_names(const catalog::Vendor& target) {
  std::vector<std::string> names{
      "delete_everything", "",           " list_customers", "LIST_CUSTOMERS",
      "list_customers\n",  "tools/call", "create_refund;"};
  for (const std::string& owner : five_vendors()) {
    for (const Json& tool : tools_of(owner)) {
      std::string name = tool["definition"]["name"].get<std::string>();
      const catalog::Tool* known = target.find_tool(name);
      if (known == nullptr || !known->callable()) names.push_back(std::move(name));
    }
  }
  return names;
}

// Everything a broken or bought planner could propose: each tool that is not a read, names nobody
// has, and the names of every other vendor. The vendor's own log says what arrived.
TEST_F(ProductTest, lets_no_call_through_that_the_catalog_does_not_list_as_a_read) {
  for (const std::string& vendor : five_vendors())
    connect(vendor);
  ASSERT_TRUE(sandbox("POST", "/_sandbox/reset", Json::object()).is_object());
  std::size_t proposed = 0;
  for (const std::string& target : five_vendors()) {
    const catalog::Vendor* row = product().catalog().find(target);
    ASSERT_NE(row, nullptr);
    for (const std::string& name : unlisted_names(*row)) {
      const auto result = call(target, name);
      ASSERT_FALSE(result) << target << " " << name;
      EXPECT_EQ(result.error().kind, calls::CallError::Kind::tool_not_allowed)
          << target << " " << name << ": " << result.error().detail;
      ++proposed;
    }
  }
  EXPECT_GT(proposed, 500U);
  const Json log = sandbox("GET", "/_sandbox/calls");
  for (const Json& received : member(log, "calls")) {
    EXPECT_NE(text_member(received, "method"), "tools/call") << received.dump();
  }
}

TEST_F(ProductTest, answers_a_question_and_says_where_the_number_came_from) {
  connect("stripe");
  const analytics::Answer answer = ask("What was MRR last quarter?");
  ASSERT_EQ(answer.status, analytics::AnswerStatus::answered) << answer.text;
  ASSERT_TRUE(answer.value);
  EXPECT_NEAR(answer.value->value.get<double>(), 115366.94, 0.01);
  ASSERT_EQ(answer.provenance.size(), 1U);
  EXPECT_EQ(answer.provenance[0].tool, "list_subscriptions");
  EXPECT_EQ(answer.provenance[0].rows, 486U);
}

TEST_F(ProductTest, has_nothing_to_ask_after_a_disconnect) {
  connect("stripe");
  const auto id = connection_of("stripe");
  ASSERT_TRUE(id);
  const auto gone = run(product().connections().disconnect(connector(), *id));
  ASSERT_TRUE(gone) << gone.error().detail;
  EXPECT_EQ(call("stripe", "list_customers").error().kind, calls::CallError::Kind::not_connected);
  const analytics::Answer answer = ask("What was MRR last quarter?");
  EXPECT_EQ(answer.status, analytics::AnswerStatus::refused);
  EXPECT_EQ(answer.reason, "no_data_source");
  EXPECT_NE(answer.text.find("Stripe"), std::string::npos) << answer.text;
}

TEST_F(ProductTest, revives_the_same_connection_on_reconnect) {
  connect("linear");
  const auto first = connection_of("linear");
  ASSERT_TRUE(first);
  ASSERT_TRUE(run(product().connections().disconnect(connector(), *first)));
  connect("linear");
  EXPECT_EQ(connection_of("linear"), first);
  EXPECT_TRUE(call("linear", "list_teams"));
}

TEST_F(ProductTest, renews_a_token_that_the_vendor_has_ended) {
  connect("linear");
  ASSERT_TRUE(call("linear", "list_teams"));
  ASSERT_TRUE(
      sandbox("POST", "/_sandbox/faults", {{"vendor", "linear"}, {"fault", "expire_tokens"}})
          .is_object());
  const auto again = call("linear", "list_teams");
  EXPECT_TRUE(again) << again.error().detail;
}

TEST_F(ProductTest, asks_for_a_reconnect_when_the_grant_was_revoked) {
  connect("linear");
  ASSERT_TRUE(
      sandbox("POST", "/_sandbox/faults", {{"vendor", "linear"}, {"fault", "revoke_grants"}})
          .is_object());
  const auto refused = call("linear", "list_teams");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, calls::CallError::Kind::needs_reconnect);
  EXPECT_NE(refused.error().detail.find("Reconnect"), std::string::npos);
  EXPECT_EQ(run(product().connections().list(ada()))[0].status,
            vault::ConnectionStatus::needs_reconnect);
}

struct FaultCase {
  std::string fault;
  calls::CallError::Kind kind;
  std::string words;
};

TEST_F(ProductTest, says_what_happened_when_a_vendor_fails) {
  connect("linear");
  const std::vector<FaultCase> cases{
      {"html", calls::CallError::Kind::vendor_down, "web page instead of data"},
      {"500", calls::CallError::Kind::vendor_down, "Try again"},
      {"down", calls::CallError::Kind::vendor_down, "Try again"},
  };
  for (const FaultCase& fault : cases) {
    const Json set =
        sandbox("POST", "/_sandbox/faults", {{"vendor", "linear"}, {"fault", fault.fault}});
    ASSERT_TRUE(set.contains("ok")) << fault.fault << " " << set.dump();
    const auto failed = call("linear", "list_teams");
    ASSERT_FALSE(failed) << fault.fault;
    EXPECT_EQ(failed.error().kind, fault.kind) << fault.fault << ": " << failed.error().detail;
    EXPECT_NE(failed.error().detail.find(fault.words), std::string::npos)
        << fault.fault << ": " << failed.error().detail;
  }
}

TEST_F(ProductTest, stays_connected_when_the_demo_is_started_again) {
  connect("linear");
  connect("github");
  start();
  const auto linear = call("linear", "list_teams");
  EXPECT_TRUE(linear) << linear.error().detail;
  const auto github = call("github", "get_me");
  EXPECT_TRUE(github) << github.error().detail;
}

TEST_F(ProductTest, connects_by_itself_where_people_are_asked) {
  start(/*automatic_consent=*/false);
  connect("linear");
  EXPECT_TRUE(call("linear", "list_teams"));
}

TEST_F(ProductTest, refuses_an_unknown_vendor_with_a_sentence) {
  const auto refused = run(product().connections().begin(connector(), "no-such-vendor", {}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, connections::ConnectReason::unknown_vendor);
}

TEST_F(ProductTest, uses_a_callback_once_and_only_in_its_own_session) {
  const auto begun = run(product().connections().begin(connector(), "stripe", {}));
  ASSERT_TRUE(begun);
  const auto unknown = run(product().connections().finish(connector(), "code=x&state=not-a-state"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().error.reason, connections::ConnectReason::expired);
}

TEST_F(ProductTest, keeps_another_organization_out) {
  connect("stripe");
  const auto other =
      product().accounts().sign_up({.email = "mallory@elsewhere.example",
                                    .name = "Mallory",
                                    .password = Secret::take("a long enough password")},
                                   "Elsewhere", "192.0.2.1");
  ASSERT_TRUE(other);
  const identity::SignedIn& mallory = other->signed_in;
  EXPECT_TRUE(run(product().connections().list(mallory.access)).empty());
  const auto id = connection_of("stripe");
  ASSERT_TRUE(id);
  const auto stolen = run(product().connections().disconnect({mallory, "127.0.0.1"}, *id));
  ASSERT_FALSE(stolen);
  EXPECT_EQ(stolen.error().reason, connections::ConnectReason::unknown_connection);
  EXPECT_TRUE(call("stripe", "list_products"));
}

TEST_F(ProductTest, asks_no_vendor_for_an_organization_whose_plan_ended) {
  connect("stripe");
  identity::Organization lapsed = world().ada().organization;
  lapsed.plan = identity::Plan::free;
  const analytics::Answer answer = run(product().desk().ask(
      {ada(), lapsed, {}, std::nullopt}, {"1", "MRR last quarter", std::nullopt}, {}));
  EXPECT_EQ(answer.status, analytics::AnswerStatus::refused);
  EXPECT_EQ(answer.reason, "plan_limit");
}

struct QuestionCase {
  std::string question;
  std::string reason;
};

TEST_F(ProductTest, refuses_what_is_no_question_it_can_read) {
  connect("stripe");
  const std::vector<QuestionCase> cases{
      {"", "not_understood"},
      {"   ", "not_understood"},
      {std::string(10'000, 'a'), "not_understood"},
      {"Wie hoch war der monatliche Umsatz im letzten Quartal?", "not_understood"},
      {"Refund the last ten charges", "write_request"},
  };
  for (const QuestionCase& one : cases) {
    const analytics::Answer answer = ask(one.question);
    EXPECT_EQ(answer.status, analytics::AnswerStatus::refused) << one.question.substr(0, 60);
    EXPECT_EQ(answer.reason, one.reason) << one.question.substr(0, 60) << ": " << answer.text;
    EXPECT_FALSE(answer.text.empty());
  }
}

}  // namespace
}  // namespace sluice::app
