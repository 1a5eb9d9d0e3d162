#pragma once
#include "base/deadline.h"
#include "base/task.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <chrono>

namespace sluice::mcp {

// Waits, but not beyond the deadline. False when the deadline came first or somebody cancelled.
[[nodiscard]] inline Task<bool> pause(std::chrono::milliseconds time, Deadline deadline) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  timer.expires_after(std::min(time, deadline.left()));
  const auto [error] = co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  co_return !error && !deadline.passed();
}

}  // namespace sluice::mcp
