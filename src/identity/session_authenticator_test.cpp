#include "identity/session_authenticator.h"

#include "identity/identity_fixture.h"
#include "identity/operator_authenticator.h"

namespace sluice::identity {
namespace {

TEST(SessionAuthenticator, knows_its_own_token_and_no_other) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const std::string token = IdentityFixture::token_of(ada);
  const auto signed_in = house.sessions.authenticate(token);
  if (!signed_in) FAIL();
  EXPECT_EQ(signed_in->access.organization(), ada.signed_in.organization.id);
  EXPECT_EQ(signed_in->access.user(), ada.signed_in.user.id);
  EXPECT_EQ(signed_in->access.actor().kind, ActorKind::user);
  EXPECT_FALSE(house.sessions.authenticate(token + "x"));
  EXPECT_FALSE(house.sessions.authenticate(""));
}

TEST(SessionAuthenticator, the_token_itself_is_in_no_file) {
  IdentityFixture house;
  const std::string token = IdentityFixture::token_of(house.sign_up("ada"));
  for (const storage::Row& row : house.database->control().query("SELECT * FROM user_session"))
    EXPECT_EQ(row.text("token_hash").find(token), std::string::npos);
}

TEST(SessionAuthenticator, a_session_ends_when_idle_and_slides_while_used) {
  IdentityFixture house;
  const std::string token = IdentityFixture::token_of(house.sign_up("ada"));
  for (int used = 0; used < 4; ++used) {
    house.clock.advance(session_idle_max - std::chrono::minutes(1));
    EXPECT_TRUE(house.sessions.authenticate(token));
  }
  house.clock.advance(session_idle_max);
  EXPECT_FALSE(house.sessions.authenticate(token));
}

TEST(SessionAuthenticator, a_session_ends_at_its_age_however_often_it_is_used) {
  IdentityFixture house;
  const std::string token = IdentityFixture::token_of(house.sign_up("ada"));
  const Instant end = house.clock.now() + session_age_max;
  while (house.clock.now() + std::chrono::hours(8) < end) {
    house.clock.advance(std::chrono::hours(8));
    ASSERT_TRUE(house.sessions.authenticate(token));
  }
  house.clock.advance(std::chrono::hours(8));
  EXPECT_FALSE(house.sessions.authenticate(token));
}

TEST(SessionAuthenticator, signing_out_ends_it) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const std::string token = IdentityFixture::token_of(ada);
  house.accounts.sign_out(ada.signed_in, token);
  EXPECT_FALSE(house.sessions.authenticate(token));
}

TEST(SessionAuthenticator, the_csrf_token_belongs_to_the_session) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const auto bob = house.sign_up("bob");
  EXPECT_TRUE(SessionAuthenticator::csrf_matches(ada.signed_in, ada.signed_in.csrf_token));
  EXPECT_FALSE(SessionAuthenticator::csrf_matches(ada.signed_in, bob.signed_in.csrf_token));
  EXPECT_FALSE(SessionAuthenticator::csrf_matches(ada.signed_in, ""));
}

TEST(SessionAuthenticator, goes_only_to_organizations_of_the_user) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const auto bob = house.sign_up("bob");
  const std::string token = IdentityFixture::token_of(ada);
  EXPECT_EQ(house.accounts.switch_organization(ada.signed_in, token, bob.signed_in.organization.id)
                .error(),
            IdentityError::not_a_member);
  const auto signed_in = house.sessions.authenticate(token);
  if (!signed_in) FAIL();
  EXPECT_EQ(signed_in->access.organization(), ada.signed_in.organization.id);
}

TEST(SessionAuthenticator, a_removed_members_session_and_key_end_at_once) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  auto settings = house.settings(ada.signed_in);
  const auto link = settings.invite(Role::owner, Role::administrator);
  const auto bob = house.accounts.accept_invitation(
      link->token, {"bob@example.com", "Bob", Secret::take("a long enough password")}, "a");
  const auto key = house.settings(bob->signed_in).add_api_key("script", KeyScope::read);
  ASSERT_TRUE(house.sessions.authenticate_api_key(key.text));
  ASSERT_TRUE(settings.remove_member(Role::owner, bob->signed_in.user.id));
  EXPECT_FALSE(house.sessions.authenticate(IdentityFixture::token_of(*bob)));
  EXPECT_FALSE(house.sessions.authenticate_api_key(key.text));
}

TEST(ApiKeys, act_for_their_user_until_removed) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  auto settings = house.settings(ada.signed_in);
  const auto key = settings.add_api_key("script", KeyScope::read);
  EXPECT_TRUE(key.text.starts_with("sluice_"));
  const auto signed_in = house.sessions.authenticate_api_key(key.text);
  if (!signed_in) FAIL();
  EXPECT_EQ(signed_in->access.actor().kind, ActorKind::api_key);
  EXPECT_EQ(signed_in->access.actor().id, key.key.id);
  EXPECT_EQ(signed_in->access.user(), ada.signed_in.user.id);
  EXPECT_EQ(settings.api_keys().size(), 1U);
  const auto bob = house.sign_up("bob");
  EXPECT_FALSE(house.settings(bob.signed_in).remove_api_key(key.key.id));
  EXPECT_TRUE(settings.remove_api_key(key.key.id));
  EXPECT_FALSE(house.sessions.authenticate_api_key(key.text));
}

TEST(OrganizationSettings, the_last_owner_stays_and_only_owners_name_owners) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  auto settings = house.settings(ada.signed_in);
  const UserId owner = ada.signed_in.user.id;
  EXPECT_EQ(settings.change_role(Role::owner, owner, Role::member).error(),
            IdentityError::last_owner);
  EXPECT_EQ(settings.remove_member(Role::owner, owner).error(), IdentityError::last_owner);
  EXPECT_EQ(settings.change_role(Role::administrator, owner, Role::viewer).error(),
            IdentityError::not_permitted);
  EXPECT_EQ(settings.invite(Role::administrator, Role::owner).error(),
            IdentityError::not_permitted);
  EXPECT_EQ(settings.invite(Role::analyst, Role::viewer).error(), IdentityError::not_permitted);
}

TEST(OperatorAuthenticator, opens_an_organization_that_exists) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const OperatorAuthenticator shell(*house.database);
  const auto access = shell.authenticate("ada-ltd");
  if (!access) FAIL();
  EXPECT_EQ(access->organization(), ada.signed_in.organization.id);
  EXPECT_EQ(access->actor().kind, ActorKind::operator_shell);
  EXPECT_FALSE(shell.authenticate("nobody"));
}

TEST(ScheduleAuthenticator, hands_each_due_run_out_once) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  ScheduleAuthenticator schedules(*house.database, house.clock);
  schedules.add(ada.signed_in.access, "{}", std::chrono::minutes(10), 77);
  EXPECT_TRUE(schedules.take_due().empty());
  house.clock.advance(std::chrono::minutes(10));
  const auto due = schedules.take_due();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due.front().access.actor().kind, ActorKind::schedule);
  EXPECT_TRUE(schedules.take_due().empty());
}

}  // namespace
}  // namespace sluice::identity
