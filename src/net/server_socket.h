#pragma once
#include "base/task.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sluice::net {

// The server's end of one TCP connection: non-blocking, every wait with a limit. Internal to net/;
// lives on the strand of its socket.
class ServerSocket : public std::enable_shared_from_this<ServerSocket> {
 public:
  // Accepted and connected; the peer's address is read at once, since it is gone after a reset.
  explicit ServerSocket(boost::asio::ip::tcp::socket socket);

  [[nodiscard]] boost::asio::any_io_executor executor() { return socket_.get_executor(); }
  [[nodiscard]] const std::string& peer_address() const noexcept { return peer_address_; }

  // From here on at most `time` until the operation under way, and every later one, fails.
  void arm(std::chrono::milliseconds time);
  void disarm() noexcept { deadline_ = never; }
  [[nodiscard]] bool timed_out() const noexcept { return timed_out_; }
  void cut();  // Ends every operation, now and later.

  // 0 when the peer has left, the time is over or the socket was cut.
  [[nodiscard]] Task<std::size_t> read_some(char* into, std::size_t size);
  // False likewise. A peer must take something at least every `stall_time`.
  [[nodiscard]] Task<bool> write_all(std::string_view head, std::string_view body);

  // Calls `gone` when the peer leaves before unwatch(). Bytes of a next request end the watch.
  void watch(std::function<void()> gone);
  void unwatch();

  // Ends the sending half and waits a moment for the peer's: closing at once with unread bytes
  // would reset the connection and lose the answer on its way.
  [[nodiscard]] Task<void> linger();

 private:
  using SteadyClock = std::chrono::steady_clock;
  static constexpr auto never = SteadyClock::time_point::max();

  [[nodiscard]] std::size_t write_now(std::string_view& head, std::string_view& body,
                                      boost::system::error_code& error);
  void run_timer();
  void wait_for_peer();

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  std::string peer_address_;
  SteadyClock::time_point deadline_ = never;
  bool timer_runs_ = false;
  bool timed_out_ = false;
  bool cut_ = false;
  std::function<void()> gone_;
};

}  // namespace sluice::net
