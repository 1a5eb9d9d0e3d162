#include "analytics/asking/shared_analyst.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/channel.hpp>

#include <algorithm>
#include <limits>
#include <thread>
#include <utility>

namespace sluice::analytics {
namespace {

namespace asio = boost::asio;
using analyst::AnalystError;
using Lock = asio::experimental::channel<void(boost::system::error_code)>;

[[nodiscard]] AnalystError out_of_time() {
  return {.kind = AnalystError::Kind::deadline, .detail = "no processor was free in time"};
}

// One request of a session at a time, and a core of the organization's with it. Gives both back
// when it goes, cancelled or not.
class Computing {
 public:
  Computing(std::shared_ptr<Lock> lock, QuestionTurns::Turn turn)
      : lock_(std::move(lock)), turn_(std::move(turn)) {}
  Computing(Computing&& other) noexcept
      : lock_(std::exchange(other.lock_, nullptr)), turn_(std::move(other.turn_)) {}
  Computing& operator=(Computing&&) = delete;
  Computing(const Computing&) = delete;
  Computing& operator=(const Computing&) = delete;
  ~Computing() {
    if (lock_) lock_->try_receive([](const boost::system::error_code&) {});
  }

 private:
  std::shared_ptr<Lock> lock_;
  QuestionTurns::Turn turn_;
};

class SharedSession final : public analyst::AnalystSession {
 public:
  SharedSession(std::unique_ptr<analyst::AnalystSession> inner, QuestionTurns& turns,
                identity::OrganizationAccess access, const asio::any_io_executor& executor,
                Deadline deadline)
      : inner_(std::move(inner)),
        turns_(turns),
        access_(access),
        lock_(std::make_shared<Lock>(executor, 1)),
        deadline_(deadline) {}

  Task<std::expected<void, AnalystError>> create_table(analyst::TableSpec spec) override {
    const auto computing = co_await begin();
    if (!computing) co_return std::unexpected(out_of_time());
    co_return co_await inner_->create_table(std::move(spec));
  }
  Task<std::expected<analyst::PageInfo, AnalystError>> add_page(analyst::PageInput page) override {
    const auto computing = co_await begin();
    if (!computing) co_return std::unexpected(out_of_time());
    co_return co_await inner_->add_page(std::move(page));
  }
  Task<std::expected<analyst::Table, AnalystError>> run(
      std::string sql, std::vector<analyst::Column> columns) override {
    const auto computing = co_await begin();
    if (!computing) co_return std::unexpected(out_of_time());
    co_return co_await inner_->run(std::move(sql), std::move(columns));
  }

 private:
  // The session's own lock first: who only waits for it must not take a core from anybody.
  [[nodiscard]] Task<std::expected<Computing, TurnError>> begin() {
    const auto lock = lock_;
    const auto [closed] =
        co_await lock->async_send(boost::system::error_code(), asio::as_tuple(asio::use_awaitable));
    if (closed) co_return std::unexpected(TurnError::deadline);
    auto turn = co_await turns_.take(access_, deadline_, {});
    if (turn) co_return Computing(lock, std::move(*turn));
    lock->try_receive([](const boost::system::error_code&) {});
    co_return std::unexpected(turn.error());
  }

  std::unique_ptr<analyst::AnalystSession> inner_;
  QuestionTurns& turns_;
  identity::OrganizationAccess access_;
  std::shared_ptr<Lock> lock_;
  Deadline deadline_;
};

}  // namespace

Task<std::expected<std::unique_ptr<analyst::AnalystSession>, AnalystError>> SharedSpawner::open(
    asio::any_io_executor executor, analyst::CurrencyRates rates, analyst::AnalystLimits limits,
    Deadline deadline) {
  const auto turn = co_await turns_.take(access_, deadline, {});
  if (!turn) co_return std::unexpected(out_of_time());
  auto session = co_await inner_.open(executor, std::move(rates), limits, deadline);
  if (!session) co_return std::unexpected(session.error());
  co_return std::make_unique<SharedSession>(std::move(*session), turns_, access_, executor,
                                            deadline);
}

TurnLimits computing_limits() {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();
  return {.person = cores,
          .organization = cores,
          .server = no_limit,
          .waiting_person = no_limit,
          .waiting_organization = no_limit,
          .waiting_server = no_limit};
}

}  // namespace sluice::analytics
