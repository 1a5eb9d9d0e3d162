// A server that asks nobody to sign in: one step, no credential, and the rest as ever.
#include "connections/small_vendor_fixture.h"

namespace sluice::connections {
namespace {

constexpr const char* open_row =
    "endpoints: [{url: \"https://mcp.acme.dev/\"}]\nregistration: [none]\n";

class OpenServer : public ConnectionsFixture {
 protected:
  OpenServer() : OpenServer(open_row, sandbox::Value()) {}
  OpenServer(const std::string& row, const sandbox::Value& authorization)
      : ConnectionsFixture(small_stage(
            row,
            {sandbox::small_vendor(
                "acme", authorization,
                {{"endpoints", sandbox::Value::array({{{"url", "https://mcp.acme.dev/"}}})}})})) {}

  std::expected<BeginOutcome, ConnectError> begin(BeginOptions options = {}) {
    return run(service.begin(from(ada), "acme", std::move(options)));
  }
  std::string called(const std::string& tool = "list_rows") {
    const auto connected = row_of(ada, "acme");
    const ConnectionId id = connected ? connected->id : ConnectionId{};
    const auto result = run(
        caller.call(ada.access, id, tool, Json::object(), Deadline::in(std::chrono::seconds(5))));
    return result ? "" : result.error().detail;
  }
  std::int64_t credentials_kept() {
    return database->organization(ada.access)
        .query_one(
            "SELECT COUNT(*) AS kept FROM credential"
            " WHERE organization_id = :organization_id")
        ->integer("kept");
  }
};

TEST_F(OpenServer, is_connected_in_one_step_and_nothing_is_kept_for_it) {
  EXPECT_FALSE(service.missing_setup(*catalog.find("acme")));
  const auto begun = begin();
  ASSERT_TRUE(begun) << begun.error().detail;
  EXPECT_EQ(std::get<ConnectionRow>(*begun).status, ConnectionStatus::connected);
  EXPECT_EQ(credentials_kept(), 0);
  EXPECT_TRUE(run(service.granted_scopes(ada.access)).empty());
  EXPECT_EQ(recorded("connection.connect"), std::vector<std::string>{"ok"});
}

TEST_F(OpenServer, is_asked_without_a_credential_and_only_what_is_reviewed) {
  ASSERT_TRUE(begin());
  EXPECT_EQ(called(), "");
  EXPECT_NE(called("drop_rows"), "");
  EXPECT_EQ(vendors.credentials, 0U);
  EXPECT_EQ(recorded("tool.call.done").front(), "ok");
  EXPECT_TRUE(run(service.test(from(ada), row_of(ada, "acme")->id)).ok);
}

TEST_F(OpenServer, is_asked_no_more_once_it_is_disconnected) {
  ASSERT_TRUE(begin());
  const ConnectionId id = row_of(ada, "acme")->id;
  const auto before = vault::ConnectionRepository(*database, ada.access).find(id);
  ASSERT_EQ(reason_in(run(service.disconnect(from(ada), id))), "");
  EXPECT_EQ(status_of("acme"), ConnectionStatus::disconnected);
  EXPECT_EQ(slot_files(), 0U);
  (void)vendors.arrived();
  EXPECT_NE(called(), "");
  EXPECT_TRUE(vendors.arrived().empty());
  // What was begun before the end must not be sent after it, nor after another beginning.
  EXPECT_FALSE(vault.admit_without_secret(*before, use(*before)));
  ASSERT_TRUE(begin());
  EXPECT_EQ(vault.admit_without_secret(*before, use(*before)).error(),
            vault::VaultError::superseded);
  EXPECT_TRUE(vault.admit_without_secret(reread(*before), use(*before)));
}

TEST_F(OpenServer, that_does_not_answer_is_not_connected) {
  vendors.set_fault({{"vendor", "acme"}, {"fault", "down"}});
  EXPECT_EQ(reason_in(begin()), "vendor_down");
  EXPECT_EQ(status_of("acme"), ConnectionStatus::failed);
  EXPECT_EQ(slot_files(), 0U);
}

TEST_F(OpenServer, takes_no_key) {
  EXPECT_EQ(reason_in(begin({.api_key = Secret::take("a-key"), .parameters = Json::object()})),
            "invalid_input");
  EXPECT_TRUE(vendors.arrived().empty());
}

class ServerThatCloses : public OpenServer {
 protected:
  ServerThatCloses()
      : OpenServer(open_row, sandbox::small_server({{"issuer", "https://mcp.acme.dev"}})) {}
};

TEST_F(ServerThatCloses, is_told_apart_from_one_that_is_open) {
  const auto begun = begin();
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().reason, ConnectReason::vendor_refused);
  EXPECT_TRUE(begun.error().detail.contains("asks for a sign-in")) << begun.error().detail;
  EXPECT_EQ(status_of("acme"), ConnectionStatus::failed);
  EXPECT_EQ(slot_files(), 0U);
}

class PrivateServer : public OpenServer {
 protected:
  PrivateServer()
      : OpenServer("endpoints: [{url: \"https://10.0.0.1/\"}]\nregistration: [none]\n",
                   sandbox::Value()) {}
};

TEST_F(PrivateServer, is_not_reached_though_it_asks_for_no_sign_in) {
  EXPECT_FALSE(begin());
  EXPECT_TRUE(vendors.arrived().empty());
}

}  // namespace
}  // namespace sluice::connections
