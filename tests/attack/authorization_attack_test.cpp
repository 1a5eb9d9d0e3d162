// What a hostile authorization server can do with its documents and its token endpoint.
#include "meter.h"
#include "oauth/reason_text.h"
#include "target.h"

#include <gtest/gtest.h>

namespace sluice::attack {
namespace {

using oauth::OAuthError;
using oauth::OAuthFailure;

struct Fault {
  std::string name;
  OAuthFailure failure;
  oauth::OAuthReason reason;
  std::string_view words;  // How the detail begins.
  Waits waits = Waits::product;
};

const std::string_view timed_out = net::to_text(net::HttpError::timed_out);
const std::string_view body_too_large = net::to_text(net::HttpError::body_too_large);
const std::string_view bomb = net::to_text(net::HttpError::compression_bomb);

// A document that is refused for `reason`.
Fault refused(std::string name, oauth::OAuthReason reason) {
  const std::string_view words = oauth::explain(reason);
  return {std::move(name), OAuthFailure::bad_document, reason, words};
}

void expect_fault(const Fault& fault, const OAuthError& error, const Cost& cost) {
  EXPECT_EQ(error.failure, fault.failure) << fault.name << ": " << error.detail;
  EXPECT_EQ(error.reason, fault.reason) << fault.name;
  EXPECT_TRUE(error.detail.starts_with(fault.words)) << fault.name << ": " << error.detail;
  judge(fault.name, error.detail, cost, seconds_max);
}

void expect_discovery_fails(const Fault& fault) {
  Target target(fault.name, fault.waits);
  const Meter meter;
  const auto found = target.discover();
  const Cost cost = meter.cost();
  ASSERT_FALSE(found) << fault.name;
  expect_fault(fault, found.error(), cost);
  EXPECT_EQ(target.trapped(), 0U) << fault.name;
}

TEST(authorization, servers_that_speak_for_others_are_refused) {
  expect_discovery_fails(refused("other-issuer", oauth::OAuthReason::issuer_mismatch));
  expect_discovery_fails(refused("resource-of-another", oauth::OAuthReason::resource_mismatch));
}

TEST(authorization, servers_with_endpoints_in_private_networks_are_refused) {
  expect_discovery_fails(refused("private-address", oauth::OAuthReason::address_literal));
  expect_discovery_fails(refused("private-address-as-number", oauth::OAuthReason::address_literal));
  expect_discovery_fails(refused("private-address-v6", oauth::OAuthReason::address_literal));
  expect_discovery_fails(refused("private-name", oauth::OAuthReason::private_name));
  expect_discovery_fails(refused("private-registration", oauth::OAuthReason::address_literal));
  expect_discovery_fails(
      refused("private-authorization-server", oauth::OAuthReason::address_literal));
}

TEST(authorization, servers_whose_endpoint_is_a_script_or_in_clear_are_refused) {
  expect_discovery_fails(refused("script-endpoint", oauth::OAuthReason::not_an_https_url));
  expect_discovery_fails(refused("data-endpoint", oauth::OAuthReason::not_an_https_url));
  expect_discovery_fails(refused("clear-endpoint", oauth::OAuthReason::not_an_https_url));
}

TEST(authorization, documents_that_can_be_read_in_two_ways_are_refused) {
  expect_discovery_fails(refused("without-proof-key", oauth::OAuthReason::no_s256));
  expect_discovery_fails({"metadata-named-twice", OAuthFailure::bad_document,
                          oauth::OAuthReason::duplicate_member, "The document cannot be read"});
  expect_discovery_fails({"metadata-deep", OAuthFailure::bad_document, oauth::OAuthReason::not_json,
                          "The document cannot be read"});
  expect_discovery_fails(refused("metadata-many-members", oauth::OAuthReason::wrong_type));
}

TEST(authorization, documents_that_do_not_end_are_given_up) {
  expect_discovery_fails({"metadata-gigabyte", OAuthFailure::unreachable,
                          oauth::OAuthReason::unreachable, body_too_large});
  expect_discovery_fails(
      {"metadata-gzip-bomb", OAuthFailure::unreachable, oauth::OAuthReason::unreachable, bomb});
  expect_discovery_fails({"metadata-slow-drip", OAuthFailure::unreachable,
                          oauth::OAuthReason::unreachable, timed_out, Waits::brief});
}

TEST(authorization, redirects_are_followed_once_and_only_at_home) {
  const std::string_view words = oauth::explain(oauth::OAuthReason::redirected);
  expect_discovery_fails(
      {"metadata-redirect", OAuthFailure::http_status, oauth::OAuthReason::redirected, words});
  expect_discovery_fails(
      {"metadata-redirect-loop", OAuthFailure::http_status, oauth::OAuthReason::redirected, words});
}

TEST(authorization, metadata_that_is_packed_honestly_is_read) {
  Target target("metadata-packed-honestly");
  const Meter meter;
  const auto found = target.discover();
  ASSERT_TRUE(found) << found.error().detail;
  judge("metadata-packed-honestly", "(answered)", meter.cost(), seconds_max);
}

// The name passes as text; where it leads is found out when it is asked.
TEST(authorization, a_public_name_that_leads_into_a_private_network_is_not_asked) {
  Target target("private-answer");
  const auto found = target.discover();
  ASSERT_TRUE(found) << found.error().detail;
  const auto token = target.refresh(found->server.token_endpoint);
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().failure, OAuthFailure::refused_address);
  EXPECT_EQ(token.error().egress, net::EgressReason::not_public_address);
}

void expect_refresh_fails(const Fault& fault) {
  Target target(fault.name, fault.waits);
  const Meter meter;
  const auto token = target.refresh(target.origin() + "/token");
  const Cost cost = meter.cost();
  ASSERT_FALSE(token) << fault.name;
  expect_fault(fault, token.error(), cost);
  EXPECT_EQ(target.trapped(), 0U) << fault.name;
}

TEST(authorization, token_errors_with_status_200_are_errors) {
  expect_refresh_fails({"token-error-with-200", OAuthFailure::refused_by_server,
                        oauth::OAuthReason::refused_by_server,
                        "The token endpoint refused: invalid_grant."});
}

TEST(authorization, token_answers_that_are_none_are_given_up) {
  expect_refresh_fails({"token-that-is-html", OAuthFailure::bad_document,
                        oauth::OAuthReason::not_json, "The document cannot be read"});
  expect_refresh_fails({"token-slow-drip", OAuthFailure::unreachable,
                        oauth::OAuthReason::unreachable, timed_out, Waits::brief});
  expect_refresh_fails(
      {"token-gzip-bomb", OAuthFailure::unreachable, oauth::OAuthReason::unreachable, bomb});
  expect_refresh_fails({"token-gigabyte", OAuthFailure::unreachable,
                        oauth::OAuthReason::unreachable, body_too_large});
  expect_refresh_fails({"token-twice", OAuthFailure::bad_document,
                        oauth::OAuthReason::duplicate_member, "The document cannot be read"});
  expect_refresh_fails(refused("token-splits-header", oauth::OAuthReason::bad_token));
}

// The grant, and so the refresh token, goes to the endpoint that was recorded and nowhere else.
TEST(authorization, token_requests_are_not_redirected) {
  Target target("token-redirect");
  const auto token = target.refresh(target.origin() + "/token");
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().failure, OAuthFailure::http_status);
  EXPECT_EQ(token.error().status, 302);
  EXPECT_EQ(target.trapped(), 0U);
}

}  // namespace
}  // namespace sluice::attack
