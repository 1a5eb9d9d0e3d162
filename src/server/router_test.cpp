#include "server/router.h"

#include "identity/identity_fixture.h"
#include "net/io_runtime.h"
#include "server/problems.h"
#include "storage/storage_failure.h"

namespace sluice::server {
namespace {

using identity::Action;
using identity::IdentityFixture;

Task<Answered> said(std::string text) {
  co_return json_response({{"said", std::move(text)}});
}
Task<Answered> broken() {
  throw std::runtime_error("a secret of the machine");
  co_return no_content();
}
Task<Answered> full_disk() {
  throw storage::StorageFailure(storage::StorageFailure::Kind::disk_full, "the row's content");
  co_return no_content();
}

struct RouterTest : testing::Test {
  RouterTest() {
    router.open("GET", "/open/{id}", "Open",
                [](const Call& call) { return said(call.path.at("id")); });
    router.open("POST", "/open", "Take", [](const Call& call) { return said(call.text("name")); });
    router.open("GET", "/broken", "Broken", [](const Call&) { return broken(); });
    router.open("GET", "/full", "Full", [](const Call&) { return full_disk(); });
    router.readable(
        "GET", "/api/mine", "Mine", needs(Action::ask),
        [](const Call&, const identity::SignedIn& who) { return said(who.user.email); });
    router.member("POST", "/api/keys", "Keys", needs(Action::manage_api_keys),
                  [](const Call&, const identity::SignedIn&) { return said("made"); });
    router.fallback([](const Call&) { return said("page"); });
  }

  net::ServerResponse ask(net::ServerRequest request) {
    auto answered = runtime.run_to_completion(router.handle(std::move(request)));
    return std::get<net::ServerResponse>(std::move(answered));
  }
  static net::ServerRequest request(std::string method, std::string path,
                                    std::vector<net::Header> headers = {}, std::string body = {}) {
    net::ServerRequest made;
    made.method = std::move(method);
    made.path = std::move(path);
    made.headers = std::move(headers);
    made.body = std::move(body);
    made.peer_address = "203.0.113.9";
    return made;
  }
  // As the page sends it: the cookie, the CSRF token, from the same site.
  static net::ServerRequest by(const identity::NewSession& who, std::string method,
                               std::string path) {
    return request(std::move(method), std::move(path),
                   {{"Host", "sluice.example"},
                    {"Origin", "https://sluice.example"},
                    {"Sec-Fetch-Site", "same-origin"},
                    {"Cookie", std::string(identity::session_cookie_name) + "=" +
                                   IdentityFixture::token_of(who)},
                    {"X-CSRF-Token", who.signed_in.csrf_token}});
  }
  // The slug of a problem document; "" of a good answer.
  static std::string problem_of(const net::ServerResponse& response) {
    const auto body = parse_json(response.body);
    const std::string type = body ? text_member(*body, "type").value_or("") : "";
    constexpr std::string_view prefix = "urn:sluice:problem:";
    return type.starts_with(prefix) ? type.substr(prefix.size()) : "";
  }
  static void replace(net::ServerRequest& request, std::string_view name, std::string value) {
    for (net::Header& header : request.headers)
      if (header.name == name) {
        header.value = std::move(value);
        return;
      }
  }
  static std::string header(const net::ServerResponse& response, std::string_view name) {
    for (const net::Header& one : response.headers)
      if (one.name == name) return one.value;
    return "";
  }
  identity::NewSession viewer() {
    const auto added =
        house.accounts.add_user({"vic@example.com", "Vic", Secret::take("a long enough password")},
                                ada.signed_in.organization.id, identity::Role::viewer);
    if (!added) throw std::runtime_error("not added");
    return std::move(*house.accounts.sign_in("vic@example.com",
                                             Secret::take("a long enough password"), "127.0.0.1"));
  }

