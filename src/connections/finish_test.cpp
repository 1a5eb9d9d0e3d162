// The way back from a vendor's page: who may walk it, how often, how long, and what it may bring.
#include "connections/connections_fixture.h"

namespace sluice::connections {
namespace {

using Returning = ConnectionsFixture;

TEST_F(Returning, a_sign_in_ends_in_a_connection_and_leaves_nothing_pending) {
  const std::string query = agreed(ada);
  EXPECT_EQ(status_of("linear"), ConnectionStatus::pending);
  const auto finished = run(service.finish(from(ada), query));
  ASSERT_TRUE(finished) << finished.error().error.detail;
  EXPECT_EQ(*finished, "linear");
  EXPECT_EQ(status_of("linear"), ConnectionStatus::connected);
  EXPECT_EQ(slot_files(), 1U);  // The slot of what was pending is gone.
  EXPECT_EQ(recorded("connection.authorize"), std::vector<std::string>{"intent"});
}

TEST_F(Returning, the_second_return_with_the_same_answer_finds_nothing) {
  const std::string query = agreed(ada);
  ASSERT_EQ(returned(ada, query), "");
  (void)vendors.arrived();
  EXPECT_EQ(returned(ada, query), "expired");
  EXPECT_TRUE(vendors.arrived().empty());
  EXPECT_EQ(status_of("linear"), ConnectionStatus::connected);
}

TEST_F(Returning, another_organizations_answer_is_unknown_and_stays_good_for_its_owner) {
  const std::string query = agreed(ada);
  (void)vendors.arrived();
  EXPECT_EQ(returned(eve, query), "expired");
  EXPECT_TRUE(vendors.arrived().empty());
  EXPECT_FALSE(row_of(eve, "linear"));
  EXPECT_EQ(returned(ada, query), "");
}

TEST_F(Returning, another_window_of_the_same_person_uses_it_up) {
  const std::string query = agreed(ada);
  const auto other =
      accounts.sign_in("ada@example.com", Secret::take("a long enough password"), "203.0.113.8");
  ASSERT_TRUE(other);
  (void)vendors.arrived();
  EXPECT_EQ(returned(other->signed_in, query), "expired");
  EXPECT_EQ(returned(ada, query), "expired");
  EXPECT_TRUE(vendors.arrived().empty());
}

TEST_F(Returning, ten_minutes_are_too_long_and_a_second_less_is_not) {
  const std::string slow = agreed(ada);
  clock.advance(vault::authorization_lifetime);
  EXPECT_EQ(returned(ada, slow), "expired");
  // The vendor's own code lives a minute, so the person dawdles at its page and not behind it.
  const auto begun = run(service.begin(from(ada), "linear", {}));
  ASSERT_TRUE(begun);
  clock.advance(vault::authorization_lifetime - std::chrono::seconds(1));
  const std::string quick = vendors.consent(std::get<AuthorizationBegun>(*begun).authorization_url);
  EXPECT_EQ(returned(ada, quick), "");
}

TEST_F(Returning, what_cannot_be_read_sends_nothing) {
  (void)agreed(ada);
  (void)vendors.arrived();
  const std::string long_query = "state=" + std::string(100'000, 'a');
  for (const std::string& query :
       {std::string(), std::string("code=1"), std::string("state="), std::string("state=a&state=b"),
        std::string("state=%zz"), std::string("state=nobody&code=1"), long_query})
    EXPECT_EQ(returned(ada, query), "expired") << query.substr(0, 40);
  EXPECT_TRUE(vendors.arrived().empty());
}

TEST_F(Returning, an_answer_of_another_issuer_is_not_used) {
  std::string query = agreed(ada);
  const std::size_t at = query.find("iss=");
  ASSERT_NE(at, std::string::npos) << query;
  query.replace(at, query.find('&', at) - at, "iss=https%3A%2F%2Fevil.example");
  (void)vendors.arrived();
  EXPECT_EQ(returned(ada, query), "mismatch");
  EXPECT_TRUE(vendors.arrived().empty());  // No code, no verifier left.
  EXPECT_EQ(status_of("linear"), ConnectionStatus::failed);
}

TEST_F(Returning, a_person_who_said_no_is_told_so_and_nothing_is_stored) {
  std::string query = agreed(ada);
  const std::size_t at = query.find("code=");
  ASSERT_NE(at, std::string::npos) << query;
  query.replace(at, query.find('&', at) - at, "error=access_denied");
  EXPECT_EQ(returned(ada, query), "consent_refused");
  EXPECT_EQ(slot_files(), 0U);
  EXPECT_EQ(recorded("connection.connect"), std::vector<std::string>{"failed"});
}

TEST_F(Returning, a_plan_that_ended_at_the_vendors_page_exchanges_nothing) {
  const std::string query = agreed(ada);
  give_plan(ada, identity::Plan::free);
  (void)vendors.arrived();
  EXPECT_EQ(returned(ada, query), "plan_required");
  EXPECT_TRUE(vendors.arrived().empty());
}

TEST_F(Returning, a_dead_token_endpoint_stores_nothing_and_the_use_is_recorded_as_failed) {
  const std::string query = agreed(ada);
  vendors.dead_path = "/token";
  EXPECT_EQ(returned(ada, query), "vendor_down");
  EXPECT_EQ(status_of("linear"), ConnectionStatus::failed);
  EXPECT_EQ(slot_files(), 0U);
  EXPECT_EQ(recorded("connection.exchange.done").front(), "failed");
  vendors.dead_path.clear();
  EXPECT_EQ(connect_by_sign_in(ada), "");
}

TEST_F(Returning, a_code_that_the_vendor_does_not_take_costs_one_press) {
  const std::string query = agreed(ada);
  vendors.set_fault({{"vendor", "linear"},
                     {"fault", "token_says"},
                     {"status", 400},
                     {"text", R"({"error":"invalid_grant"})"}});
  EXPECT_EQ(returned(ada, query), "code_expired");
  EXPECT_EQ(slot_files(), 0U);
}

TEST_F(Returning, a_grant_of_more_than_reading_is_given_back_and_not_kept) {
  const std::string query = agreed(ada);
  vendors.set_fault({{"vendor", "linear"}, {"fault", "wide_grant"}, {"scope", "write"}});
  (void)vendors.arrived();
  EXPECT_EQ(returned(ada, query), "write_granted");
  const auto sent = vendors.arrived();
  EXPECT_TRUE(std::ranges::find(sent, "POST /revoke") != sent.end());
  EXPECT_FALSE(row_of(ada, "linear")->slot);
  EXPECT_EQ(slot_files(), 0U);
}

TEST_F(Returning, a_server_whose_tools_cannot_be_listed_is_not_connected) {
  const std::string query = agreed(ada);
  vendors.set_fault({{"vendor", "linear"}, {"fault", "html"}});
  EXPECT_EQ(returned(ada, query), "first_list_failed");
  EXPECT_EQ(status_of("linear"), ConnectionStatus::failed);
}

TEST_F(Returning, who_disconnects_while_the_code_is_exchanged_stays_disconnected) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const std::string query = agreed(ada);
  const ConnectionId id = linear_of(ada);
  vendors.awaited_path = "/token";
  vendors.meanwhile = [&] {
    const vault::ConnectionRepository own(*database, ada.access);
    disconnect(own.find(id).value());
  };
  EXPECT_EQ(returned(ada, query), "superseded");
  EXPECT_EQ(slot_files(), 0U);
  EXPECT_FALSE(row_of(ada, "linear")->slot);
}

TEST_F(Returning, a_vendor_that_names_another_issuer_is_refused_before_anybody_is_sent_there) {
  vendors.set_fault({{"vendor", "linear"},
                     {"fault", "names_issuer"},
                     {"text", "https://issuer.evil-example.com"}});
  const auto begun = run(service.begin(from(ada), "linear", {}));
  ASSERT_FALSE(begun);
  EXPECT_EQ(status_of("linear"), ConnectionStatus::failed);
  EXPECT_EQ(slot_files(), 0U);
}

TEST_F(Returning, a_registration_that_is_refused_begins_nothing) {
  vendors.set_fault({{"vendor", "linear"}, {"fault", "refuse_registration"}});
  EXPECT_NE(reason_in(run(service.begin(from(ada), "linear", {}))), "");
  EXPECT_EQ(recorded("connection.register.done").front(), "failed");
  EXPECT_EQ(slot_files(), 0U);
}

TEST_F(Returning, a_dead_vendor_is_said_to_be_down_and_can_be_tried_again) {
  vendors.dead_path = "/.well-known/oauth-authorization-server";
  EXPECT_EQ(reason_in(run(service.begin(from(ada), "linear", {}))), "vendor_down");
  vendors.dead_path.clear();
  EXPECT_EQ(connect_by_sign_in(ada), "");
}

}  // namespace
}  // namespace sluice::connections
