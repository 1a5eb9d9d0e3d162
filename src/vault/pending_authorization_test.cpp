#include "vault/pending_authorization.h"

#include "crypto/pkce.h"
#include "vault/vault_fixture.h"

namespace sluice::vault {
namespace {

class TestUptime final : public Uptime {
 public:
  [[nodiscard]] std::chrono::milliseconds now() const override { return time; }
  [[nodiscard]] const std::string& boot() const override { return start; }
  std::chrono::milliseconds time{std::chrono::hours(5)};
  std::string start = "a";
};

class Pending : public testing::Test {
 protected:
  void SetUp() override {
    house.database->organization(house.ada.access).write([&](storage::Transaction& transaction) {
      authorizations.put(transaction, state, slot,
                         {ConnectionId{5},
                          "stripe",
                          house.ada.user.id,
                          session,
                          Secret::take("the verifier"),
                          {Json{{"client_id", "c1"}}, Secret::take("the secret"), std::nullopt},
                          Json{{"issuer", "https://as.example"}}});
    });
  }
  VaultFixture house;
  [[nodiscard]] bool is_there() {
    return authorizations.take(house.ada.access, state, session).has_value();
  }
  TestUptime uptime;
  PendingAuthorizations authorizations{*house.database, house.ring,   *house.slots,
                                       house.clock,     house.random, uptime};
  keys::SlotId slot = *authorizations.make_slot();
  std::string state = crypto::random_token(house.random);
  std::uint64_t session = 42;
};

TEST_F(Pending, is_given_back_once_with_everything) {
  const auto taken = authorizations.take(house.ada.access, state, session);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->connection, ConnectionId{5});
  EXPECT_TRUE(taken->verifier.use([](std::string_view text) { return text == "the verifier"; }));
  ASSERT_TRUE(taken->client.client_secret);
  EXPECT_FALSE(taken->client.registration_token);
  EXPECT_EQ(taken->client.details.at("client_id"), "c1");
  EXPECT_EQ(taken->request.at("issuer"), "https://as.example");
  EXPECT_EQ(authorizations.take(house.ada.access, state, session).error(), PendingError::unknown);
}

TEST_F(Pending, ends_after_ten_minutes) {
  house.clock.advance(authorization_lifetime);
  EXPECT_EQ(authorizations.take(house.ada.access, state, session).error(), PendingError::unknown);
}

TEST_F(Pending, is_not_stretched_by_a_clock_that_is_put_back) {
  // Nine minutes, back by as many, nine again: the wall clock alone would say nine.
  uptime.time += std::chrono::minutes(18);
  house.clock.advance(std::chrono::minutes(9));
  EXPECT_FALSE(is_there());
}

TEST_F(Pending, is_not_taken_before_it_was_begun) {
  house.clock.advance(-std::chrono::hours(1));
  EXPECT_FALSE(is_there());
}

TEST_F(Pending, outlives_a_restart_of_the_machine_by_no_more_than_its_ten_minutes) {
  uptime.start = "b";
  uptime.time = std::chrono::minutes(1);
  house.clock.advance(std::chrono::minutes(5));
  EXPECT_TRUE(is_there());
}

TEST_F(Pending, another_browser_session_burns_it_and_gets_nothing) {
  EXPECT_EQ(authorizations.take(house.ada.access, state, session + 1).error(),
            PendingError::another_session);
  EXPECT_EQ(authorizations.take(house.ada.access, state, session).error(), PendingError::unknown);
}

TEST_F(Pending, another_organization_or_state_finds_nothing) {
  const auto bob = house.sign_up("bob").signed_in;
  EXPECT_EQ(authorizations.take(bob.access, state, session).error(), PendingError::unknown);
  EXPECT_EQ(authorizations.take(house.ada.access, state + "x", session).error(),
            PendingError::unknown);
  EXPECT_TRUE(authorizations.take(house.ada.access, state, session));
}

TEST_F(Pending, opens_nothing_once_its_slot_is_gone) {
  ASSERT_TRUE(house.slots->erase(slot));
  EXPECT_EQ(authorizations.take(house.ada.access, state, session).error(),
            PendingError::cannot_open);
}

TEST_F(Pending, overwrites_its_slot_when_it_is_taken_or_ends) {
  ASSERT_TRUE(authorizations.take(house.ada.access, state, session));
  EXPECT_FALSE(house.slots->read(slot));
  const keys::SlotId second = *authorizations.make_slot();
  const keys::SlotId third = *authorizations.make_slot();
  const auto put = [&](const std::string& other, keys::SlotId in) {
    house.database->organization(house.ada.access).write([&](storage::Transaction& transaction) {
      authorizations.put(transaction, other, in,
                         {ConnectionId{5},
                          "stripe",
                          house.ada.user.id,
                          session,
                          Secret::take("v"),
                          {},
                          Json::object()});
    });
    (void)house.vault.erase_forgotten(house.ada.access);
  };
  put("one", second);
  EXPECT_TRUE(house.slots->read(second));
  house.clock.advance(authorization_lifetime);
  put("two", third);  // Expired ones go at the same time.
  EXPECT_FALSE(house.slots->read(second));
  EXPECT_TRUE(house.slots->read(third));
}

TEST_F(Pending, neither_state_nor_verifier_lie_in_the_row) {
  const auto row = house.database->organization(house.ada.access)
                       .query_one(
                           "SELECT * FROM pending_authorization"
                           " WHERE organization_id = :organization_id");
  if (!row) FAIL();
  EXPECT_NE(row->text("state_hash"), state);
  EXPECT_TRUE(row->text("sealed_verifier").starts_with("gAAAA"));
  EXPECT_TRUE(row->text("sealed_client_secret").starts_with("gAAAA"));
}

}  // namespace
}  // namespace sluice::vault
