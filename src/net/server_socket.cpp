#include "net/server_socket.h"

#include "net/ip_address.h"

#include <sys/socket.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace sluice::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
// For each piece, not for the whole: a slow peer that takes something is not cut.
constexpr std::chrono::milliseconds stall_time{60'000};
constexpr std::chrono::milliseconds linger_time{1'000};
constexpr std::size_t linger_bytes_max = std::size_t{256} * 1024;

bool would_block(const error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace

ServerSocket::ServerSocket(asio::ip::tcp::socket socket)
    : socket_(std::move(socket)), timer_(socket_.get_executor()) {
  error_code ignored;
  const auto peer = socket_.remote_endpoint(ignored);
  if (!ignored) peer_address_ = peer.address().to_string();
  if (const auto address = IpAddress::parse(peer_address_))
    peer_address_ = address->unmapped().to_text();
  socket_.non_blocking(true, ignored);
  // Events are small, and each has to be seen at once.
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void ServerSocket::arm(std::chrono::milliseconds time) {
  timed_out_ = false;
  deadline_ = SteadyClock::now() + time;
  if (!timer_runs_ || timer_.expiry() > deadline_) run_timer();
}

// The timer is not moved with every arm(): it looks when it fires whether the deadline has moved.
void ServerSocket::run_timer() {
  timer_runs_ = true;
  timer_.expires_at(deadline_);
  timer_.async_wait([self = shared_from_this()](error_code error) {
    if (error) return;
    self->timer_runs_ = false;
    if (self->deadline_ == never) return;
    if (SteadyClock::now() < self->deadline_) return self->run_timer();
    self->timed_out_ = true;
    error_code ignored;
    self->socket_.cancel(ignored);
  });
}

void ServerSocket::cut() {
  cut_ = true;
  error_code ignored;
  timer_.cancel();
  timer_runs_ = false;
  socket_.close(ignored);
}

// The buffer belongs to the caller, who waits.
Task<std::size_t> ServerSocket::read_some(char* into, std::size_t size) {
  if (timed_out_ || cut_) co_return 0;
  const auto [failure, read] =
      co_await socket_.async_read_some(asio::buffer(into, size), as_result);
  co_return failure ? 0 : read;
}

// Takes what was sent off the front of both texts.
std::size_t ServerSocket::write_now(std::string_view& head, std::string_view& body,
                                    error_code& error) {
  // Both in one call, without copying them together: a page and its head fit one packet more often.
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(body)};
  const std::size_t sent = socket_.write_some(buffers, error);
  const std::size_t of_head = std::min(sent, head.size());
  head.remove_prefix(of_head);
  body.remove_prefix(sent - of_head);
  return sent;
}

Task<bool> ServerSocket::write_all(std::string_view head, std::string_view body) {
  while (!head.empty() || !body.empty()) {
    if (cut_) co_return false;
    error_code error;
    const std::size_t sent = write_now(head, body, error);
    if (sent > 0 && !error) continue;
    if (!would_block(error)) co_return false;
    arm(stall_time);
    const auto [failure] =
        co_await socket_.async_wait(asio::ip::tcp::socket::wait_write, as_result);
    disarm();
    if (failure) co_return false;
  }
  co_return true;
}

void ServerSocket::watch(std::function<void()> gone) {
  gone_ = std::move(gone);
  wait_for_peer();
}

void ServerSocket::wait_for_peer() {
  const auto ready = [self = shared_from_this()](error_code error) {
    if (error || !self->gone_) return;
    char byte = 0;
    const auto seen = ::recv(self->socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    // A next request is on its way: the peer is there, and nothing more is to be learned.
    if (seen > 0) return;
    if (seen < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return self->wait_for_peer();
    std::exchange(self->gone_, nullptr)();
  };
  socket_.async_wait(asio::ip::tcp::socket::wait_read, ready);
}

void ServerSocket::unwatch() {
  gone_ = nullptr;
  error_code ignored;
  socket_.cancel(ignored);
}

Task<void> ServerSocket::linger() {
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  arm(linger_time);
  std::array<char, 4096> buffer{};
  std::size_t dropped = 0;
  while (dropped < linger_bytes_max) {
    const std::size_t read = co_await read_some(buffer.data(), buffer.size());
    if (read == 0) break;
    dropped += read;
  }
  cut();
}

}  // namespace sluice::net
