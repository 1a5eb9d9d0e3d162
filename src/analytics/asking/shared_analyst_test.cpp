#include "analytics/asking/shared_analyst.h"

#include "identity/identity_fixture.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <vector>

namespace sluice::analytics {
namespace {

using analyst::AnalystError;

// How many compute now; none ends before it is let go.
struct Machine {
  explicit Machine(boost::asio::io_context& context)
      : gate(context, std::chrono::steady_clock::time_point::max()) {}
  Task<void> compute() {
    ++computing;
    boost::system::error_code ignored;
    co_await gate.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    --computing;
  }
  boost::asio::steady_timer gate;
  int computing = 0;
};

class FakeSession final : public analyst::AnalystSession {
 public:
  explicit FakeSession(Machine& machine) : machine_(machine) {}
  Task<std::expected<void, AnalystError>> create_table(analyst::TableSpec /*spec*/) override {
    co_await machine_.compute();
    co_return std::expected<void, AnalystError>();
  }
  Task<std::expected<analyst::PageInfo, AnalystError>> add_page(
      analyst::PageInput /*page*/) override {
    co_await machine_.compute();
    co_return analyst::PageInfo{};
  }
  Task<std::expected<analyst::Table, AnalystError>> run(
      std::string /*sql*/, std::vector<analyst::Column> /*columns*/) override {
    co_await machine_.compute();
    co_return analyst::Table{};
  }

 private:
  Machine& machine_;
};

class FakeSpawner final : public analyst::AnalystSpawner {
 public:
  explicit FakeSpawner(Machine& machine) : machine_(machine) {}
  void warm() override {}
  Task<std::expected<std::unique_ptr<analyst::AnalystSession>, AnalystError>> open(
      boost::asio::any_io_executor /*executor*/, analyst::CurrencyRates /*rates*/,
      analyst::AnalystLimits /*limits*/, Deadline /*deadline*/) override {
    co_return std::make_unique<FakeSession>(machine_);
  }

 private:
  Machine& machine_;
};

class SharedAnalyst : public testing::Test {
 protected:
  void ask(identity::OrganizationAccess access, int requests = 1) {
    boost::asio::co_spawn(context_, question(access, requests), boost::asio::detached);
    settle();
  }
  void settle() {
    context_.restart();
    context_.poll();
  }
  void let_one_go() {
    machine_.gate.cancel_one();
    settle();
  }

  identity::IdentityFixture house_;
  boost::asio::io_context context_;
  Machine machine_{context_};
  int done_ = 0;

 private:
  Task<void> question(identity::OrganizationAccess access, int requests) {
    SharedSpawner spawner(inner_, turns_, access);
    const Deadline deadline = Deadline::in(std::chrono::hours(1));
    auto session = co_await spawner.open(context_.get_executor(), {}, {}, deadline);
    for (int i = 1; i < requests; ++i) {
      boost::asio::co_spawn(context_, page(session->get()), boost::asio::detached);
    }
    co_await page(session->get());
    kept_.push_back(std::move(*session));
  }
  Task<void> page(analyst::AnalystSession* session) {
    const auto read =
        co_await session->add_page({.table = "t0", .result = "{}", .arguments = "{}"});
    done_ += read ? 1 : 0;
  }

  FakeSpawner inner_{machine_};
  QuestionTurns turns_{[] {
    TurnLimits limits = computing_limits();
    limits.person = 2;
    limits.organization = 2;
    return limits;
  }()};
  std::vector<std::unique_ptr<analyst::AnalystSession>> kept_;
};

TEST_F(SharedAnalyst, computes_on_no_more_cores_for_one_organization_and_at_once_for_another) {
  const auto ada = house_.sign_up("ada").signed_in.access;
  const auto bob = house_.sign_up("bob").signed_in.access;
  for (int i = 0; i < 16; ++i)
    ask(ada);
  EXPECT_EQ(machine_.computing, 2);
  ask(bob);
  EXPECT_EQ(machine_.computing, 3);
  for (int left = 17; left > 0; --left)
    let_one_go();
  EXPECT_EQ(done_, 17);
  EXPECT_EQ(machine_.computing, 0);
}

TEST_F(SharedAnalyst, takes_one_core_for_the_pages_of_one_question) {
  const auto ada = house_.sign_up("ada").signed_in.access;
  ask(ada, 5);
  EXPECT_EQ(machine_.computing, 1);
  ask(ada);
  EXPECT_EQ(machine_.computing, 2);
  for (int left = 6; left > 0; --left)
    let_one_go();
  EXPECT_EQ(done_, 6);
}

}  // namespace
}  // namespace sluice::analytics
