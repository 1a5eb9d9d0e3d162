#include "oauth/token_request.h"

#include "base/base64.h"
#include "crypto/pkce.h"
#include "net/http_text.h"
#include "oauth/callback.h"
#include "oauth/dpop.h"

#include <gtest/gtest.h>

#include <map>

namespace sluice::oauth {
namespace {

ClientRegistration client_with(ClientAuthentication method) {
  ClientRegistration client;
  client.client_id = "id:1";
  client.client_secret = Secret::take("s%&");
  client.authentication = method;
  return client;
}

std::string text_of(const Secret& secret) {
  std::string text;
  secret.use([&](std::string_view plain) { text = plain; });
  return text;
}

std::map<std::string, std::string> fields_of(std::string_view form) {
  std::map<std::string, std::string> fields;
  for (auto& [name, value] : net::parse_form(form))
    fields.emplace(name, value);
  return fields;
}

TEST(TokenRequest, proves_the_client_in_exactly_one_way) {
  for (const auto method : {ClientAuthentication::none, ClientAuthentication::client_secret_basic,
                            ClientAuthentication::client_secret_post}) {
    TokenGrant grant = refresh_grant(Secret::take("r&t"), "https://mcp.example.com/mcp", "read");
    const auto request = token_request("https://as/t", client_with(method), grant, {});
    const auto fields = fields_of(text_of(request.secret_body));
    const bool basic = method == ClientAuthentication::client_secret_basic;
    EXPECT_EQ(request.secret_headers.size(), basic ? 1U : 0U);
    EXPECT_EQ(fields.contains("client_id"), !basic);
    EXPECT_EQ(fields.contains("client_secret"), method == ClientAuthentication::client_secret_post);
    EXPECT_EQ(fields.at("refresh_token"), "r&t");
    EXPECT_EQ(fields.at("resource"), "https://mcp.example.com/mcp");
    EXPECT_TRUE(request.body.empty());
  }
}

TEST(TokenRequest, encodes_the_parts_of_basic_credentials) {
  const Secret credentials = basic_credentials("id:1", Secret::take("s%&"));
  EXPECT_EQ(from_base64(text_of(credentials)), "id%3A1:s%25%26");
}

TEST(AuthorizationRequest, carries_state_challenge_and_resource) {
  SeededRandom random(1);
  Discovery discovery;
  discovery.resource.emplace();
  discovery.resource->resource = "https://mcp.example.com/mcp";
  discovery.server.issuer = "https://as.example.com";
  discovery.server.authorization_endpoint = "https://as.example.com/a?tenant=1";
  const auto request = begin_authorization(
      discovery, client_with(ClientAuthentication::none),
      {.redirect_uri = "https://app.example.com/cb", .scope = "read offline_access"}, random);
  const auto fields = fields_of(request.url.substr(request.url.find('?') + 1));
  EXPECT_EQ(fields.at("tenant"), "1");
  EXPECT_EQ(fields.at("code_challenge_method"), "S256");
  EXPECT_EQ(fields.at("code_challenge"), crypto::pkce_challenge(request.pending.code_verifier));
  EXPECT_EQ(fields.at("state"), request.pending.state);
  EXPECT_GE(request.pending.state.size(), 43U);
  EXPECT_EQ(fields.at("resource"), "https://mcp.example.com/mcp");
  EXPECT_EQ(fields.at("prompt"), "consent");
}

TEST(AuthorizationRequest, parts_scopes_and_names_the_resource_as_the_row_says) {
  SeededRandom random(1);
  Discovery discovery;
  discovery.resource.emplace();
  discovery.resource->resource = "https://mcp.example.com/mcp";
  discovery.server.authorization_endpoint = "https://as.example.com/a";
  const auto url_with = [&](AuthorizationAsk ask) {
    ask.redirect_uri = "https://app.example.com/cb";
    ask.scope = "read:a read:b";
    return begin_authorization(discovery, client_with(ClientAuthentication::none), ask, random).url;
  };
  EXPECT_NE(url_with({}).find("&scope=read%3Aa%20read%3Ab"), std::string::npos) << url_with({});
  // As it is: encoded it would be a part of one name.
  EXPECT_NE(url_with({.scope_separator = "+"}).find("&scope=read%3Aa+read%3Ab"), std::string::npos);
  const std::string fixed = url_with({.resource = "https://mcp.example.com/v2"});
  EXPECT_NE(fixed.find("resource=https%3A%2F%2Fmcp.example.com%2Fv2"), std::string::npos) << fixed;
  const std::string none =
      url_with({.resource = "https://mcp.example.com/v2", .send_resource = false});
  EXPECT_EQ(none.find("resource="), std::string::npos) << none;
}

struct CallbackCase {
  const char* query;
  bool advertised;
  std::optional<CallbackFault> fault;
};

TEST(Callback, keeps_the_issuer_table_of_rfc_9207) {
  const std::vector<CallbackCase> cases{
      {"code=c&state=s&iss=https%3A%2F%2Fas.example.com", true, std::nullopt},
      {"code=c&state=s&iss=https%3A%2F%2Fas.example.com", false, std::nullopt},
      {"code=c&state=s", false, std::nullopt},
      {"code=c&state=s", true, CallbackFault::missing_issuer},
      {"code=c&state=s&iss=https%3A%2F%2Fas.example.com%2F", false, CallbackFault::wrong_issuer},
      {"error=x&state=s&iss=https%3A%2F%2Fevil.example", true, CallbackFault::wrong_issuer},
      {"error=access_denied&state=s", false, CallbackFault::refused},
      {"code=c&state=t", false, CallbackFault::wrong_state},
      {"state=s", false, CallbackFault::no_code}};
  for (const CallbackCase& each : cases) {
    auto callback = Callback::read(each.query);
    ASSERT_TRUE(callback) << each.query;
    const auto code =
        std::move(*callback).take_code({"s", "https://as.example.com", each.advertised});
    EXPECT_EQ(code ? std::nullopt : std::optional(code.error().fault), each.fault) << each.query;
  }
  EXPECT_EQ(Callback::read("code=a&code=b&state=s").error().fault, CallbackFault::unreadable);
  EXPECT_EQ(Callback::read("code=a").error().fault, CallbackFault::no_state);
  EXPECT_EQ(Callback::read("code=%zz&state=s").error().fault, CallbackFault::unreadable);
}

TEST(TokenResponse, takes_null_for_absent_and_an_error_for_an_error_whatever_the_status) {
  const auto token = read_token_response(
      R"({"access_token":"a","token_type":"bEaReR","refresh_token":null,"scope":null})",
      {.scope_asked = "read"});
  ASSERT_TRUE(token);
  EXPECT_TRUE(token->refresh_token.empty());
  EXPECT_EQ(token->scope, "read");
  EXPECT_EQ(token->lifetime, lifetime_unsaid);
  const auto refused = read_token_response(
      R"({"error":"invalid_grant","error_description":"x\u0007y","access_token":"a"})", {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().refusal->error, "invalid_grant");
  EXPECT_EQ(refused.error().refusal->description, "x y");
  EXPECT_FALSE(read_token_response(R"({"access_token":"a","token_type":"DPoP"})", {}));
  EXPECT_FALSE(read_token_response(R"({"access_token":"a\nb","token_type":"Bearer"})", {}));
}

TEST(DpopProof, is_fresh_for_each_request_and_never_shows_the_private_half) {
  SeededRandom random(2);
  const SigningKey key = SigningKey::generate();
  const Secret token = Secret::take("token");
  const std::string proof =
      dpop_proof(key, {"POST", "https://mcp.example.com/mcp?x=1", "n", Instant()}, &token, random);
  const std::size_t first = proof.find('.');
  const std::size_t second = proof.find('.', first + 1);
  const Json header = Json::parse(*from_base64url(proof.substr(0, first)));
  const Json claims = Json::parse(*from_base64url(proof.substr(first + 1, second - first - 1)));
  EXPECT_EQ(header.at("typ"), "dpop+jwt");
  EXPECT_EQ(header.at("jwk"), key.public_jwk());
  EXPECT_FALSE(header.at("jwk").contains("d"));
  EXPECT_EQ(claims.at("htu"), "https://mcp.example.com/mcp");
  EXPECT_EQ(claims.at("nonce"), "n");
  EXPECT_EQ(from_base64url(proof.substr(second + 1))->size(), 64U);
  EXPECT_NE(proof, dpop_proof(key, {"POST", "https://x", "n", Instant()}, &token, random));
}

}  // namespace
}  // namespace sluice::oauth
