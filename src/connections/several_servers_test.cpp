// A vendor with several servers: each has tools and a sign-in of its own, and the person chooses.
#include "connections/small_vendor_fixture.h"

namespace sluice::connections {
namespace {

using sandbox::Value;

constexpr const char* two_servers_row = R"(registration: [dynamic]
parameters:
  server: {label: Server, type: choice, choices: [{value: rows, label: Rows and tables}, {value: logs, label: Log files}]}
endpoints:
  - {url: "https://rows.acme.dev/", when: server=rows, authorization_server: "https://rows.acme.dev", tools: [list_rows]}
  - {url: "https://logs.acme.dev/", when: server=logs, authorization_server: "https://logs.acme.dev", tools: [get_row]}
)";

Value server_at(const std::string& slug, const std::string& host, const std::string& tool) {
  const std::string origin = "https://" + host;
  return sandbox::small_vendor(
      slug, sandbox::small_server({{"issuer", origin}}),
      {{"endpoints", Value::array({{{"url", origin + "/"}}})}, {"tools", Value::array({tool})}});
}

Stage two_servers() {
  Value logs = server_at("acme-logs", "logs.acme.dev", "get_row");
  logs["server_of"] = "acme";
  return small_stage(two_servers_row, {server_at("acme", "rows.acme.dev", "list_rows"), logs});
}

class SeveralServers : public ConnectionsFixture {
 protected:
  SeveralServers() : ConnectionsFixture(two_servers()) {}

  // The address of the sign-in; the reason where there is none.
  std::string begun(const std::string& server) {
    const Json chosen = server.empty() ? Json::object() : Json{{"server", server}};
    const auto outcome = run(service.begin(from(ada), "acme", {{}, chosen}));
    return outcome ? std::get<AuthorizationBegun>(*outcome).authorization_url : reason_in(outcome);
  }
  std::string connected(const std::string& server) {
    return returned(ada, vendors.consent(begun(server)));
  }
  std::string called(const std::string& tool) {
    const auto connected = row_of(ada, "acme");
    const ConnectionId id = connected ? connected->id : ConnectionId{};
    const auto result = run(
        caller.call(ada.access, id, tool, Json::object(), Deadline::in(std::chrono::seconds(5))));
    // The stand-in has no answer for get_row: arriving there is what counts.
    const bool arrived = result || result.error().kind == calls::CallError::Kind::vendor_refused;
    return arrived ? "" : result.error().detail;
  }
};

TEST_F(SeveralServers, are_chosen_by_the_person_and_each_has_its_own_sign_in) {
  EXPECT_EQ(begun(""), "invalid_input");
  EXPECT_EQ(begun("files"), "invalid_input");
  EXPECT_TRUE(vendors.arrived().empty());
  EXPECT_TRUE(begun("rows").starts_with("https://rows.acme.dev/authorize"));
  EXPECT_TRUE(begun("logs").starts_with("https://logs.acme.dev/authorize"));
}

TEST_F(SeveralServers, are_asked_for_their_own_tools_alone) {
  ASSERT_EQ(connected("logs"), "");
  EXPECT_EQ(row_of(ada, "acme")->endpoint, "https://logs.acme.dev/");
  EXPECT_EQ(called("get_row"), "");
  (void)vendors.arrived();
  EXPECT_EQ(called("list_rows"),
            "Acme is connected by its server \"Log files\", and what this needs is at \"Rows and "
            "tables\". An administrator can choose another server with Reconnect in Data sources.");
  EXPECT_TRUE(vendors.arrived().empty());
  EXPECT_EQ(recorded("tool.call").front(), "refused");
}

TEST_F(SeveralServers, miss_nothing_that_another_one_has) {
  ASSERT_EQ(connected("logs"), "");
  EXPECT_TRUE(run(service.row_drift(from(ada), row_of(ada, "acme")->id)).empty());
}

TEST_F(SeveralServers, follow_each_other_in_one_connection_when_it_is_reconnected) {
  ASSERT_EQ(connected("rows"), "");
  const ConnectionId id = row_of(ada, "acme")->id;
  EXPECT_EQ(called("list_rows"), "");
  ASSERT_EQ(connected("logs"), "");
  EXPECT_EQ(row_of(ada, "acme")->id, id);
  EXPECT_EQ(called("get_row"), "");
  EXPECT_TRUE(run(service.changed_tools(from(ada), id)).empty());
  ASSERT_EQ(connected("rows"), "");
  EXPECT_EQ(called("list_rows"), "");
}

TEST_F(SeveralServers, do_not_send_a_sign_in_to_each_others_authorization_server) {
  vendors.set_fault(
      {{"vendor", "acme-logs"}, {"fault", "names_issuer"}, {"text", "https://rows.acme.dev"}});
  EXPECT_EQ(begun("logs"), "other_issuer");
  EXPECT_TRUE(begun("rows").starts_with("https://rows.acme.dev/"));
}

}  // namespace
}  // namespace sluice::connections