  IdentityFixture house;
  net::IoRuntime runtime{1};
  Router router{house.sessions, *house.trail, runtime.blocking_pool(), house.random};
  identity::NewSession ada = house.sign_up("ada");
};

TEST_F(RouterTest, a_path_fits_its_pattern_segment_by_segment) {
  EXPECT_TRUE(ask(request("GET", "/open/5")).body.contains(R"("said":"5")"));
  EXPECT_TRUE(ask(request("HEAD", "/open/5")).body.contains(R"("said":"5")"));
  EXPECT_TRUE(ask(request("GET", "/open/a%2Fb")).body.contains("a%2Fb"));
  EXPECT_TRUE(ask(request("GET", "/open/5/6")).body.contains("page"));
  EXPECT_TRUE(ask(request("GET", "/OPEN/5")).body.contains("page"));
}

TEST_F(RouterTest, what_has_no_route_is_a_page_or_a_404_and_never_a_page_below_api) {
  EXPECT_EQ(problem_of(ask(request("GET", "/api/nothing"))), "not_found");
  EXPECT_EQ(problem_of(ask(request("POST", "/nothing"))), "not_found");
  EXPECT_EQ(problem_of(ask(request("DELETE", "/open/5"))), "wrong_method");
}

TEST_F(RouterTest, a_body_is_one_json_object_that_two_readers_read_alike) {
  const std::vector<net::Header> json{{"Content-Type", "application/json"}};
  EXPECT_TRUE(ask(request("POST", "/open", json, R"({"name":"x"})")).body.contains("x"));
  for (const char* body : {"[]", "7", "{", R"({"name":"a","name":"b"})", "{}{}", "null"})
    EXPECT_EQ(problem_of(ask(request("POST", "/open", json, body))), "invalid_input") << body;
  EXPECT_EQ(problem_of(ask(request("POST", "/open", {{"Content-Type", "text/plain"}}, "{}"))),
            "invalid_input");
  EXPECT_EQ(problem_of(ask(request("POST", "/open", {}, R"({"name":"x"})"))), "invalid_input");
  // A member of another type is as good as absent.
  EXPECT_TRUE(ask(request("POST", "/open", json, R"({"name":7})")).body.contains(R"("said":"")"));
}

TEST_F(RouterTest, a_broken_machine_is_an_answer_without_its_words) {
  const auto failed = ask(request("GET", "/broken"));
  EXPECT_EQ(failed.status, 500);
  EXPECT_FALSE(failed.body.contains("secret of the machine"));
  const auto full = ask(request("GET", "/full"));
  EXPECT_EQ(full.status, 503);
  EXPECT_FALSE(full.body.contains("row's content"));
  EXPECT_FALSE(header(full, "X-Request-Id").empty());
}

TEST_F(RouterTest, every_answer_carries_the_headers_and_a_request_id_of_its_own) {
  const auto first = ask(request("GET", "/open/5"));
  const auto second = ask(request("GET", "/api/nothing"));
  for (const net::Header& expected : net::security_headers()) {
    EXPECT_EQ(header(first, expected.name), expected.value);
    EXPECT_EQ(header(second, expected.name), expected.value);
  }
  EXPECT_NE(header(first, "X-Request-Id"), header(second, "X-Request-Id"));
}

TEST_F(RouterTest, nobody_without_a_session_reaches_a_members_route) {
  EXPECT_EQ(problem_of(ask(request("GET", "/api/mine"))), "sign_in_required");
  const std::string cookie(identity::session_cookie_name);
  for (const std::string& value : {cookie + "=", cookie + "=nonsense", std::string("other=1")})
    EXPECT_EQ(problem_of(ask(request("GET", "/api/mine", {{"Cookie", value}}))),
              "sign_in_required");
  EXPECT_EQ(problem_of(ask(request("GET", "/api/mine", {{"Authorization", "Bearer sluice_no"}}))),
            "sign_in_required");
  house.accounts.sign_out(ada.signed_in, IdentityFixture::token_of(ada));
  EXPECT_EQ(problem_of(ask(by(ada, "GET", "/api/mine"))), "sign_in_required");
}

TEST_F(RouterTest, another_site_changes_nothing_with_a_members_cookie) {
  EXPECT_EQ(problem_of(ask(by(ada, "POST", "/api/keys"))), "");
  for (const char* site : {"cross-site", "same-site", "anything"}) {
    auto forged = by(ada, "POST", "/api/keys");
    replace(forged, "Sec-Fetch-Site", site);
    EXPECT_EQ(problem_of(ask(forged)), "cross_site") << site;
  }
  for (const char* origin : {"https://evil.example", "null", "https://sluice.example.evil.example",
                             "https://sluice.example:8443", "sluice.example"}) {
    auto forged = by(ada, "POST", "/api/keys");
    replace(forged, "Origin", origin);
    EXPECT_EQ(problem_of(ask(forged)), "cross_site") << origin;
  }
  for (const std::string& token :
       {std::string(), ada.signed_in.csrf_token + "x", house.sign_up("bob").signed_in.csrf_token}) {
    auto forged = by(ada, "POST", "/api/keys");
    replace(forged, "X-CSRF-Token", token);
    EXPECT_EQ(problem_of(ask(forged)), "cross_site");
  }
}

TEST_F(RouterTest, a_role_that_may_not_is_refused_and_recorded_with_its_address) {
  const auto vic = viewer();
  EXPECT_EQ(problem_of(ask(by(vic, "POST", "/api/keys"))), "not_permitted");
  EXPECT_EQ(problem_of(ask(by(vic, "GET", "/api/mine"))), "not_permitted");
  const auto records = house.trail->page(ada.signed_in.access, {}, 200);
  const auto refused = std::ranges::find_if(records, [](const audit::StoredRecord& stored) {
    return stored.record.action == "permission.refuse";
  });
  ASSERT_NE(refused, records.end());
  EXPECT_EQ(refused->record.address, "203.0.113.9");
  EXPECT_EQ(refused->actor_id, vic.signed_in.user.id.value);
}

TEST_F(RouterTest, a_key_that_reads_reads_and_does_no_more) {
  auto own = house.settings(ada.signed_in);
  const auto reads = own.add_api_key("reads", identity::KeyScope::read);
  const auto manages = own.add_api_key("manages", identity::KeyScope::manage);
  const auto by_key = [&](const std::string& key, std::string method, std::string path) {
    return problem_of(
        ask(request(std::move(method), std::move(path), {{"Authorization", "Bearer " + key}})));
  };
  EXPECT_EQ(by_key(reads.text, "GET", "/api/mine"), "");
  EXPECT_EQ(by_key(reads.text, "POST", "/api/keys"), "not_permitted");
  EXPECT_EQ(by_key(manages.text, "POST", "/api/keys"), "");
  ASSERT_TRUE(own.remove_api_key(manages.key.id));
  EXPECT_EQ(by_key(manages.text, "POST", "/api/keys"), "sign_in_required");
}

// A page of another site whose name leads here (DNS rebinding).
TEST_F(RouterTest, answers_only_to_its_own_name_apart_from_what_monitors_ask) {
  router.open("GET", "/healthz", "Health", [](const Call&) { return said("well"); });
  router.answer_to(HostCheck("https://sluice.example"));
  EXPECT_EQ(problem_of(ask(request("GET", "/open/5", {{"Host", "evil.example"}}))), "wrong_host");
  EXPECT_EQ(problem_of(ask(request("GET", "/open/5"))), "wrong_host");
  EXPECT_EQ(ask(request("GET", "/open/5", {{"Host", "sluice.example"}})).status, 200);
  EXPECT_EQ(ask(request("GET", "/healthz", {{"Host", "10.0.0.7"}})).status, 200);
  auto forged = by(ada, "GET", "/api/mine");
  replace(forged, "Host", "evil.example");
  EXPECT_EQ(problem_of(ask(forged)), "wrong_host");
}

}  // namespace
}  // namespace sluice::server
