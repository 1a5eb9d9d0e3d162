#include "calls/client_details.h"

#include "calls/client_identity.h"

#include <gtest/gtest.h>

namespace sluice::calls {
namespace {

const ServerDetails server{.issuer = "https://issuer.example",
                           .token_endpoint = "https://issuer.example/token",
                           .revocation_endpoint = "https://issuer.example/revoke",
                           .resource = "https://mcp.example"};

oauth::ClientRegistration registered() {
  oauth::ClientRegistration client;
  client.kind = oauth::RegistrationKind::dynamic;
  client.issuer = server.issuer;
  client.client_id = "client-1";
  client.authentication = oauth::ClientAuthentication::client_secret_basic;
  client.client_secret = Secret::take("the-client-secret");
  client.secret_expires_at = Instant(std::chrono::hours(24 * 365 * 60));
  client.registration_client_uri = "https://issuer.example/register/client-1";
  client.registration_access_token = Secret::take("the-registration-token");
  return client;
}

bool holds(const Secret& secret, std::string_view expected) {
  return secret.use([&](std::string_view text) { return text == expected; });
}

TEST(ClientDetails, keep_enough_to_refresh_revoke_and_unregister_without_asking_anew) {
  auto kept = registration_from(record_of(server, registered()));
  if (!kept) FAIL();
  const auto original = registered();
  EXPECT_EQ(kept->kind, original.kind);
  EXPECT_EQ(kept->issuer, original.issuer);
  EXPECT_EQ(kept->client_id, original.client_id);
  EXPECT_EQ(kept->authentication, original.authentication);
  EXPECT_EQ(kept->secret_expires_at, original.secret_expires_at);
  EXPECT_EQ(kept->registration_client_uri, original.registration_client_uri);
  EXPECT_TRUE(holds(kept->client_secret, "the-client-secret"));
  EXPECT_TRUE(holds(kept->registration_access_token, "the-registration-token"));
  const ServerDetails details = server_details(to_json(server, original));
  EXPECT_EQ(details.token_endpoint, server.token_endpoint);
  EXPECT_EQ(details.revocation_endpoint, server.revocation_endpoint);
  EXPECT_EQ(details.resource, server.resource);
}

// The details stand readable in the database.
TEST(ClientDetails, no_secret_is_among_what_is_stored_readable) {
  const auto record = record_of(server, registered());
  EXPECT_FALSE(record.details.dump().contains("secret\":\"the"));
  EXPECT_FALSE(record.details.dump().contains("the-client-secret"));
  EXPECT_FALSE(record.details.dump().contains("the-registration-token"));
}

TEST(ClientDetails, a_public_client_has_no_secret_to_seal) {
  oauth::ClientRegistration client;
  client.client_id = "public";
  const auto record = record_of(server, std::move(client));
  EXPECT_FALSE(record.client_secret);
  EXPECT_FALSE(record.registration_token);
}

TEST(ClientDetails, an_api_key_and_what_is_damaged_give_no_client) {
  EXPECT_FALSE(registration_from(Json::object()));
  EXPECT_FALSE(registration_from(Json{{"client_id", ""}}));
  EXPECT_FALSE(registration_from(Json{{"client_id", 7}}));
  EXPECT_FALSE(registration_from(Json(nullptr)));
  EXPECT_EQ(server_details(Json::array()).token_endpoint, "");
}

TEST(ClientDetails, every_way_to_become_a_client_is_read_back_as_itself) {
  for (const auto kind :
       {oauth::RegistrationKind::preregistered, oauth::RegistrationKind::metadata_document,
        oauth::RegistrationKind::dynamic}) {
    oauth::ClientRegistration client;
    client.client_id = "client";
    client.kind = kind;
    const auto kept = registration_from(to_json(server, client));
    if (!kept) FAIL();
    EXPECT_EQ(kept->kind, kind);
  }
}

// A vendor's MCP server that was taken over points elsewhere: the operator's secret stays here.
TEST(ClientIdentity, a_row_that_names_an_issuer_admits_no_other_one) {
  catalog::Vendor vendor;
  vendor.authorization_server = "https://issuer.example";
  for (const auto kind :
       {oauth::RegistrationKind::preregistered, oauth::RegistrationKind::metadata_document,
        oauth::RegistrationKind::dynamic}) {
    EXPECT_TRUE(admits_issuer(vendor, Json::object(), "https://issuer.example", kind));
    for (const char* other : {"https://issuer.example/", "https://issuer.example.evil.example",
                              "http://issuer.example", "HTTPS://ISSUER.EXAMPLE", ""})
      EXPECT_FALSE(admits_issuer(vendor, Json::object(), other, kind)) << other;
  }
}

TEST(ClientIdentity, without_a_named_issuer_the_operators_client_is_shown_to_nobody) {
  const catalog::Vendor vendor;
  EXPECT_FALSE(admits_issuer(vendor, Json::object(), "https://any.example",
                             oauth::RegistrationKind::preregistered));
  EXPECT_TRUE(admits_issuer(vendor, Json::object(), "https://any.example",
                            oauth::RegistrationKind::dynamic));
}

TEST(ClientIdentity, the_metadata_document_and_the_flow_name_the_same_redirect_address) {
  const ClientIdentity identity{.public_url = "https://sluice.example"};
  EXPECT_EQ(identity.profile().redirect_uri, identity.redirect_uri());
  EXPECT_EQ(identity.redirect_uri(), "https://sluice.example/oauth/callback");
  EXPECT_EQ(identity.rules_for({}).own_origin, "https://sluice.example");
}

}  // namespace
}  // namespace sluice::calls
