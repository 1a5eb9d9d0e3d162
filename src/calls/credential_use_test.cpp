#include "calls/credential_use.h"

#include "calls/farewell.h"
#include "mcp/test_scripted_http.h"
#include "storage/sql_connection.h"
#include "vault/vault_fixture.h"

namespace sluice::calls {
namespace {

struct CredentialUseTest : testing::Test {
  CredentialUseTest() : connection(house.connect(house.ada.access, "example", "tok")) {}

  // What the trail holds of one action, oldest first.
  std::vector<std::string> results(std::string_view action) {
    std::vector<std::string> found;
    for (const auto& stored : house.trail->page(house.ada.access, {}, 200))
      if (stored.record.action == action) found.insert(found.begin(), stored.record.result);
    return found;
  }
  std::expected<CredentialUse, CallError> begin() {
    return uses.begin(connection, "tool.call", "list_items");
  }

  vault::VaultFixture house;
  CredentialUses uses{*house.database, *house.trail, house.clock};
  vault::Connection connection;
};

TEST_F(CredentialUseTest, the_intent_is_on_disk_before_anything_can_be_opened_with_it) {
  auto use = begin();
  ASSERT_TRUE(use);
  EXPECT_EQ(results("tool.call"), std::vector<std::string>{"intent"});
  EXPECT_TRUE(
      vault::VaultFixture::holds(house.vault.open(connection, use->recorded), "tok-access"));
  uses.end(std::move(*use), false);
  EXPECT_EQ(results("tool.call.done"), std::vector<std::string>{"failed"});
}

TEST_F(CredentialUseTest, a_plan_that_ended_ends_the_use_and_records_nothing) {
  ASSERT_TRUE(house.directory.set_plan(house.ada.organization.slug, identity::Plan::free));
  const auto use = begin();
  ASSERT_FALSE(use);
  EXPECT_EQ(use.error().kind, CallError::Kind::plan_required);
  EXPECT_TRUE(results("tool.call").empty());
}

TEST_F(CredentialUseTest, a_trial_ends_to_the_millisecond) {
  house.clock.advance(identity::trial_length - std::chrono::milliseconds(1));
  EXPECT_TRUE(uses.entitle(house.ada.access));
  house.clock.advance(std::chrono::milliseconds(1));
  EXPECT_FALSE(uses.entitle(house.ada.access));
}

TEST_F(CredentialUseTest, what_cannot_be_recorded_may_not_happen) {
  storage::SqlConnection(
      house.folder.path() / "organizations" / (to_text(house.ada.organization.id) + ".db"),
      storage::SqlConnection::Mode::read_write)
      .run_script("ALTER TABLE audit_record RENAME TO elsewhere");
  const auto use = begin();
  ASSERT_FALSE(use);
  EXPECT_EQ(use.error().kind, CallError::Kind::not_recorded);
}

TEST_F(CredentialUseTest, a_use_of_one_connection_opens_no_other_one) {
  const auto other = house.connect(house.ada.access, "elsewhere", "other");
  auto use = begin();
  ASSERT_TRUE(use);
  EXPECT_FALSE(house.vault.open(other, use->recorded));
}

// The farewell to a vendor, whose answers a script says.
struct FarewellTest : CredentialUseTest {
  std::optional<Farewell> read() {
    auto farewell = read_farewell(house.vault, *house.trail, connection);
    if (farewell) farewell->revocation_endpoint = "https://as.example.com/revoke";
    return farewell;
  }
  bool say(Farewell farewell, std::deque<mcp::ScriptedReply> replies) {
    mcp::ScriptedHttp http(std::move(replies));
    net::TableResolver resolver({{"*", {{"93.184.216.34"}}}});
    net::EgressPolicy egress(resolver, {});
    oauth::HttpDoor door(http, egress, oauth::Trust::catalog);
    const bool revoked = runtime.run_to_completion(
        say_farewell(door, runtime.blocking_pool(), *house.trail, std::move(farewell)));
    asked = http.seen.size();
    return revoked;
  }
  net::IoRuntime runtime{1};
  std::size_t asked = 0;
};

TEST_F(FarewellTest, takes_every_secret_that_the_vendor_has_to_hear_of_with_one_record) {
  const auto farewell = read();
  if (!farewell) FAIL();
  EXPECT_TRUE(farewell->refresh_token);
  EXPECT_TRUE(farewell->access_token);
  EXPECT_FALSE(farewell->client.client_secret.empty());
  EXPECT_EQ(results("connection.revoke"), std::vector<std::string>{"intent"});
}

TEST_F(FarewellTest, there_is_nobody_to_tell_of_an_api_key_or_of_what_is_gone) {
  auto key = vault::VaultFixture::tokens("key");
  key.client.details = Json::object();
  ASSERT_TRUE(house.put(connection, key));
  connection = house.reread(connection);
  EXPECT_FALSE(read());
  house.disconnect(connection);
  EXPECT_FALSE(read_farewell(house.vault, *house.trail, house.reread(connection)));
  EXPECT_TRUE(results("connection.revoke").empty());
}

TEST_F(FarewellTest, both_tokens_are_given_back_and_the_trail_says_how_it_went) {
  EXPECT_TRUE(say(*read(), {mcp::json_reply("{}"), mcp::json_reply("{}")}));
  EXPECT_EQ(asked, 2U);
  EXPECT_FALSE(say(*read(), {mcp::json_reply("{}", 500), mcp::json_reply("{}", 500)}));
  EXPECT_EQ(results("connection.revoke.done"), (std::vector<std::string>{"ok", "failed"}));
}

TEST_F(FarewellTest, a_vendor_without_a_way_to_revoke_is_not_asked_and_not_believed) {
  auto farewell = read();
  if (!farewell) FAIL();
  farewell->revocation_endpoint.clear();
  EXPECT_FALSE(say(std::move(*farewell), {}));
  EXPECT_EQ(asked, 0U);
}

}  // namespace
}  // namespace sluice::calls
