#include "net/server_connection.h"

#include "base/log.h"
#include "net/http_text.h"
#include "net/problem.h"
#include "net/server_core.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <charconv>
#include <tuple>
#include <utility>

namespace sluice::net {
namespace {

namespace asio = boost::asio;

// No instant at which a wait can have begun.
constexpr std::chrono::steady_clock::rep busy = -1;

constexpr ProblemKind server_full{503, "server-full", "The server has no room for a connection"};
constexpr ProblemKind internal_failure{500, "internal-error", "The server could not answer"};

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "something that is no exception";
  }
}

std::string chunk_head(std::size_t size) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
  return std::string(digits.data(), end) + "\r\n";
}

// In a coroutine of their own, so that a function which throws before its first wait throws there.
// The handler lives in the core, the stream in the frame that waits.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<HandlerResult> call(const Handler& handler, ServerRequest request) {
  co_return co_await handler(std::move(request));
}
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<bool> fill(std::function<Task<void>(ResponseStream&)> produce, ResponseStream& stream) {
  co_await produce(stream);
  co_return true;
}

}  // namespace

// What a handler writes a streamed answer into.
class ServerConnection::Stream final : public ResponseStream {
 public:
  explicit Stream(ServerConnection& connection) : connection_(connection) {}

  [[nodiscard]] Task<bool> write(std::string bytes) override {
    if (connection_.peer_gone_) co_return false;
    if (bytes.empty()) co_return true;
    bool written = false;
    if (connection_.chunks_understood_) {
      const std::string head = chunk_head(bytes.size());
      bytes.append("\r\n");
      written = co_await connection_.socket_->write_all(head, bytes);
    } else {
      written = co_await connection_.socket_->write_all(bytes, {});
    }
    if (!written) connection_.peer_gone_ = true;
    co_return written;
  }
  [[nodiscard]] bool peer_gone() const override { return connection_.peer_gone_; }

 private:
  ServerConnection& connection_;
};

ServerConnection::ServerConnection(std::shared_ptr<ServerSocket> socket,
                                   std::shared_ptr<ServerCore> core)
    : socket_(std::move(socket)),
      core_(std::move(core)),
      reader_(*socket_, core_->limits()),
      work_ended_(socket_->executor()) {}

Task<void> ServerConnection::serve() {
  const auto self = shared_from_this();  // Until the last line, whoever lets go.
  const std::shared_ptr<const void> leave(nullptr, [this](const void*) { core_->leave(this); });
  while (!core_->stopping()) {
    idle_ = true;
    wait_begins();
    const bool received = co_await reader_.wait_for_first_byte();
    idle_ = false;
    if (!received) break;
    if (!co_await serve_one()) break;
  }
  if (!peer_gone_) co_await socket_->linger();
  socket_->cut();
}

Task<void> ServerConnection::turn_away() {
  const auto self = shared_from_this();
  const std::shared_ptr<const void> leave(nullptr, [this](const void*) { core_->leave_told(); });
  ServerResponse response = transport_problem(server_full, "Try again in a moment.");
  response.headers.push_back({"Retry-After", "5"});
  keep_alive_ = false;
  if (co_await respond(std::move(response))) co_await socket_->linger();
  socket_->cut();
}

Task<bool> ServerConnection::serve_one() {
  auto incoming = co_await reader_.read();
  if (!incoming) {
    keep_alive_ = false;
    head_only_ = false;
    std::optional<ServerResponse> answer = std::move(incoming.error().answer);
    if (answer) co_await respond(std::move(*answer));
    co_return false;
  }
  waiting_since_ = busy;
  reading_ = false;
  keep_alive_ = incoming->keep_alive && !core_->stopping();
  head_only_ = incoming->request.head_only;
  chunks_understood_ = incoming->chunks_understood;
  const auto outcome =
      co_await run_cancellable(call(core_->handler(), std::move(incoming->request)));
  if (peer_gone_) co_return false;
  if (outcome->failure) co_return co_await respond(internal_error(outcome->failure));
  if (auto* whole = std::get_if<ServerResponse>(&outcome->result))
    co_return co_await respond(std::move(*whole));
  co_return co_await respond_streaming(std::move(std::get<StreamedResponse>(outcome->result)));
}

