#include "identity/accounts.h"

#include "identity/identity_fixture.h"

namespace sluice::identity {
namespace {

Secret password() {
  return Secret::take("a long enough password");
}

TEST(Accounts, signing_up_makes_an_owner_of_an_organization_on_trial) {
  IdentityFixture house;
  const NewSession session = house.sign_up("ada");
  EXPECT_EQ(session.signed_in.role, Role::owner);
  EXPECT_EQ(session.signed_in.organization.slug, "ada-ltd");
  EXPECT_EQ(session.signed_in.organization.plan, Plan::trial);
  EXPECT_EQ(session.signed_in.organization.trial_ends_at, house.clock.now() + trial_length);
  EXPECT_TRUE(session.set_cookie.starts_with("__Host-sluice-session="));
  for (const auto* part : {"; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Lax"})
    EXPECT_NE(session.set_cookie.find(part), std::string::npos) << part;
}

TEST(Accounts, a_second_organization_of_the_same_name_gets_its_own_slug) {
  IdentityFixture house;
  (void)house.sign_up("ada");
  const auto second =
      house.accounts.sign_up({"b@example.com", "B", password()}, "Ada Ltd", "127.0.0.1");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->signed_in.organization.slug, "ada-ltd-2");
}

TEST(Accounts, signing_in_takes_the_right_password_and_any_case_of_the_address) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const auto session = house.accounts.sign_in(" Ada@Example.COM ", password(), "192.0.2.1");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->signed_in.user.id, ada.signed_in.user.id);
}

TEST(Accounts, an_unknown_account_and_a_wrong_password_look_the_same) {
  IdentityFixture house;
  (void)house.sign_up("ada");
  EXPECT_EQ(house.accounts.sign_in("ada@example.com", Secret::take("wrong"), "a").error(),
            IdentityError::wrong_credentials);
  EXPECT_EQ(house.accounts.sign_in("bob@example.com", Secret::take("wrong"), "a").error(),
            IdentityError::wrong_credentials);
}

TEST(Accounts, the_eleventh_try_from_an_address_has_to_wait_even_with_the_right_password) {
  IdentityFixture house;
  (void)house.sign_up("ada");
  for (int tries = 0; tries < account_failures_max; ++tries)
    EXPECT_EQ(house.accounts.sign_in("ada@example.com", Secret::take("wrong"), "a").error(),
              IdentityError::wrong_credentials);
  EXPECT_EQ(house.accounts.sign_in("ada@example.com", password(), "a").error(),
            IdentityError::too_many_attempts);
  house.clock.advance(failure_window);
  EXPECT_TRUE(house.accounts.sign_in("ada@example.com", password(), "a"));
}

// A stranger who guesses may slow nobody down but himself.
TEST(Accounts, the_person_with_the_right_password_gets_in_from_elsewhere_however_many_guess) {
  IdentityFixture house;
  (void)house.sign_up("ada");
  for (int stranger = 0; stranger < 2; ++stranger) {
    const std::string address = "192.0.2." + std::to_string(stranger);
    for (int tries = 0; tries <= account_failures_max; ++tries)
      (void)house.accounts.sign_in("ada@example.com", Secret::take("wrong"), address);
    EXPECT_EQ(house.accounts.sign_in("ada@example.com", password(), address).error(),
              IdentityError::too_many_attempts);
  }
  EXPECT_TRUE(house.accounts.sign_in("ada@example.com", password(), "198.51.100.7"));
}

TEST(Accounts, another_account_is_not_kept_waiting_by_ten_failures_of_one) {
  IdentityFixture house;
  (void)house.sign_up("ada");
  for (int tries = 0; tries < account_failures_max; ++tries)
    (void)house.accounts.sign_in("bob@example.com", Secret::take("wrong"), "a");
  EXPECT_TRUE(house.accounts.sign_in("ada@example.com", password(), "a"));
}

TEST(Accounts, the_back_off_doubles_with_each_failure_beyond_the_limit) {
  IdentityFixture house;
  (void)house.sign_up("ada");
  const auto wrong = [&] {
    return house.accounts.sign_in("ada@example.com", Secret::take("wrong"), "a").error();
  };
  for (int tries = 0; tries < account_failures_max; ++tries)
    EXPECT_EQ(wrong(), IdentityError::wrong_credentials);
  house.clock.advance(std::chrono::seconds(59));
  EXPECT_EQ(wrong(), IdentityError::too_many_attempts);
  house.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(wrong(), IdentityError::wrong_credentials);
  house.clock.advance(std::chrono::minutes(1));
  EXPECT_EQ(wrong(), IdentityError::too_many_attempts);
  house.clock.advance(std::chrono::minutes(1));
  EXPECT_TRUE(house.accounts.sign_in("ada@example.com", password(), "a"));
}

