// What a person fills in when connecting: checked before anything is sent, looked up at the vendor,
// and never taken from an example.
#include "world_test.h"

namespace sluice::app {
namespace {

class ConnectionParameters : public WorldTest {
 protected:
  // The reason and sentence of a connect by key, or "connected".
  [[nodiscard]] std::string connected_with(const Json& parameters) {
    connections::BeginOptions options;
    options.api_key = Secret::take(std::string("github_pat_brightwater"));
    options.parameters = parameters;
    const auto begun =
        run(product().connections().begin(connector(), "github", std::move(options)));
    return begun ? "connected"
                 : std::string(to_text(begun.error().reason)) + ": " + begun.error().detail;
  }
  // The same by the vendor's own sign-in.
  [[nodiscard]] std::string signed_in_with(const Json& parameters) {
    connections::BeginOptions options;
    options.parameters = parameters;
    const auto begun =
        run(product().connections().begin(connector(), "github", std::move(options)));
    if (!begun) return std::string(to_text(begun.error().reason)) + ": " + begun.error().detail;
    const auto& authorization = std::get<connections::AuthorizationBegun>(*begun);
    const std::string query =
        run(visit(world().sandbox().vendor_url(authorization.authorization_url)));
    const auto finished = run(product().connections().finish(connector(), query));
    return finished ? "connected"
                    : std::string(to_text(finished.error().error.reason)) + ": " +
                          finished.error().error.detail;
  }
  [[nodiscard]] connections::TestOutcome tested() {
    return run(product().connections().test(connector(), row_of("github")->id));
  }

 private:
  Task<std::string> visit(std::string url) {
    auto admitted = co_await product().egress().admit(std::move(url));
    if (!admitted) co_return std::string();
    const auto response = co_await product().http().send(std::move(*admitted), {}, {});
    const std::string location(response ? response->header("Location") : "");
    co_return location.substr(std::min(location.find('?') + 1, location.size()));
  }
};

TEST_F(ConnectionParameters, a_required_one_is_asked_for_and_nothing_is_sent_without_it) {
  forget_requests();
  EXPECT_TRUE(connected_with(Json::object()).starts_with("invalid_input: Fill in"));
  EXPECT_TRUE(connected_with({{"owner", "my company!"}}).starts_with("invalid_input: \"Organiz"));
  EXPECT_TRUE(
      connected_with({{"owner", "brightwater"}, {"team", "x"}}).starts_with("invalid_input"));
  EXPECT_TRUE(requests_to("github").empty());
  EXPECT_FALSE(row_of("github"));
}

TEST_F(ConnectionParameters, a_name_that_the_vendor_has_nothing_under_is_refused_with_the_reason) {
  const std::string reason = "github.com/my-company has 0 repositories you can read";
  for (const std::string& outcome :
       {connected_with({{"owner", "my-company"}}), signed_in_with({{"owner", "my-company"}})}) {
    EXPECT_TRUE(outcome.starts_with("nothing_found: " + reason)) << outcome;
    EXPECT_EQ(row_of("github")->status, vault::ConnectionStatus::failed);
    EXPECT_TRUE(row_of("github")->status_detail.starts_with(reason));
    const auto answer = call("github", "get_me");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, calls::CallError::Kind::needs_reconnect);
  }
}

TEST_F(ConnectionParameters, reconnecting_keeps_what_was_filled_in_and_takes_what_is_new) {
  EXPECT_EQ(connected_with({{"owner", "brightwater"}, {"teams", "platform, growth"}}), "connected");
  EXPECT_EQ(connected_with(Json::object()), "connected");
  EXPECT_EQ(row_of("github")->parameters.dump(),
            R"({"owner":"brightwater","teams":"platform, growth"})");
  EXPECT_EQ(connected_with({{"teams", "growth"}}), "connected");
  EXPECT_EQ(row_of("github")->parameters["teams"], "growth");
}

TEST_F(ConnectionParameters, the_test_looks_the_value_up_again) {
  ASSERT_EQ(connected_with({{"owner", "brightwater"}}), "connected");
  EXPECT_TRUE(tested().ok);
  set_fault("github", "html", "search_repositories");
  EXPECT_FALSE(tested().ok);
}

}  // namespace
}  // namespace sluice::app
