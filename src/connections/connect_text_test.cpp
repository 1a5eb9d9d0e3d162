#include "connections/connect_text.h"

#include "catalog/catalog.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sluice::connections {
namespace {

constexpr const char* way_back = "https://sluice.example/oauth/callback";

struct ConnectTexts : testing::Test {
  [[nodiscard]] ConnectError of_code(const std::string& code) const {
    oauth::OAuthError error;
    error.failure = oauth::OAuthFailure::refused_by_server;
    error.refusal = oauth::TokenRefusal{};
    error.refusal->error = code;
    error.detail = "<b>words of the vendor</b>";
    return connect_error(linear, error, way_back);
  }
  [[nodiscard]] ConnectError of_failure(oauth::OAuthFailure failure, int status = 0) const {
    oauth::OAuthError error;
    error.failure = failure;
    error.status = status;
    error.detail = "<b>words of the vendor</b>";
    return connect_error(linear, error, way_back);
  }
  [[nodiscard]] ConnectReason of_callback(oauth::CallbackFault fault, std::string code = {}) const {
    return callback_error(linear, {fault, std::move(code), "<b>words of the vendor</b>"}).reason;
  }

  catalog::Catalog catalog = catalog::Catalog::embedded();
  const catalog::Vendor& linear = *catalog.find("linear");
};

TEST_F(ConnectTexts, what_a_vendor_refuses_is_told_apart_by_its_code) {
  EXPECT_EQ(of_code("invalid_grant").reason, ConnectReason::code_expired);
  EXPECT_EQ(of_code("invalid_client").reason, ConnectReason::client_refused);
  EXPECT_EQ(of_code("unauthorized_client").reason, ConnectReason::client_refused);
  EXPECT_EQ(of_code("invalid_redirect_uri").reason, ConnectReason::redirect_refused);
  EXPECT_TRUE(of_code("invalid_redirect_uri").detail.contains(way_back));
  EXPECT_EQ(of_code("").reason, ConnectReason::vendor_refused);
  EXPECT_EQ(of_code("server_error").reason, ConnectReason::vendor_refused);
  EXPECT_TRUE(of_code("server_error").detail.contains("(server_error)"));
}

TEST_F(ConnectTexts, an_address_that_is_not_approved_yet_says_what_the_operator_does) {
  EXPECT_EQ(approval_text(linear, way_back), "");
  catalog::Vendor listed = linear;
  listed.approval = "Apply for an entry in its list.";
  EXPECT_EQ(approval_text(listed, way_back),
            "Apply for an entry in its list. The redirect address of this server is " +
                std::string(way_back) + ".");
  oauth::OAuthError error;
  error.failure = oauth::OAuthFailure::refused_by_server;
  error.refusal = oauth::TokenRefusal{};
  error.refusal->error = "invalid_redirect_uri";
  const ConnectError refused = connect_error(listed, error, way_back);
  EXPECT_EQ(refused.reason, ConnectReason::redirect_refused);
  EXPECT_TRUE(refused.detail.contains("Apply for an entry in its list.")) << refused.detail;
}

TEST_F(ConnectTexts, no_failure_shows_what_the_vendor_wrote) {
  using enum oauth::OAuthFailure;
  for (const auto failure : {refused_address, unreachable, http_status, bad_document,
                             refused_by_server, not_supported}) {
    const ConnectError error = of_failure(failure, 500);
    EXPECT_FALSE(error.detail.contains("words of the vendor"));
    EXPECT_TRUE(error.detail.ends_with('.')) << error.detail;
  }
  EXPECT_EQ(of_failure(unreachable).reason, ConnectReason::vendor_down);
  EXPECT_EQ(of_failure(http_status, 500).reason, ConnectReason::vendor_error);
  EXPECT_EQ(of_failure(refused_address).reason, ConnectReason::refused_address);
  EXPECT_EQ(of_failure(bad_document).reason, ConnectReason::vendor_document);
  EXPECT_EQ(of_failure(not_supported).reason, ConnectReason::operator_setup);
}

TEST_F(ConnectTexts, a_way_back_that_does_not_fit_is_never_taken_for_a_no) {
  using enum oauth::CallbackFault;
  EXPECT_EQ(of_callback(refused, "access_denied"), ConnectReason::consent_refused);
  EXPECT_EQ(of_callback(refused, "server_error"), ConnectReason::vendor_refused);
  EXPECT_EQ(of_callback(wrong_issuer, "access_denied"), ConnectReason::mismatch);
  EXPECT_EQ(of_callback(missing_issuer), ConnectReason::mismatch);
  for (const auto fault : {unreadable, no_state, wrong_state, no_code})
    EXPECT_EQ(of_callback(fault), ConnectReason::unreadable);
}

TEST_F(ConnectTexts, a_key_is_only_wrong_when_the_vendor_said_so) {
  using Kind = calls::CallError::Kind;
  EXPECT_EQ(key_error(linear, {Kind::needs_reconnect, "401"}).reason, ConnectReason::key_refused);
  for (const auto kind : {Kind::vendor_down, Kind::deadline, Kind::vendor_refused,
                          Kind::not_recorded, Kind::cannot_open, Kind::plan_required}) {
    const ConnectError error = key_error(linear, {kind, "It is so."});
    EXPECT_EQ(error.reason, ConnectReason::key_not_tested);
    EXPECT_EQ(error.detail,
              "The key could not be tested: It is so. Nothing was stored or replaced.");
  }
}

TEST_F(ConnectTexts, a_grant_that_could_not_be_given_back_says_where_to_remove_it) {
  EXPECT_TRUE(grant_error(linear, "write", true).detail.contains("was given back"));
  const ConnectError left = grant_error(linear, "write", false);
  EXPECT_EQ(left.reason, ConnectReason::write_granted);
  EXPECT_TRUE(left.detail.contains("remove Sluice's access at Linear by hand")) << left.detail;
  EXPECT_TRUE(left.detail.contains("\"write\""));
}

TEST_F(ConnectTexts, every_reason_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  std::size_t reasons = 0;
  // The last enumerator: a reason behind it is seen by the compiler, in to_text().
  for (int each = 0; each <= static_cast<int>(ConnectReason::write_granted); ++each, ++reasons)
    names.insert(to_text(static_cast<ConnectReason>(each)));
  EXPECT_EQ(names.size(), reasons);
  EXPECT_FALSE(names.contains(""));
}

TEST_F(ConnectTexts, what_the_vault_refuses_keeps_its_meaning) {
  EXPECT_EQ(vault_error(vault::VaultError::gone).reason, ConnectReason::gone);
  EXPECT_EQ(vault_error(vault::VaultError::superseded).reason, ConnectReason::superseded);
  EXPECT_EQ(vault_error(vault::VaultError::cannot_open).reason, ConnectReason::cannot_open);
  EXPECT_EQ(vault_error(vault::VaultError::slot_failed).reason, ConnectReason::slot_failed);
}

}  // namespace
}  // namespace sluice::connections
