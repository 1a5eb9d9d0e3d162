// Members, invitations, API keys, settings and sessions, as requests reach them.
#include "server/application_fixture.h"

namespace sluice::server {
namespace {

using identity::Role;

struct People : ApplicationFixture {
  [[nodiscard]] static std::string member_path(const identity::NewSession& who) {
    return "/api/v1/members/" + to_text(who.signed_in.user.id);
  }
  // The token of a fresh invitation, out of its link.
  [[nodiscard]] std::string invited(const char* role) {
    const auto made = ask(by(owner, "POST", "/api/v1/invitations", {{"role", role}}));
    const auto link = json_of(made).at("link").get<std::string>();
    return link.substr(link.rfind('/') + 1);
  }
  [[nodiscard]] net::ServerResponse join(const std::string& token, const std::string& email,
                                         const std::string& password = "a long enough password") {
    return ask(request("POST", "/api/v1/invitations/" + token + "/accept",
                       {{"email", email}, {"name", "Nora"}, {"password", password}}));
  }
  [[nodiscard]] net::ServerResponse sign_in(const std::string& email, const std::string& password,
                                            const std::string& from = "203.0.113.9") {
    net::ServerRequest made =
        request("POST", "/api/v1/sign-in", {{"email", email}, {"password", password}});
    made.peer_address = from;
    return ask(std::move(made));
  }
};

TEST_F(People, members_are_listed_for_their_own_organization_alone) {
  (void)joined("max", Role::member);
  const Json ours = json_of(ask(by(owner, "GET", "/api/v1/members")))["members"];
  ASSERT_EQ(ours.size(), 2U);
  const Json theirs = json_of(ask(by(stranger, "GET", "/api/v1/members")))["members"];
  ASSERT_EQ(theirs.size(), 1U);
  EXPECT_EQ(theirs[0]["email"], "sven@example.com");
}

TEST_F(People, a_role_changes_at_once_and_what_is_no_role_changes_nothing) {
  const auto max = joined("max", Role::member);
  EXPECT_EQ(outcome(ask(by(owner, "PATCH", member_path(max), {{"role", "viewer"}}))), "204");
  EXPECT_EQ(outcome(ask(by(max, "POST", "/api/v1/conversations", Json::object()))),
            "403 not_permitted");
  for (const Json& role : {Json("king"), Json(""), Json(7), Json(nullptr)})
    EXPECT_EQ(outcome(ask(by(owner, "PATCH", member_path(max), {{"role", role}}))),
              "422 invalid_input");
}

TEST_F(People, nobody_makes_changes_or_removes_an_owner_but_an_owner) {
  const auto adam = joined("adam", Role::administrator);
  const auto max = joined("max", Role::member);
  EXPECT_EQ(outcome(ask(by(adam, "PATCH", member_path(max), {{"role", "owner"}}))),
            "403 not_permitted");
  EXPECT_EQ(outcome(ask(by(adam, "PATCH", member_path(owner), {{"role", "viewer"}}))),
            "403 not_permitted");
  EXPECT_EQ(outcome(ask(by(adam, "DELETE", member_path(owner)))), "403 not_permitted");
  EXPECT_EQ(outcome(ask(by(adam, "POST", "/api/v1/invitations", {{"role", "owner"}}))),
            "403 not_permitted");
  // The use case refused, and the trail has it as if the route had.
  std::size_t refusals = 0;
  for (const auto& stored : trail->page(owner.signed_in.access, {}, 200))
    refusals += stored.record.action == "permission.refuse" ? 1 : 0;
  EXPECT_EQ(refusals, 4U);
}

TEST_F(People, the_last_owner_stays) {
  EXPECT_EQ(reason_of(ask(by(owner, "PATCH", member_path(owner), {{"role", "viewer"}}))),
            "last_owner");
  EXPECT_EQ(outcome(ask(by(owner, "DELETE", member_path(owner)))), "409 conflict");
}

TEST_F(People, who_is_removed_is_out_with_the_next_request) {
  const auto max = joined("max", Role::member);
  EXPECT_EQ(outcome(ask(by(owner, "DELETE", member_path(max)))), "204");
  EXPECT_EQ(outcome(ask(by(max, "GET", "/api/v1/members"))), "401 sign_in_required");
  EXPECT_EQ(reason_of(ask(by(owner, "DELETE", member_path(max)))), "not_a_member");
}

// In the same words as for an id that never was: nobody learns here who is a user elsewhere.
TEST_F(People, somebody_of_another_organization_is_nobody_here) {
  for (const std::string& path : {member_path(stranger), std::string("/api/v1/members/1")}) {
    EXPECT_EQ(reason_of(ask(by(owner, "DELETE", path))), "not_a_member");
    EXPECT_EQ(reason_of(ask(by(owner, "PATCH", path, {{"role", "viewer"}}))), "not_a_member");
  }
  EXPECT_EQ(outcome(ask(by(stranger, "GET", "/api/v1/members"))), "200");
}

TEST_F(People, an_invitation_makes_one_member_and_no_second) {
  const std::string token = invited("analyst");
  const Json shown = json_of(ask(request("GET", "/api/v1/invitations/" + token)));
  EXPECT_EQ(shown["organization"], "olga Ltd");
  EXPECT_EQ(shown["role"], "analyst");
  const auto nora = join(token, "nora@example.com");
  EXPECT_EQ(outcome(nora), "201");
  EXPECT_FALSE(header(nora, "Set-Cookie").empty());
  EXPECT_EQ(outcome(join(token, "second@example.com")), "404 not_found");
  EXPECT_EQ(outcome(ask(request("GET", "/api/v1/invitations/" + token))), "404 not_found");
}

TEST_F(People, an_invitation_ends_after_its_week_or_when_it_is_withdrawn) {
  const std::string old = invited("member");
  clock.advance(identity::invitation_lifetime);
  EXPECT_EQ(reason_of(join(old, "nora@example.com")), "invitation_invalid");
  // The week ended the sessions as well.
  owner = accounts.sign_in("olga@example.com", Secret::take("a long enough password"), "").value();
  stranger =
      accounts.sign_in("sven@example.com", Secret::take("a long enough password"), "").value();
  const std::string withdrawn = invited("member");
  const Json waiting = json_of(ask(by(owner, "GET", "/api/v1/invitations")))["invitations"];
  ASSERT_EQ(waiting.size(), 1U);
  const std::string path = "/api/v1/invitations/" + waiting[0]["id"].get<std::string>();
  EXPECT_EQ(outcome(ask(by(stranger, "DELETE", path))), "404 not_found");
  EXPECT_EQ(outcome(ask(by(owner, "DELETE", path))), "204");
  EXPECT_EQ(outcome(ask(by(owner, "DELETE", path))), "404 not_found");
  EXPECT_EQ(outcome(join(withdrawn, "nora@example.com")), "404 not_found");
}

TEST_F(People, an_invitation_lets_nobody_in_under_somebody_elses_address) {
  const std::string token = invited("member");
  EXPECT_EQ(outcome(join(token, "sven@example.com", "not the password of sven")),
            "401 wrong_credentials");
  EXPECT_EQ(outcome(join(token, "no address")), "422 invalid_input");
  EXPECT_EQ(outcome(join(token, "nora@example.com", "short")), "422 invalid_input");
  EXPECT_EQ(outcome(join(token, "nora@example.com")), "201");  // None of them used it up.
}

TEST_F(People, a_key_is_shown_once_and_ends_when_it_is_removed) {
  const auto made = ask(by(owner, "POST", "/api/v1/api-keys", {{"name", "reports"}}));
  EXPECT_EQ(outcome(made), "201");
  EXPECT_EQ(json_of(made)["scope"], "read");  // The least is what nobody asked for.
  const auto key = json_of(made).at("key").get<std::string>();
  const auto listed = ask(by(owner, "GET", "/api/v1/api-keys"));
  EXPECT_FALSE(listed.body.contains(key));
  net::ServerRequest with_key = request("GET", "/api/v1/organization");
  with_key.headers.push_back({"Authorization", "Bearer " + key});
  EXPECT_EQ(outcome(ask(with_key)), "200");
  const std::string path = "/api/v1/api-keys/" + json_of(made).at("id").get<std::string>();
  EXPECT_EQ(outcome(ask(by(stranger, "DELETE", path))), "404 not_found");
  EXPECT_EQ(outcome(ask(by(owner, "DELETE", path))), "204");
  EXPECT_EQ(outcome(ask(with_key)), "401 sign_in_required");
}

TEST_F(People, a_key_without_a_name_or_of_another_scope_is_not_made) {
  for (const Json& body : {Json::object(), Json{{"name", std::string(101, 'a')}},
                           Json{{"name", "x"}, {"scope", "everything"}}, Json{{"name", 7}}})
    EXPECT_EQ(outcome(ask(by(owner, "POST", "/api/v1/api-keys", body))), "422 invalid_input");
  EXPECT_TRUE(json_of(ask(by(owner, "GET", "/api/v1/api-keys")))["api_keys"].empty());
}

TEST_F(People, settings_that_cannot_be_change_nothing_and_those_that_can_do_at_once) {
  for (const Json& change : {Json{{"timezone", "Mars/Olympus"}}, Json{{"currency", "XXZ"}},
                             Json{{"name", ""}}, Json{{"week_starts_on", "someday"}}}) {
    EXPECT_EQ(outcome(ask(by(owner, "PATCH", "/api/v1/organization", change))), "422 invalid_input")
        << change.dump();
  }
  EXPECT_EQ(json_of(ask(by(owner, "GET", "/api/v1/organization")))["timezone"], "UTC");
  EXPECT_EQ(outcome(ask(by(owner, "PATCH", "/api/v1/organization",
                           {{"timezone", "Europe/Berlin"}, {"week_starts_on", "sunday"}}))),
            "200");
  const Json now = json_of(ask(by(owner, "GET", "/api/v1/organization")));
  EXPECT_EQ(now["timezone"], "Europe/Berlin");
  EXPECT_EQ(now["name"], "olga Ltd");  // What was not sent stays.
  EXPECT_EQ(json_of(ask(by(stranger, "GET", "/api/v1/organization")))["timezone"], "UTC");
}

TEST_F(People, a_wrong_password_and_an_unknown_address_are_refused_in_the_same_words) {
  const auto wrong = sign_in("olga@example.com", "not this one at all");
  const auto unknown = sign_in("nobody@example.com", "not this one at all");
  EXPECT_EQ(outcome(wrong), "401 wrong_credentials");
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(header(wrong, "Set-Cookie"), "");
}

TEST_F(People, guessing_ends_for_one_address_and_not_for_the_person_elsewhere) {
  for (int attempt = 0; attempt < identity::account_failures_max; ++attempt)
    (void)sign_in("olga@example.com", "a wrong password");
  EXPECT_EQ(outcome(sign_in("olga@example.com", "a long enough password")),
            "429 too_many_attempts");
  EXPECT_EQ(outcome(sign_in("olga@example.com", "a long enough password", "198.51.100.1")), "200");
  clock.advance(identity::failure_window);
  EXPECT_EQ(outcome(sign_in("olga@example.com", "a long enough password")), "200");
}

TEST_F(People, sign_up_is_counted_before_anything_is_looked_at) {
  constexpr int of_an_address_max = 30;  // docs/limits.
  const Json unfit{
      {"email", "no address"}, {"name", "N"}, {"password", "x"}, {"organization", "O"}};
  for (int attempt = 0; attempt < of_an_address_max; ++attempt)
    EXPECT_EQ(outcome(ask(request("POST", "/api/v1/sign-up", unfit))), "422 invalid_input");
  EXPECT_EQ(outcome(ask(request("POST", "/api/v1/sign-up", unfit))), "429 too_many_attempts");
  net::ServerRequest elsewhere = request("POST", "/api/v1/sign-up", unfit);
  elsewhere.peer_address = "198.51.100.1";
  EXPECT_EQ(outcome(ask(std::move(elsewhere))), "422 invalid_input");
}

TEST_F(People, a_server_that_takes_members_by_invitation_signs_nobody_up) {
  parts.settings.sign_up_open = false;
  const Json good{{"email", "nora@example.com"},
                  {"name", "Nora"},
                  {"password", "a long enough password"},
                  {"organization", "Nora Ltd"}};
  EXPECT_EQ(outcome(ask(request("POST", "/api/v1/sign-up", good))), "403 not_permitted");
  EXPECT_EQ(json_of(ask(request("GET", "/api/v1/session")))["sign_up"], "invite");
  parts.settings.sign_up_open = true;
  EXPECT_EQ(outcome(ask(request("POST", "/api/v1/sign-up", good))), "201");
  // Not "taken": who has an account is nobody else's business.
  EXPECT_EQ(reason_of(ask(request("POST", "/api/v1/sign-up", good))), "sign_up_refused");
}

TEST_F(People, signing_out_ends_the_session_and_takes_the_cookie_away) {
  const auto out = ask(by(owner, "POST", "/api/v1/sign-out", Json::object()));
  EXPECT_EQ(outcome(out), "204");
  EXPECT_TRUE(header(out, "Set-Cookie").contains("Max-Age=0"));
  EXPECT_EQ(outcome(ask(by(owner, "GET", "/api/v1/session"))), "401 sign_in_required");
}

TEST_F(People, nobody_works_in_an_organization_that_is_not_theirs) {
  for (const Json& id :
       {Json(to_text(stranger.signed_in.organization.id)), Json("x"), Json(""), Json(7)})
    EXPECT_EQ(
        outcome(ask(by(owner, "POST", "/api/v1/session/organization", {{"organization_id", id}}))),
        "403 not_permitted")
        << id.dump();
  const Json session = json_of(ask(by(owner, "GET", "/api/v1/session")));
  EXPECT_EQ(session["organization"]["name"], "olga Ltd");
}

}  // namespace
}  // namespace sluice::server
