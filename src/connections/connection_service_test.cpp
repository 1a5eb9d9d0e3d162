#include "connections/connection_service.h"

#include "connections/connections_fixture.h"

namespace sluice::connections {
namespace {

using Connecting = ConnectionsFixture;

TEST_F(Connecting, a_key_that_works_is_stored_and_recorded_with_who_did_it) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const auto row = row_of(ada, "linear");
  ASSERT_TRUE(row);
  EXPECT_EQ(row->status, ConnectionStatus::connected);
  EXPECT_EQ(row->connected_by, ada.user.id);
  EXPECT_EQ(slot_files(), 1U);
  const auto records = trail->page(ada.access, {}, 200);
  const auto connected = std::ranges::find_if(
      records, [](const auto& stored) { return stored.record.action == "connection.connect"; });
  ASSERT_NE(connected, records.end());
  EXPECT_EQ(connected->record.result, "ok");
  EXPECT_EQ(connected->record.address, "203.0.113.7");
}

TEST_F(Connecting, a_key_that_the_vendor_refuses_leaves_no_credential_and_says_why) {
  EXPECT_EQ(connect_by_key("linear", "lin_api_somebody_else"), "key_refused");
  EXPECT_EQ(status_of("linear"), ConnectionStatus::failed);
  EXPECT_FALSE(row_of(ada, "linear")->slot);
  EXPECT_EQ(slot_files(), 0U);
  EXPECT_EQ(recorded("connection.connect"), std::vector<std::string>{"failed"});
}

TEST_F(Connecting, a_key_that_is_wrong_replaces_nothing_that_works) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const auto before = row_of(ada, "linear");
  EXPECT_EQ(connect_by_key("linear", "lin_api_somebody_else"), "key_refused");
  const auto after = row_of(ada, "linear");
  EXPECT_EQ(after->status, ConnectionStatus::connected);
  EXPECT_EQ(after->epoch, before->epoch);
  EXPECT_EQ(after->slot, before->slot);
  EXPECT_TRUE(run(service.test(from(ada), after->id)).ok);
}

TEST_F(Connecting, a_key_is_not_judged_by_a_vendor_that_does_not_answer) {
  vendors.set_fault({{"vendor", "linear"}, {"fault", "down"}});
  EXPECT_EQ(connect_by_key("linear", linear_key), "key_not_tested");
  EXPECT_EQ(slot_files(), 0U);
  vendors.set_fault({{"vendor", "linear"}, {"fault", "none"}});
  EXPECT_EQ(connect_by_key("linear", linear_key), "");
}

TEST_F(Connecting, nothing_is_sent_for_a_vendor_or_a_value_that_cannot_be) {
  EXPECT_EQ(connect_by_key("nobody", "x"), "unknown_vendor");
  EXPECT_EQ(connect_by_key("hubspot", "x"), "invalid_input");  // Its row takes no key.
  EXPECT_EQ(connect_by_key("github", github_key), "invalid_input");
  EXPECT_EQ(connect_by_key("github", github_key, {{"owner", "my company!"}}), "invalid_input");
  EXPECT_EQ(connect_by_key("github", github_key, {{"owner", "x"}, {"more", "y"}}), "invalid_input");
  EXPECT_TRUE(vendors.arrived().empty());
  EXPECT_EQ(slot_files(), 0U);
}

TEST_F(Connecting, a_plan_without_vendors_sends_nothing_and_makes_no_row) {
  give_plan(ada, identity::Plan::lite);
  EXPECT_EQ(connect_by_key("linear", linear_key), "plan_required");
  EXPECT_EQ(reason_in(run(service.begin(from(ada), "linear", {}))), "plan_required");
  give_plan(ada, identity::Plan::trial);
  clock.advance(identity::trial_length);  // An ended trial is a free plan.
  EXPECT_EQ(connect_by_key("linear", linear_key), "plan_required");
  EXPECT_TRUE(vendors.arrived().empty());
  EXPECT_FALSE(row_of(ada, "linear"));
}

TEST_F(Connecting, a_vendor_that_only_the_operator_can_set_up_says_so_and_is_not_asked) {
  const catalog::Vendor& hubspot = *catalog.find("hubspot");
  const auto missing = service.missing_setup(hubspot);
  ASSERT_TRUE(missing);
  EXPECT_TRUE(missing->contains("http://localhost:8080/oauth/callback")) << *missing;
  EXPECT_TRUE(missing->contains("vendors.hubspot.client_id")) << *missing;
  EXPECT_FALSE(service.missing_setup(*catalog.find("linear")));
  EXPECT_EQ(reason_in(run(service.begin(from(ada), "hubspot", {}))), "operator_setup");
  EXPECT_TRUE(vendors.arrived().empty());
}

TEST_F(Connecting, a_name_that_the_vendor_has_nothing_under_makes_no_usable_connection) {
  EXPECT_EQ(connect_by_key("github", github_key, {{"owner", "my-company"}}), "nothing_found");
  EXPECT_EQ(status_of("github"), ConnectionStatus::failed);
  EXPECT_TRUE(row_of(ada, "github")->status_detail.contains("github.com/my-company"));
  EXPECT_EQ(connect_by_key("github", github_key, {{"owner", "brightwater"}}), "");
  EXPECT_EQ(status_of("github"), ConnectionStatus::connected);
}

TEST_F(Connecting, reconnecting_revives_the_row_under_a_new_epoch_and_destroys_the_old_key) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const auto first = row_of(ada, "linear");
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const auto second = row_of(ada, "linear");
  EXPECT_EQ(second->id, first->id);
  EXPECT_GT(second->epoch, first->epoch);
  EXPECT_NE(second->slot, first->slot);
  EXPECT_EQ(slot_files(), 1U);
  EXPECT_EQ(run(service.list(ada.access)).size(), 1U);
}

