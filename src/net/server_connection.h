#pragma once
#include "net/http_server.h"
#include "net/request_reader.h"
#include "net/server_head.h"
#include "net/server_socket.h"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace sluice::net {

class ServerCore;

// What became of a handler, or of the part of it that writes a stream.
template <class T>
struct Outcome {
  T result{};
  std::exception_ptr failure;
  bool done = false;
  boost::asio::cancellation_signal cancel;
};

// One peer: reads requests and writes answers in turn, until either side has had enough. Internal
// to net/. Everything but the post_ functions happens on the strand of its socket.
class ServerConnection final : public std::enable_shared_from_this<ServerConnection> {
 public:
  ServerConnection(std::shared_ptr<ServerSocket> socket, std::shared_ptr<ServerCore> core);

  // Returns when the connection is closed. Runs once.
  [[nodiscard]] Task<void> serve();
  // Tells the peer that the server is full, and leaves.
  [[nodiscard]] Task<void> turn_away();
  void post_stop();      // Ends now when idle, after the request in flight otherwise.
  void post_abort();     // Ends now, the handler included.
  void post_eviction();  // Ends now if it still waits for its peer.

  [[nodiscard]] const std::string& peer_address() const noexcept { return socket_->peer_address(); }
  using SteadyClock = std::chrono::steady_clock;
  // From any thread: since when the peer has not sent a whole request; nothing while one is being
  // answered.
  [[nodiscard]] std::optional<SteadyClock::time_point> waiting_since() const;

 private:
  class Stream;

  // Both return whether another request may follow.
  [[nodiscard]] Task<bool> serve_one();
  [[nodiscard]] Task<bool> respond(ServerResponse response);
  [[nodiscard]] Task<bool> respond_streaming(StreamedResponse response);
  // Runs a part of the handler so that a peer that leaves cancels it.
  template <class T>
  [[nodiscard]] Task<std::shared_ptr<Outcome<T>>> run_cancellable(Task<T> work);
  template <class T>
  [[nodiscard]] Task<void> run_and_store(Task<T> work, std::shared_ptr<Outcome<T>> outcome);
  void peer_left();
  void wait_begins();
  [[nodiscard]] ServerResponse internal_error(std::exception_ptr failure) const;

  std::shared_ptr<ServerSocket> socket_;
  std::shared_ptr<ServerCore> core_;
  RequestReader reader_;
  boost::asio::steady_timer work_ended_;  // Never expires; cancelled when the work has ended.
  boost::asio::cancellation_signal* cancel_work_ = nullptr;  // Of the work that is waited for.
  std::atomic<SteadyClock::rep> waiting_since_ = SteadyClock::now().time_since_epoch().count();
  bool idle_ = true;      // Between two requests.
  bool reading_ = false;  // Until a request is whole.
  bool peer_gone_ = false;
  // Of the request being answered.
  bool keep_alive_ = false;
  bool head_only_ = false;
  bool chunks_understood_ = false;
};

}  // namespace sluice::net