// Runs inside the spawned coroutine, so the outcome is there before the spawn returns when the work
// never had to wait.
template <class T>
Task<void> ServerConnection::run_and_store(Task<T> work, std::shared_ptr<Outcome<T>> outcome) {
  try {
    outcome->result = co_await std::move(work);
  } catch (...) {
    outcome->failure = std::current_exception();
  }
  outcome->done = true;
  work_ended_.cancel();
}

// The work runs as a coroutine of its own on the same strand: its cancellation then ends the
// handler and not the connection, which still has to tidy up. Watching the peer costs system
// calls, so it begins only when the work does not end at once.
template <class T>
Task<std::shared_ptr<Outcome<T>>> ServerConnection::run_cancellable(Task<T> work) {
  const auto outcome = std::make_shared<Outcome<T>>();
  asio::co_spawn(
      socket_->executor(), run_and_store(std::move(work), outcome),
      asio::bind_cancellation_slot(outcome->cancel.slot(), [outcome](std::exception_ptr) {}));
  if (outcome->done) co_return outcome;
  cancel_work_ = &outcome->cancel;
  socket_->watch([this] { peer_left(); });
  while (!outcome->done) {
    work_ended_.expires_at(std::chrono::steady_clock::time_point::max());
    co_await work_ended_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  socket_->unwatch();
  cancel_work_ = nullptr;
  co_return outcome;
}

void ServerConnection::peer_left() {
  peer_gone_ = true;
  if (cancel_work_ != nullptr) cancel_work_->emit(asio::cancellation_type::terminal);
}

ServerResponse ServerConnection::internal_error(std::exception_ptr failure) const {
  log(LogLevel::error, "handler_failed", {{"error", text_of(failure)}});
  return transport_problem(internal_failure, {});
}

Task<bool> ServerConnection::respond(ServerResponse response) {
  keep_alive_ = keep_alive_ && !core_->stopping();
  const std::string head = serialise_head({.status = response.status,
                                           .keep_alive = keep_alive_,
                                           .framing = Framing::length,
                                           .body_bytes = response.body.size()},
                                          response.headers);
  const std::string_view body = head_only_ ? std::string_view{} : response.body;
  const bool written = co_await socket_->write_all(head, body);
  if (!written) peer_gone_ = true;
  co_return written&& keep_alive_;
}

Task<bool> ServerConnection::respond_streaming(StreamedResponse response) {
  keep_alive_ = keep_alive_ && chunks_understood_ && !core_->stopping();
  const std::string head =
      serialise_head({.status = response.status,
                      .keep_alive = keep_alive_,
                      .framing = chunks_understood_ ? Framing::chunked : Framing::until_close},
                     response.headers);
  if (!co_await socket_->write_all(head, {})) peer_gone_ = true;
  if (peer_gone_ || head_only_) co_return !peer_gone_ && keep_alive_;

  Stream stream(*this);
  const auto outcome = co_await run_cancellable(fill(std::move(response.produce), stream));
  if (outcome->failure && !peer_gone_)
    log(LogLevel::error, "stream_failed", {{"error", text_of(outcome->failure)}});
  if (outcome->failure || peer_gone_) {
    // Without its last chunk the answer is visibly cut short.
    peer_gone_ = true;
    co_return false;
  }
  if (!chunks_understood_) co_return false;
  co_return co_await socket_->write_all("0\r\n\r\n", {}) && keep_alive_;
}

void ServerConnection::wait_begins() {
  reading_ = true;
  waiting_since_ = SteadyClock::now().time_since_epoch().count();
}

std::optional<ServerConnection::SteadyClock::time_point> ServerConnection::waiting_since() const {
  const SteadyClock::rep since = waiting_since_;
  if (since == busy) return std::nullopt;
  return SteadyClock::time_point(SteadyClock::duration(since));
}

void ServerConnection::post_eviction() {
  waiting_since_ = busy;  // Nobody looks for it a second time.
  asio::post(socket_->executor(), [self = shared_from_this()] {
    if (self->reading_) self->socket_->cut();
  });
}

void ServerConnection::post_stop() {
  asio::post(socket_->executor(), [self = shared_from_this()] {
    if (self->idle_) self->socket_->cut();
  });
}

void ServerConnection::post_abort() {
  asio::post(socket_->executor(), [self = shared_from_this()] {
    self->peer_left();
    self->socket_->cut();
  });
}

}  // namespace sluice::net
