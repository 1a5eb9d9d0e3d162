// The master key is changed, or missing, while the server runs.
#include "world_test.h"

#include "app/open_data.h"
#include "identity/operator_authenticator.h"
#include "keys/key_source.h"

#include <fstream>
#include <sstream>

namespace sluice::app {
namespace {

class KeyRotation : public WorldTest {
 protected:
  // As `sluice keys rotate` does it, beside the server.
  void rotate() {
    SystemRandom random;
    ASSERT_TRUE(keys::add_primary_key(data() / "master.key", random));
    const auto open = open_data(data().string(), "", "", clock, random);
    ASSERT_TRUE(open) << open.error();
    const auto access =
        identity::OperatorAuthenticator(*open->database).authenticate("brightwater");
    ASSERT_TRUE(access);
    const vault::CredentialVault vault({*open->database, open->ring, *open->slots, clock, random});
    const auto sealed = vault.rewrap(*access);
    ASSERT_TRUE(sealed);
    EXPECT_GT(*sealed, 0);
  }
  [[nodiscard]] std::string key_text() const {
    std::ostringstream text;
    text << std::ifstream(data() / "master.key").rdbuf();
    return text.str();
  }
  // The rows are sealed under a key that the server cannot get at.
  void lose_key() {
    const std::string before = key_text();
    rotate();
    std::ofstream(data() / "master.key") << before;
  }
  [[nodiscard]] std::size_t calls_at(const std::string& vendor) {
    return requests_to(vendor).size();
  }
};

TEST_F(KeyRotation, beside_the_running_server_loses_no_connection) {
  connect_with_key("linear", "lin_api_brightwater");
  connect("stripe");
  for (int round = 0; round < 2; ++round) {
    rotate();
    const auto by_key = call("linear", "list_teams");
    EXPECT_TRUE(by_key) << by_key.error().detail;
    const auto by_token = call("stripe", "list_customers");
    EXPECT_TRUE(by_token) << by_token.error().detail;
  }
  // The refresh token, too, is opened, and what comes is sealed under the new key.
  rotate();
  set_fault("stripe", "expire_tokens");
  const auto renewed = call("stripe", "list_customers");
  EXPECT_TRUE(renewed) << renewed.error().detail;
  EXPECT_EQ(row_of("stripe")->status, vault::ConnectionStatus::connected);
  EXPECT_EQ(row_of("linear")->status, vault::ConnectionStatus::connected);
}

TEST_F(KeyRotation, a_call_whose_credential_cannot_be_opened_never_leaves_and_costs_nothing) {
  connect_with_key("linear", "lin_api_brightwater");
  connect("stripe");
  lose_key();
  start();  // With the ring of before: what it knew of the new key is forgotten.
  forget_requests();
  for (const auto& [vendor, tool] :
       {std::pair("stripe", "list_customers"), {"linear", "list_teams"}}) {
    const auto refused = call(vendor, tool);
    ASSERT_FALSE(refused) << vendor;
    EXPECT_EQ(refused.error().kind, calls::CallError::Kind::cannot_open) << refused.error().detail;
    EXPECT_NE(refused.error().detail.find("operator"), std::string::npos);
    EXPECT_EQ(calls_at(vendor), 0U) << vendor;
    EXPECT_EQ(row_of(vendor)->status, vault::ConnectionStatus::connected) << vendor;
  }
  // Nor does a refresh leave without its client's secret, or wait for somebody else's.
  clock.advance(std::chrono::hours(2));
  const auto refused = call("stripe", "list_customers");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, calls::CallError::Kind::cannot_open) << refused.error().detail;
  EXPECT_EQ(calls_at("stripe"), 0U);
  EXPECT_EQ(row_of("stripe")->status, vault::ConnectionStatus::connected);
}

}  // namespace
}  // namespace sluice::app