TEST_F(Connecting, a_test_is_a_round_trip_and_says_what_is_wrong) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  (void)vendors.arrived();
  const TestOutcome good = run(service.test(from(ada), linear_of(ada)));
  EXPECT_TRUE(good.ok);
  EXPECT_TRUE(good.detail.starts_with("The vendor answered and offers ")) << good.detail;
  EXPECT_FALSE(vendors.arrived().empty());
  vendors.set_fault({{"vendor", "linear"}, {"fault", "down"}});
  const TestOutcome down = run(service.test(from(ada), linear_of(ada)));
  EXPECT_FALSE(down.ok);
  EXPECT_TRUE(down.detail.starts_with("Connection test failed: ")) << down.detail;
  EXPECT_EQ(status_of("linear"), ConnectionStatus::connected);  // That passes.
  EXPECT_EQ(recorded("connection.test.done").front(), "failed");
}

TEST_F(Connecting, disconnecting_deletes_the_credential_though_the_vendor_is_dead) {
  ASSERT_EQ(connect_by_sign_in(ada), "");
  vendors.set_fault({{"vendor", "linear"}, {"fault", "down"}, {"where", "both"}});
  ASSERT_EQ(reason_in(run(service.disconnect(from(ada), linear_of(ada)))), "");
  EXPECT_EQ(status_of("linear"), ConnectionStatus::disconnected);
  EXPECT_FALSE(row_of(ada, "linear")->slot);
  EXPECT_EQ(slot_files(), 0U);
  EXPECT_EQ(recorded("connection.disconnect"), std::vector<std::string>{"ok"});
  const TestOutcome after = run(service.test(from(ada), linear_of(ada)));
  EXPECT_FALSE(after.ok);
}

TEST_F(Connecting, disconnecting_twice_is_no_error_and_recorded_as_often_as_it_was_asked) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const ConnectionId id = linear_of(ada);
  ASSERT_EQ(reason_in(run(service.disconnect(from(ada), id))), "");
  const auto once = row_of(ada, "linear");
  EXPECT_EQ(reason_in(run(service.disconnect(from(ada), id))), "");
  EXPECT_EQ(status_of("linear"), ConnectionStatus::disconnected);
  EXPECT_GE(row_of(ada, "linear")->epoch, once->epoch);
  EXPECT_EQ(recorded("connection.disconnect").size(), 2U);
}

TEST_F(Connecting, another_organizations_connection_is_as_good_as_none) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const ConnectionId id = linear_of(ada);
  (void)vendors.arrived();
  EXPECT_TRUE(run(service.list(eve.access)).empty());
  EXPECT_TRUE(run(service.granted_scopes(eve.access)).empty());
  EXPECT_FALSE(run(service.test(from(eve), id)).ok);
  EXPECT_EQ(reason_in(run(service.disconnect(from(eve), id))), "unknown_connection");
  EXPECT_TRUE(run(service.changed_tools(from(eve), id)).empty());
  EXPECT_TRUE(run(service.drifted_tools(from(eve), id)).empty());
  EXPECT_EQ(reason_in(run(service.approve_tool(from(eve), id, "list_teams", "sha256:0"))),
            "unknown_connection");
  EXPECT_TRUE(vendors.arrived().empty());
  EXPECT_EQ(status_of("linear"), ConnectionStatus::connected);
  EXPECT_EQ(reason_in(run(service.disconnect(from(ada), ConnectionId{1}))), "unknown_connection");
}

TEST_F(Connecting, what_was_granted_is_shown_for_a_sign_in_and_not_for_a_key) {
  ASSERT_EQ(connect_by_key("github", github_key, {{"owner", "brightwater"}}), "");
  ASSERT_EQ(connect_by_sign_in(ada), "");
  const auto scopes = run(service.granted_scopes(ada.access));
  ASSERT_EQ(scopes.size(), 1U);
  EXPECT_EQ(scopes.at(linear_of(ada)), "read");
}

TEST_F(Connecting, the_metadata_document_names_this_server_and_its_one_way_back) {
  const Json document = service.client_metadata();
  EXPECT_EQ(document["client_id"], "http://localhost:8080/oauth/client-metadata.json");
  EXPECT_EQ(document["redirect_uris"], Json::array({service.redirect_uri()}));
}

TEST_F(Connecting, a_changed_tool_waits_for_the_approval_of_what_was_looked_at) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const ConnectionId id = linear_of(ada);
  vendors.set_fault({{"vendor", "linear"}, {"fault", "drift"}, {"tool", "list_teams"}});
  ASSERT_TRUE(run(service.test(from(ada), id)).ok);
  const auto changed = run(service.changed_tools(from(ada), id));
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0].tool, "list_teams");
  for (const char* digest : {"", "sha256:0"})
    EXPECT_EQ(reason_in(run(service.approve_tool(from(ada), id, "list_teams", digest))),
              "unknown_connection");
  const std::string digest = changed[0].listed_digest;
  EXPECT_EQ(reason_in(run(service.approve_tool(from(ada), id, "list_users", digest))),
            "unknown_connection");
  EXPECT_EQ(reason_in(run(service.approve_tool(from(ada), id, "list_teams", digest))), "");
  EXPECT_TRUE(run(service.changed_tools(from(ada), id)).empty());
  EXPECT_EQ(reason_in(run(service.approve_tool(from(ada), id, "list_teams", digest))),
            "unknown_connection");
  EXPECT_EQ(recorded("tool.approve"), std::vector<std::string>{"ok"});
}

}  // namespace
}  // namespace sluice::connections
