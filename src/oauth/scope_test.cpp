#include "oauth/scope.h"

#include "oauth/registration.h"
#include "oauth/token_response.h"

#include <gtest/gtest.h>

namespace sluice::oauth {
namespace {

TEST(Scope, is_parted_by_blanks_and_by_commas) {
  const std::vector<std::string> both{"repo", "read:org"};
  for (const char* text : {"repo read:org", "repo,read:org", "repo, read:org", " repo\tread:org,,",
                           "repo read:org repo"})
    EXPECT_EQ(split_scope(text), both) << text;
  EXPECT_TRUE(split_scope(" , ").empty());
  EXPECT_EQ(unite_scopes("a b", "b,c"), "a b c");
}

TEST(Scope, follows_the_specification_where_no_row_narrows_it) {
  ProtectedResourceMetadata resource;
  resource.scopes_supported = {"read", "write", "files.admin"};
  AuthorizationServerMetadata server;
  server.scopes_supported = {"offline_access"};
  using enum WritingScopes;
  EXPECT_EQ(choose_scope(std::nullopt, &resource, server, leave_out), "read offline_access");
  EXPECT_EQ(choose_scope(std::nullopt, &resource, server, ask),
            "read write files.admin offline_access");
  TokenChallenge challenge;
  challenge.scope = "write,read";
  EXPECT_EQ(choose_scope(challenge, &resource, {}, leave_out), "write read");
  EXPECT_EQ(choose_scope(std::nullopt, nullptr, server, leave_out), "");
}

TEST(Scope, looks_like_writing_by_its_words) {
  for (const char* scope :
       {"write", "refunds:rw", "payouts:*", "root", "refund", "charges.post", "refunds:write",
        "admin", "Files.ReadWrite.All", "repo:owner", "contactsWrite", "full_access", "mail.send",
        "tasks-edit", "sudo", "all"})
    EXPECT_TRUE(looks_like_writing(scope)) << scope;
  for (const char* scope :
       {"read", "mcp", "refunds:read", "refund:read", "charges.read", "Files.Read.All", "credits",
        "query:read", "readonly", "postal_codes", "offline_access", "openid", "insights",
        "data_set:read", "read:*", "settings.view", "crm.objects.owners.read"})
    EXPECT_FALSE(looks_like_writing(scope)) << scope;
}

TEST(Scope, of_a_registration_is_kept_and_empty_texts_say_nothing) {
  const RegistrationQuestion question{"https://as.example.com", "https://app.example.com/cb",
                                      ClientAuthentication::none, Instant()};
  const auto told = read_registration(R"({"client_id":"c","scope":"read,write"})", question, {});
  ASSERT_TRUE(told);
  EXPECT_EQ(told->scope, "read write");
  const auto untold = read_registration(
      R"({"client_id":"c","scope":"","client_secret":"","token_endpoint_auth_method":"",)"
      R"("client_secret_expires_at":"","registration_client_uri":"","redirect_uris":"",)"
      R"("registration_access_token":""})",
      question, {});
  ASSERT_TRUE(untold) << untold.error().detail;
  EXPECT_EQ(untold->scope, "");
  EXPECT_EQ(untold->authentication, ClientAuthentication::none);
  EXPECT_FALSE(read_registration(R"({"client_id":""})", question, {}));
}

TEST(Registration, a_secret_without_a_method_is_shown_to_the_server_that_gave_it) {
  const RegistrationQuestion question{.issuer = "https://as.example.com",
                                      .redirect_uri = "https://app.example.com/cb",
                                      .asked = ClientAuthentication::none,
                                      .now = Instant(),
                                      .with_secret = ClientAuthentication::client_secret_post};
  const auto method = [&](const char* answer) {
    const auto client = read_registration(answer, question, {});
    EXPECT_TRUE(client);
    return client ? client->authentication : ClientAuthentication::private_key_jwt;
  };
  EXPECT_EQ(method(R"({"client_id":"c","client_secret":"s"})"),
            ClientAuthentication::client_secret_post);
  EXPECT_EQ(method(R"({"client_id":"c","client_secret":""})"), ClientAuthentication::none);
  EXPECT_EQ(method(R"({"client_id":"c","client_secret":"s","token_endpoint_auth_method":"none"})"),
            ClientAuthentication::none);
}

TEST(Scope, of_a_token_is_as_asked_where_it_is_empty_and_so_are_its_neighbours) {
  const auto token = read_token_response(
      R"({"access_token":"a","token_type":"Bearer","scope":"","refresh_token":"","expires_in":"",)"
      R"("error":"","error_description":""})",
      {.scope_asked = "read"});
  ASSERT_TRUE(token) << token.error().document.detail;
  EXPECT_EQ(token->scope, "read");
  EXPECT_TRUE(token->refresh_token.empty());
  EXPECT_EQ(token->lifetime, lifetime_unsaid);
  EXPECT_FALSE(read_token_response(R"({"access_token":"","token_type":"Bearer"})", {}));
}

}  // namespace
}  // namespace sluice::oauth
