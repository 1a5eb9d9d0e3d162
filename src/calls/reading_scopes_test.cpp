#include "calls/reading_scopes.h"

#include "calls/client_identity.h"

#include <gtest/gtest.h>

namespace sluice::calls {
namespace {

catalog::Vendor reviewed() {
  catalog::Vendor vendor;
  vendor.scopes_read = {"read", "read:org"};
  vendor.scopes_always = {"openid"};
  vendor.scopes_never = {"write"};
  return vendor;
}

oauth::TokenChallenge challenge(std::string scope) {
  oauth::TokenChallenge asked;
  asked.scope = std::move(scope);
  return asked;
}

TEST(ReadingScopes, are_all_that_is_asked_for) {
  oauth::Discovery found;
  EXPECT_EQ(scope_to_ask(reviewed(), std::nullopt, found, ""), "read read:org");
  EXPECT_EQ(scope_to_ask(reviewed(), challenge("read,write admin"), found, ""), "read");
  EXPECT_EQ(scope_to_ask(reviewed(), challenge("admin"), found, ""), "read read:org");
  EXPECT_EQ(scope_to_ask(reviewed(), challenge("read"), found, "read:org write"), "read read:org");
  found.server.scopes_supported = {"offline_access", "read", "write"};
  EXPECT_EQ(scope_to_ask(reviewed(), std::nullopt, found, ""), "read offline_access");
  EXPECT_EQ(scope_to_ask({}, challenge("read write"), found, "read"), "");
}

TEST(ReadingScopes, of_a_step_up_are_all_reviewed_or_none_is_asked) {
  EXPECT_EQ(step_up_scope(reviewed(), "read,read:org"), "read read:org");
  EXPECT_FALSE(step_up_scope(reviewed(), "read refund"));
  EXPECT_FALSE(step_up_scope(reviewed(), "openid"));
  EXPECT_FALSE(step_up_scope({}, "read"));
  EXPECT_FALSE(step_up_scope(reviewed(), ""));
}

TEST(ReadingScopes, are_all_that_a_grant_may_hold) {
  EXPECT_FALSE(refused_scope(reviewed(), "read,openid offline_access"));
  EXPECT_FALSE(refused_scope(reviewed(), ""));
  EXPECT_EQ(refused_scope(reviewed(), "read comments:read"), "comments:read");
  EXPECT_EQ(refused_scope(reviewed(), "read Write"), "Write");
  catalog::Vendor unknown;
  unknown.scopes_never = {"mcp:all"};
  EXPECT_FALSE(refused_scope(unknown, "mcp:read charges:read"));
  EXPECT_EQ(refused_scope(unknown, "mcp:read refunds:rw"), "refunds:rw");
  EXPECT_EQ(refused_scope(unknown, "MCP:ALL"), "MCP:ALL");
  EXPECT_EQ(refused_scope(unknown, "mcp:read wr\u0456te"), "wr\u0456te");
}

TEST(ReadingScopes, may_be_named_by_a_registration_beside_others_that_do_not_write) {
  EXPECT_FALSE(refused_registration(reviewed(), "read profile"));
  EXPECT_EQ(refused_registration(reviewed(), "read admin"), "admin");
  EXPECT_EQ(refused_registration({}, "charges:write"), "charges:write");
  catalog::Vendor narrowest;  // The vendor has nothing that only reads.
  narrowest.scopes_read = {"crm.full"};
  EXPECT_FALSE(refused_registration(narrowest, "crm.full"));
}

TEST(ReadingScopes, have_to_be_among_what_the_metadata_offer) {
  oauth::Discovery found;
  EXPECT_FALSE(offers_only_writing(reviewed(), found));
  found.server.scopes_supported = {"openid", "write", "admin"};
  EXPECT_TRUE(offers_only_writing(reviewed(), found));
  found.server.scopes_supported.push_back("read");
  EXPECT_FALSE(offers_only_writing(reviewed(), found));
  found.resource.emplace();
  found.resource->scopes_supported = {"payouts:*"};
  EXPECT_TRUE(offers_only_writing(reviewed(), found));
}

TEST(AdmitsIssuer, shows_a_client_of_the_operators_to_the_rows_issuer_or_to_nobody) {
  using enum oauth::RegistrationKind;
  catalog::Vendor vendor;
  EXPECT_TRUE(admits_issuer(vendor, Json::object(), "https://as.example.com", dynamic));
  EXPECT_FALSE(admits_issuer(vendor, Json::object(), "https://as.example.com", preregistered));
  vendor.authorization_server = "https://as.example.com";
  EXPECT_TRUE(admits_issuer(vendor, Json::object(), "https://as.example.com", preregistered));
  EXPECT_FALSE(admits_issuer(vendor, Json::object(), "https://as.evil.example", preregistered));
  EXPECT_FALSE(admits_issuer(vendor, Json::object(), "https://as.evil.example", dynamic));
}

}  // namespace
}  // namespace sluice::calls
