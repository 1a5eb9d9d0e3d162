#include "server/permission.h"

#include "identity/identity_fixture.h"
#include "net/io_runtime.h"
#include "server/router.h"

namespace sluice::server {
namespace {

using identity::Action;
using identity::IdentityFixture;
using identity::Reach;
using identity::Role;

Task<Answered> said(std::string text) {
  co_return json_response({{"said", std::move(text)}});
}

struct PermissionTest : testing::Test {
  PermissionTest() {
    router.member("DELETE", "/cards/{id}", "Remove", own_or(Action::pin_own, Action::pin_any),
                  [](const Call&, const identity::SignedIn&, Reach reach) {
                    return said(reach == Reach::any ? "any" : "own");
                  });
    router.member("POST", "/members", "Invite",
                  below_owner_or(Action::manage_members, Action::name_owner),
                  [](const Call&, const identity::SignedIn&) { return said("invited"); });
    router.member("POST", "/sign-out", "Sign out", any_member,
                  [](const Call&, const identity::SignedIn&) { return said("out"); });
    router.navigation("GET", "/back", "Return", needs(Action::connect_source),
                      [](const Call&, const Navigator& who) {
                        if (who) return said(who->user.email);
                        return said(who.error() == NavigationRefusal::signed_out ? "signed out"
                                                                                 : "not permitted");
                      });
  }
  // A member of ada's organization, signed in.
  identity::NewSession joined(const std::string& name, Role role) {
    const std::string email = name + "@example.com";
    if (!house.accounts.add_user({email, name, Secret::take("a long enough password")},
                                 ada.signed_in.organization.id, role))
      throw std::runtime_error("not added");
    auto session = house.accounts.sign_in(email, Secret::take("a long enough password"), "");
    if (!session) throw std::runtime_error("not signed in");
    return std::move(*session);
  }
  // What the handler said, or the status of the refusal.
  std::string answer(const identity::NewSession& who, std::string method, std::string path) {
    std::vector<net::Header> headers{{"Cookie", std::string(identity::session_cookie_name) + "=" +
                                                    IdentityFixture::token_of(who)},
                                     {"X-CSRF-Token", who.signed_in.csrf_token}};
    return said_to(std::move(method), std::move(path), std::move(headers));
  }
  std::string said_to(std::string method, std::string path, std::vector<net::Header> headers) {
    net::ServerRequest request;
    request.method = std::move(method);
    request.path = std::move(path);
    request.headers = std::move(headers);
    request.peer_address = "203.0.113.9";
    const auto answered = runtime.run_to_completion(router.handle(std::move(request)));
    const auto& response = std::get<net::ServerResponse>(answered);
    if (response.status != 200) return std::to_string(response.status);
    const auto body = parse_json(response.body);
    return body ? text_member(*body, "said").value_or("") : "";
  }
  [[nodiscard]] std::vector<std::string> refusals() const {
    std::vector<std::string> targets;
    for (const auto& record : house.trail->page(ada.signed_in.access, {}, 50)) {
      if (record.record.action == "permission.refuse") targets.push_back(record.record.target_id);
    }
    return targets;
  }

  IdentityFixture house;
  net::IoRuntime runtime{1};
  Router router{house.sessions, *house.trail, runtime.blocking_pool(), house.random};
  identity::NewSession ada = house.sign_up("ada");
};

TEST_F(PermissionTest, how_far_a_role_reaches_comes_from_the_table) {
  EXPECT_EQ(answer(ada, "DELETE", "/cards/1"), "any");
  EXPECT_EQ(answer(joined("ann", Role::analyst), "DELETE", "/cards/1"), "any");
  EXPECT_EQ(answer(joined("max", Role::member), "DELETE", "/cards/1"), "own");
  EXPECT_EQ(answer(joined("vic", Role::viewer), "DELETE", "/cards/1"), "403");
  EXPECT_EQ(refusals(), std::vector<std::string>{"DELETE /cards/{id}"});
}

TEST_F(PermissionTest, what_only_an_owner_may_do_with_owners_still_needs_the_lower_right) {
  EXPECT_EQ(answer(ada, "POST", "/members"), "invited");
  EXPECT_EQ(answer(joined("adam", Role::administrator), "POST", "/members"), "invited");
  EXPECT_EQ(answer(joined("ann", Role::analyst), "POST", "/members"), "403");
}

TEST_F(PermissionTest, any_member_is_not_anybody) {
  EXPECT_EQ(answer(joined("vic", Role::viewer), "POST", "/sign-out"), "out");
  EXPECT_EQ(said_to("POST", "/sign-out", {}), "401");
}

// A vendor's redirect comes from another site and has no token: the page decides what it shows, the
// table who is let in.
TEST_F(PermissionTest, a_navigation_needs_no_token_and_tells_its_page_who_may_not) {
  const auto come = [&](const identity::NewSession& who) {
    return said_to("GET", "/back",
                   {{"Cookie", std::string(identity::session_cookie_name) + "=" +
                                   IdentityFixture::token_of(who)},
                    {"Sec-Fetch-Site", "cross-site"}});
  };
  EXPECT_EQ(come(ada), "ada@example.com");
  EXPECT_EQ(said_to("GET", "/back", {}), "signed out");
  EXPECT_EQ(come(joined("max", Role::member)), "not permitted");
  EXPECT_EQ(refusals(), std::vector<std::string>{"GET /back"});
}

TEST_F(PermissionTest, an_api_key_is_no_navigation) {
  EXPECT_EQ(said_to("GET", "/back", {{"Authorization", "Bearer sluice_x"}}), "signed out");
}

TEST_F(PermissionTest, the_table_says_what_each_route_needs) {
  router.open("GET", "/open", "Open", [](const Call&) { return said(""); });
  const auto routes = router.routes();
  ASSERT_EQ(routes.size(), 5U);
  ASSERT_TRUE(routes[0].permission);
  EXPECT_EQ(routes[0].permission->kind, Permission::Kind::own_or);
  EXPECT_EQ(routes[0].permission->needed, Action::pin_own);
  EXPECT_EQ(routes[0].permission->beyond, Action::pin_any);
  EXPECT_EQ(routes[1].permission->kind, Permission::Kind::below_owner_or);
  EXPECT_EQ(routes[2].permission->kind, Permission::Kind::any_member);
  EXPECT_EQ(routes[3].permission->needed, Action::connect_source);
  EXPECT_FALSE(routes[4].permission);
}

}  // namespace
}  // namespace sluice::server
