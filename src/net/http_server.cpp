#include "net/http_server.h"

#include "base/log.h"
#include "net/server_connection.h"
#include "net/server_core.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <csignal>
#include <utility>

namespace sluice::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds abort_time{2'000};
constexpr int backlog = 1024;
// Out of descriptors: others have to end before the next one fits.
constexpr std::chrono::milliseconds accept_pause{100};

// The listening socket; shared with its accept loop, which may outlive the HttpServer by a turn.
struct Listener : std::enable_shared_from_this<Listener> {
  Listener(IoRuntime& io, std::shared_ptr<ServerCore> shared_core)
      : runtime(io),
        strand(asio::make_strand(io.executor())),
        acceptor(strand),
        stop_timer(strand),
        core(std::move(shared_core)) {}

  [[nodiscard]] error_code open(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(backlog, error);
    return error;
  }

  // `self` keeps the listener while the loop runs.
  static Task<void> accept_loop(std::shared_ptr<Listener> self) {
    while (self->acceptor.is_open()) {
      auto [error, socket] = co_await self->acceptor.async_accept(
          asio::make_strand(self->runtime.executor()), as_result);
      if (!error) {
        self->welcome(std::move(socket));
      } else if (self->acceptor.is_open() && error != asio::error::operation_aborted) {
        log(LogLevel::warning, "accept_failed", {{"error", error.message()}});
        asio::steady_timer pause(self->strand, accept_pause);
        co_await pause.async_wait(as_result);
      }
    }
  }

  void welcome(tcp::socket socket) const {
    const auto executor = socket.get_executor();
    const auto connection =
        std::make_shared<ServerConnection>(std::make_shared<ServerSocket>(std::move(socket)), core);
    switch (core->enter(connection)) {
      case ServerCore::Admission::served:
        return asio::co_spawn(executor, connection->serve(), asio::detached);
      case ServerCore::Admission::told:
        return asio::co_spawn(executor, connection->turn_away(), asio::detached);
      case ServerCore::Admission::dropped: return;
    }
  }

  void post_stop() {
    asio::post(strand, [self = shared_from_this()] { self->stop(); });
  }

  void stop() {
    if (!acceptor.is_open()) return;
    error_code ignored;
    acceptor.close(ignored);
    stop_timer.expires_after(core->limits().stop_timeout);
    stop_timer.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->cut();
    });
    core->stop([self = shared_from_this()] {
      asio::post(self->strand, [self] {
        self->stop_timer.cancel();
        if (self->owns_loop) self->runtime.stop();
      });
    });
  }

  // Handlers that even cancellation does not end are left behind.
  void cut() {
    core->abort_all();
    stop_timer.expires_after(abort_time);
    stop_timer.async_wait([self = shared_from_this()](error_code error) {
      if (!error && self->owns_loop) self->runtime.stop();
    });
  }

  IoRuntime& runtime;
  asio::strand<asio::any_io_executor> strand;
  tcp::acceptor acceptor;
  asio::steady_timer stop_timer;
  std::shared_ptr<ServerCore> core;
  std::atomic<bool> owns_loop = false;  // run() was called: stopping ends the loop too.
};

class BeastServer final : public HttpServer {
 public:
  BeastServer(std::shared_ptr<Listener> listener, std::uint16_t port)
      : listener_(std::move(listener)), port_(port) {}
  ~BeastServer() override { listener_->post_stop(); }
  BeastServer(const BeastServer&) = delete;
  BeastServer& operator=(const BeastServer&) = delete;

  [[nodiscard]] std::uint16_t port() const override { return port_; }
  void run(unsigned threads) override {
    listener_->owns_loop = true;
    listener_->runtime.run(threads);
  }
  void stop() override { listener_->post_stop(); }

 private:
  std::shared_ptr<Listener> listener_;
  std::uint16_t port_;
};

std::string describe(const error_code& error, const std::string& address, std::uint16_t port) {
  const std::string where = "port " + std::to_string(port);
  if (error == asio::error::address_in_use)
    return where + " is in use by another program; choose another with --port";
  if (error == asio::error::access_denied)
    return where + " needs more rights than this program has; choose one above 1023 with --port";
  return "cannot listen on " + address + ", " + where + ": " + error.message();
}

}  // namespace

std::expected<std::unique_ptr<HttpServer>, ListenError> listen_http(std::string address,
                                                                    std::uint16_t port,
                                                                    ServerLimits limits,
                                                                    Handler handler,
                                                                    IoRuntime& runtime) {
  error_code error;
  const auto numeric =
      asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address, error);
  if (error)
    return std::unexpected(
        ListenError{"\"" + address + "\" is not a numeric address such as 127.0.0.1"});
  auto core = std::make_shared<ServerCore>(std::move(limits), std::move(handler));
  const auto listener = std::make_shared<Listener>(runtime, std::move(core));
  error = listener->open({numeric, port});
  if (error) return std::unexpected(ListenError{describe(error, address, port)});
  const std::uint16_t chosen = listener->acceptor.local_endpoint().port();
  asio::co_spawn(listener->strand, Listener::accept_loop(listener), asio::detached);
  return std::make_unique<BeastServer>(listener, chosen);
}

void stop_on_termination(HttpServer& server, IoRuntime& runtime) {
  const auto signals = std::make_shared<asio::signal_set>(runtime.executor(), SIGINT, SIGTERM);
  signals->async_wait([signals, &server](error_code error, int) {
    if (error) return;
    signals->clear();  // The next signal has its usual effect.
    server.stop();
  });
}

}  // namespace sluice::net
