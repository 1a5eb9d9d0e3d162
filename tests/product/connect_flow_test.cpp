// What may change while somebody is at the vendor's page, and must still be noticed.
#include "world_test.h"

namespace sluice::app {
namespace {

class ConnectFlow : public WorldTest {
 protected:
  // Begins to connect and agrees at the vendor's page: the query with which the browser returns.
  [[nodiscard]] std::string agreed_at(const std::string& vendor) {
    const auto begun = run(product().connections().begin(connector(), vendor, {}));
    EXPECT_TRUE(begun) << begun.error().detail;
    const auto* authorization = std::get_if<connections::AuthorizationBegun>(&*begun);
    if (authorization == nullptr) return {};
    return run(visit(world().sandbox().vendor_url(authorization->authorization_url)));
  }
  [[nodiscard]] std::string outcome(const connections::Connector& who, const std::string& query) {
    const auto finished = run(product().connections().finish(who, query));
    return finished ? "connected" : std::string(to_text(finished.error().error.reason));
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

TEST_F(ConnectFlow, ends_where_it_began) {
  EXPECT_EQ(outcome(connector(), agreed_at("linear")), "connected");
}

TEST_F(ConnectFlow, is_refused_when_the_plan_ended_meanwhile) {
  const std::string query = agreed_at("linear");
  connections::Connector lapsed = connector();
  lapsed.who.organization.plan = identity::Plan::free;
  EXPECT_EQ(outcome(lapsed, query), "plan_required");
  EXPECT_NE(row_of("linear")->status, vault::ConnectionStatus::connected);
  EXPECT_EQ(outcome(connector(), query), "expired");  // Used up all the same.
}

TEST_F(ConnectFlow, is_refused_in_another_session) {
  const std::string query = agreed_at("linear");
  auto session = product().accounts().sign_in(
      std::string(demo_email), Secret::take(std::string(demo_password)), "127.0.0.1");
  ASSERT_TRUE(session);
  EXPECT_EQ(outcome({session->signed_in, "127.0.0.1"}, query), "expired");
  EXPECT_EQ(outcome(connector(), query), "expired");
}

TEST_F(ConnectFlow, is_refused_after_ten_minutes) {
  const std::string query = agreed_at("linear");
  clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(outcome(connector(), query), "expired");
}

}  // namespace
}  // namespace sluice::app
