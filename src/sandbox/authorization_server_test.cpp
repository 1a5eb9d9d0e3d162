#include "sandbox/authorization_server.h"

#include "sandbox/sandbox_client.h"

namespace sluice::sandbox {
namespace {

TEST(AuthorizationServer, gives_a_token_that_opens_the_mcp_server) {
  Visit visit;
  const Value tokens = visit.linear_tokens();
  EXPECT_EQ(tokens["token_type"], "Bearer");
  EXPECT_EQ(tokens["expires_in"], 3600);
  const auto answer = visit.send(Visit::mcp_request(
      "mcp.linear.app", "/mcp", as_text(tokens["access_token"]), Visit::message("initialize")));
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(Visit::header(answer, "Mcp-Session-Id").empty());
}

TEST(AuthorizationServer, sends_state_and_issuer_back_to_the_client) {
  Visit visit;
  const std::string id = as_text(visit.register_client("mcp.linear.app", "/register")["client_id"]);
  const auto back = visit.consent("linear", Visit::authorization_query(id));
  EXPECT_EQ(back.at("state"), "st");
  EXPECT_EQ(back.at("iss"), "https://mcp.linear.app");
}

TEST(AuthorizationServer, sends_access_denied_back_when_the_person_denies) {
  Visit visit;
  const std::string id = as_text(visit.register_client("mcp.linear.app", "/register")["client_id"]);
  const auto back = visit.consent("linear", Visit::authorization_query(id), "deny");
  EXPECT_EQ(back.at("error"), "access_denied");
  EXPECT_FALSE(back.contains("code"));
}

TEST(AuthorizationServer, takes_a_code_once_and_revokes_its_tokens_when_it_comes_again) {
  Visit visit;
  const std::string id = as_text(visit.register_client("mcp.linear.app", "/register")["client_id"]);
  const std::string code = visit.consent("linear", Visit::authorization_query(id)).at("code");
  const Value first =
      Value::parse(visit.token("mcp.linear.app", "/token", Visit::code_form(id, code)).body);
  const auto again = visit.token("mcp.linear.app", "/token", Visit::code_form(id, code));
  EXPECT_EQ(again.status, 400);
  const auto answer = visit.send(Visit::mcp_request(
      "mcp.linear.app", "/mcp", as_text(first["access_token"]), Visit::message("initialize")));
  EXPECT_EQ(answer.status, 401);
}

TEST(AuthorizationServer, refuses_a_code_after_sixty_seconds) {
  Visit visit;
  const std::string id = as_text(visit.register_client("mcp.linear.app", "/register")["client_id"]);
  const std::string code = visit.consent("linear", Visit::authorization_query(id)).at("code");
  visit.clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(visit.token("mcp.linear.app", "/token", Visit::code_form(id, code)).status, 400);
}

TEST(AuthorizationServer, refuses_a_code_with_another_verifier_redirect_or_resource) {
  for (const auto& [name, value] : net::Parameters{{"code_verifier", "wrong"},
                                                   {"redirect_uri", "http://localhost:8080/other"},
                                                   {"resource", "https://mcp.stripe.com"}}) {
    Visit visit;
    const std::string id =
        as_text(visit.register_client("mcp.linear.app", "/register")["client_id"]);
    const std::string code = visit.consent("linear", Visit::authorization_query(id)).at("code");
    net::Parameters form = Visit::code_form(id, code);
    std::erase_if(form, [&](const auto& field) { return field.first == name; });
    form.emplace_back(name, value);
    EXPECT_EQ(visit.token("mcp.linear.app", "/token", form).status, 400) << name;
  }
}

TEST(AuthorizationServer, insists_on_pkce_with_s256) {
  Visit visit;
  const std::string id = as_text(visit.register_client("mcp.linear.app", "/register")["client_id"]);
  net::Parameters query = Visit::authorization_query(id);
  query.back().second = "plain";
  EXPECT_EQ(visit.consent("linear", query).at("error"), "invalid_request");
}

TEST(AuthorizationServer, refuses_a_resource_or_a_scope_that_it_does_not_have) {
  Visit visit;
  const std::string id = as_text(visit.register_client("mcp.linear.app", "/register")["client_id"]);
  net::Parameters query = Visit::authorization_query(id);
  query.emplace_back("resource", "https://mcp.stripe.com/");
  EXPECT_EQ(visit.consent("linear", query).at("error"), "invalid_target");
  query.back() = {"scope", "read admin"};
  EXPECT_EQ(visit.consent("linear", query).at("error"), "invalid_scope");
  query.back() = {"resource", "https://mcp.linear.app/mcp"};
  EXPECT_TRUE(visit.consent("linear", query).contains("code"));
}

TEST(AuthorizationServer, never_sends_a_browser_to_an_address_that_is_not_registered) {
  Visit visit;
  const std::string id = as_text(visit.register_client("mcp.linear.app", "/register")["client_id"]);
  net::Parameters query = Visit::authorization_query(id);
  query[2].second = "https://evil.example/callback";
  const auto page =
      visit.send(http("GET", "mcp.linear.app", "/authorize?" + net::encode_form(query)));
  EXPECT_EQ(page.status, 400);
  EXPECT_TRUE(Visit::header(page, "Location").empty());
}

TEST(AuthorizationServer, rotates_refresh_tokens_and_revokes_the_family_when_an_old_one_returns) {
  Visit visit;
  const Value first = visit.linear_tokens();
  const Value second = visit.linear_refresh(as_text(first["refresh_token"]));
  EXPECT_NE(first["refresh_token"], second["refresh_token"]);
  const Value reused = visit.linear_refresh(as_text(first["refresh_token"]));
  EXPECT_EQ(reused["error"], "invalid_grant");
  // The thief and the owner cannot be told apart: the newest token is dead too.
  EXPECT_EQ(visit.linear_refresh(as_text(second["refresh_token"]))["error"], "invalid_grant");
  const auto answer = visit.send(Visit::mcp_request(
      "mcp.linear.app", "/mcp", as_text(second["access_token"]), Visit::message("initialize")));
  EXPECT_EQ(answer.status, 401);
}

TEST(AuthorizationServer, lets_access_tokens_expire) {
  Visit visit({.product_url = "http://localhost:8080", .token_lifetime = std::chrono::seconds(5)});
  const Value tokens = visit.linear_tokens();
  EXPECT_EQ(tokens["expires_in"], 5);
  visit.clock.advance(std::chrono::seconds(5));
  const auto answer = visit.send(Visit::mcp_request(
      "mcp.linear.app", "/mcp", as_text(tokens["access_token"]), Visit::message("initialize")));
  EXPECT_EQ(answer.status, 401);
  EXPECT_TRUE(visit.linear_refresh(as_text(tokens["refresh_token"])).contains("access_token"));
}

TEST(AuthorizationServer, revokes_a_refresh_token_with_everything_that_hangs_on_it) {
  Visit visit;
  const Value tokens = visit.linear_tokens();
  const auto revoked =
      visit.token("mcp.linear.app", "/revoke",
                  {{"client_id", visit.client_id}, {"token", as_text(tokens["refresh_token"])}});
  EXPECT_EQ(revoked.status, 200);
  const Value state = visit.json(http("GET", "127.0.0.2", "/_sandbox/state"));
  EXPECT_EQ(state["vendors"]["linear"]["live_grants"], 0);
  EXPECT_EQ(state["vendors"]["linear"]["live_access_tokens"], 0);
}

TEST(AuthorizationServer, deletes_a_registration_for_its_own_management_token_only) {
  Visit visit;
  const Value client = visit.register_client("mcp.linear.app", "/register");
  const std::string path = split_url(as_text(client["registration_client_uri"])).path;
  net::ServerRequest request = http("DELETE", "mcp.linear.app", path);
  EXPECT_EQ(visit.send(request).status, 401);
  request.headers.push_back(
      {"Authorization", "Bearer " + as_text(client["registration_access_token"])});
  EXPECT_EQ(visit.send(request).status, 204);
  EXPECT_EQ(visit.send(request).status, 401);
}

TEST(AuthorizationServer, authenticates_confidential_clients_by_the_method_they_registered) {
  Visit visit;
  const Value client = visit.register_client("mcp.linear.app", "/register", "client_secret_basic");
  const std::string id = as_text(client["client_id"]);
  const auto with = [&](const std::string& authorization, bool post_secret) {
    const std::string code = visit.consent("linear", Visit::authorization_query(id)).at("code");
    net::Parameters form = Visit::code_form(id, code);
    if (post_secret) form.emplace_back("client_secret", as_text(client["client_secret"]));
    net::ServerRequest request = http("POST", "mcp.linear.app", "/token", net::encode_form(form));
    if (!authorization.empty()) request.headers.push_back({"Authorization", authorization});
    return visit.send(request).status;
  };
  const std::string right = "Basic " + to_base64(id + ":" + as_text(client["client_secret"]));
  EXPECT_EQ(with(right, false), 200);
  EXPECT_EQ(with("Basic " + to_base64(id + ":wrong"), false), 401);
  EXPECT_EQ(with("", true), 401);     // Registered for basic.
  EXPECT_EQ(with("", false), 401);    // No secret at all.
  EXPECT_EQ(with(right, true), 400);  // Both at once.
}

TEST(AuthorizationServer, refuses_registrations_with_bad_redirects_or_methods) {
  Visit visit;
  const auto error = [&](const char* body) {
    return as_text(visit.json(http("POST", "mcp.linear.app", "/register", body))["error"]);
  };
  EXPECT_EQ(
      error(
          R"({"redirect_uris": ["http://evil.example/cb"], "token_endpoint_auth_method": "none"})"),
      "invalid_redirect_uri");
  EXPECT_EQ(
      error(
          R"({"redirect_uris": ["http://localhost.evil.example/cb"], "token_endpoint_auth_method": "none"})"),
      "invalid_redirect_uri");
  EXPECT_EQ(
      error(
          R"({"redirect_uris": ["https://a.example/cb"], "token_endpoint_auth_method": "magic"})"),
      "invalid_client_metadata");
  EXPECT_EQ(error("nonsense"), "invalid_client_metadata");
}

TEST(AuthorizationServer, knows_preregistered_clients_and_offers_them_no_registration) {
  Visit visit;
  const Value metadata =
      visit.json(http("GET", "mcp.hubspot.com", "/.well-known/oauth-authorization-server"));
  EXPECT_FALSE(metadata.contains("registration_endpoint"));
  EXPECT_EQ(metadata["token_endpoint_auth_methods_supported"],
            Value::array({"client_secret_post"}));
  const auto back = visit.consent("hubspot", Visit::authorization_query("sandbox-hubspot-client"));
  net::Parameters form = Visit::code_form("sandbox-hubspot-client", back.at("code"));
  form.emplace_back("client_secret", "sandbox-hubspot-secret");
  const Value tokens = Value::parse(visit.token("mcp.hubspot.com", "/oauth/v3/token", form).body);
  // This vendor does not rotate: the refresh token stays, and a refresh answers without one.
  const net::Parameters refresh{{"grant_type", "refresh_token"},
                                {"client_id", "sandbox-hubspot-client"},
                                {"client_secret", "sandbox-hubspot-secret"},
                                {"refresh_token", as_text(tokens["refresh_token"])}};
  for (int i = 0; i < 2; ++i)
    EXPECT_FALSE(Value::parse(visit.token("mcp.hubspot.com", "/oauth/v3/token", refresh).body)
                     .contains("refresh_token"));
}

TEST(AuthorizationServer, publishes_its_metadata_where_its_kind_has_it) {
  Visit visit;
  const Value stripe =
      visit.json(http("GET", "access.stripe.com", "/mcp/.well-known/openid-configuration"));
  EXPECT_EQ(stripe["issuer"], "https://access.stripe.com/mcp");
  EXPECT_EQ(stripe["client_id_metadata_document_supported"], true);
  EXPECT_EQ(
      visit.send(http("GET", "access.stripe.com", "/.well-known/oauth-authorization-server/mcp"))
          .status,
      404);
  const Value github =
      visit.json(http("GET", "github.com", "/.well-known/oauth-authorization-server/login/oauth"));
  EXPECT_EQ(github["issuer"], "https://github.com/login/oauth");
  EXPECT_EQ(github["code_challenge_methods_supported"], Value::array({"S256"}));
}

TEST(AuthorizationServer, learns_the_products_metadata_document_and_no_other) {
  Visit visit;
  const std::string url = "http://localhost:8080/oauth/client-metadata.json";
  const auto request =
      http("GET", "access.stripe.com",
           "/mcp/oauth2/authorize?" + net::encode_form(Visit::authorization_query(url)));
  EXPECT_EQ(visit.sandbox->document_needed(request), url);
  visit.sandbox->learn_document(request, url,
                                {{"client_id", "http://localhost:8080/other"},
                                 {"redirect_uris", Value::array({product_callback})}});
  EXPECT_EQ(visit.send(request).status, 400);  // It names another address: not learned.
  visit.sandbox->learn_document(request, url,
                                {{"client_id", url},
                                 {"client_name", "Sluice"},
                                 {"redirect_uris", Value::array({product_callback})}});
  EXPECT_EQ(visit.send(request).status, 200);
  const auto foreign =
      http("GET", "access.stripe.com",
           "/mcp/oauth2/authorize?" +
               net::encode_form(Visit::authorization_query("https://evil.example/c.json")));
  EXPECT_EQ(visit.sandbox->document_needed(foreign), std::nullopt);
}

TEST(AuthorizationServer, shows_who_asks_for_what_and_escapes_all_of_it) {
  Visit visit;
  const Value client =
      visit.json(http("POST", "mcp.linear.app", "/register",
                      to_wire_text({{"client_name", "<b>Sluice</b>"},
                                    {"token_endpoint_auth_method", "none"},
                                    {"redirect_uris", Value::array({product_callback})}})));
  net::Parameters query = Visit::authorization_query(as_text(client["client_id"]));
  query.emplace_back("scope", "read");
  const auto page =
      visit.send(http("GET", "127.0.0.2", "/_as/linear/authorize?" + net::encode_form(query)));
  EXPECT_NE(page.body.find("&lt;b&gt;Sluice&lt;/b&gt; asks to read your Linear data"),
            std::string::npos);
  EXPECT_NE(page.body.find("<li>read</li>"), std::string::npos);
  EXPECT_NE(page.body.find(">Allow</button>"), std::string::npos);
  EXPECT_NE(page.body.find(">Deny</button>"), std::string::npos);
  EXPECT_EQ(page.body.find("<script"), std::string::npos);
  EXPECT_NE(Visit::header(page, "Content-Security-Policy")
                .find("form-action 'self' http://localhost:8080"),
            std::string::npos);
}

TEST(AuthorizationServer, answers_a_consent_request_once) {
  Visit visit;
  EXPECT_EQ(
      visit.send(http("POST", "127.0.0.2", "/_as/linear/consent", "request=none&decision=allow"))
          .status,
      400);
}

TEST(AuthorizationServer, skips_the_page_when_consent_is_automatic) {
  Visit visit({.product_url = "http://localhost:8080", .automatic_consent = true});
  EXPECT_EQ(visit.linear_tokens()["token_type"], "Bearer");
  visit.control("/_sandbox/consent", {{"automatic", false}});
  const auto page = visit.send(http(
      "GET", "127.0.0.2",
      "/_as/linear/authorize?" + net::encode_form(Visit::authorization_query(visit.client_id))));
  EXPECT_EQ(page.status, 200);
}

}  // namespace
}  // namespace sluice::sandbox