TEST(Accounts, an_ipv6_network_is_one_address) {
  IdentityFixture house;
  (void)house.sign_up("ada");
  for (int tries = 0; tries < account_failures_max; ++tries)
    (void)house.accounts.sign_in("ada@example.com", Secret::take("wrong"),
                                 "2001:db8:0:1::" + std::to_string(tries + 1));
  EXPECT_EQ(house.accounts.sign_in("ada@example.com", password(), "2001:db8:0:1:ffff::1").error(),
            IdentityError::too_many_attempts);
  EXPECT_TRUE(house.accounts.sign_in("ada@example.com", password(), "2001:db8:0:2::1"));
}

TEST(Accounts, success_forgets_the_accounts_failures) {
  IdentityFixture house;
  (void)house.sign_up("ada");
  for (int tries = 0; tries < account_failures_max + 5; ++tries) {
    if (tries % 5 == 4) EXPECT_TRUE(house.accounts.sign_in("ada@example.com", password(), "a"));
    (void)house.accounts.sign_in("ada@example.com", Secret::take("wrong"), "a");
  }
}

TEST(Accounts, an_address_that_tries_many_accounts_has_to_wait) {
  IdentityFixture house;
  (void)house.sign_up("ada");
  for (int tries = 0; tries < address_failures_max; ++tries)
    (void)house.accounts.sign_in("u" + std::to_string(tries) + "@example.com",
                                 Secret::take("wrong"), "192.0.2.9");
  EXPECT_EQ(house.accounts.sign_in("ada@example.com", password(), "192.0.2.9").error(),
            IdentityError::too_many_attempts);
  EXPECT_TRUE(house.accounts.sign_in("ada@example.com", password(), "192.0.2.10"));
}

TEST(Accounts, refuses_what_is_malformed_with_its_own_reason) {
  IdentityFixture house;
  const auto attempt = [&](const char* email, const char* name, const char* secret) {
    return house.accounts.sign_up({email, name, Secret::take(secret)}, "Org", "127.0.0.1").error();
  };
  EXPECT_EQ(attempt("nobody", "N", "a long enough password"), IdentityError::email_malformed);
  EXPECT_EQ(attempt("a b@example.com", "N", "a long enough password"),
            IdentityError::email_malformed);
  EXPECT_EQ(attempt("a@example.com", "  ", "a long enough password"), IdentityError::name_missing);
  EXPECT_EQ(attempt("a@example.com", "N", "short"), IdentityError::password_too_short);
}

TEST(Accounts, a_sign_up_that_is_refused_leaves_no_user) {
  IdentityFixture house;
  EXPECT_EQ(house.accounts.sign_up({"a@example.com", "A", password()}, " ", "127.0.0.1").error(),
            IdentityError::organization_name_missing);
  EXPECT_TRUE(house.accounts.sign_up({"a@example.com", "A", password()}, "Fine", "127.0.0.1"));
}

TEST(Invitations, a_link_is_good_for_one_person) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const auto link = house.settings(ada.signed_in).invite(Role::owner, Role::analyst);
  ASSERT_TRUE(link);
  const auto bob =
      house.accounts.accept_invitation(link->token, {"bob@example.com", "Bob", password()}, "a");
  ASSERT_TRUE(bob);
  EXPECT_EQ(bob->signed_in.organization.id, ada.signed_in.organization.id);
  EXPECT_EQ(bob->signed_in.role, Role::analyst);
  EXPECT_EQ(
      house.accounts.accept_invitation(link->token, {"eve@example.com", "Eve", password()}, "a")
          .error(),
      IdentityError::invitation_invalid);
}

TEST(Invitations, a_link_ends_after_seven_days) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const auto link = house.settings(ada.signed_in).invite(Role::owner, Role::viewer);
  house.clock.advance(invitation_lifetime);
  EXPECT_FALSE(
      OrganizationSettings::find_invitation(*house.database, link->token, house.clock.now()));
  EXPECT_FALSE(house.accounts.accept_invitation(link->token, {"b@x.com", "B", password()}, "a"));
}

TEST(Invitations, somebody_elses_account_is_not_joined_without_its_password) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  (void)house.sign_up("bob");
  const auto link = house.settings(ada.signed_in).invite(Role::owner, Role::viewer);
  EXPECT_EQ(house.accounts
                .accept_invitation(link->token, {"bob@example.com", "", Secret::take("guess")}, "a")
                .error(),
            IdentityError::wrong_credentials);
  EXPECT_TRUE(
      house.accounts.accept_invitation(link->token, {"bob@example.com", "", password()}, "a"));
}

}  // namespace
}  // namespace sluice::identity
