#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <concepts>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace sluice {

// What an asynchronous function returns; the one Asio type in public headers.
template <class T = void>
using Task = boost::asio::awaitable<T>;

// Threads for work that blocks (SQLite, Argon2id, files), so that no io thread ever waits.
using BlockingPool = boost::asio::thread_pool;

// Runs `work` on the pool and comes back to the caller's executor with its result. The pool
// outlives the server. `work` is owned by the coroutine's frame.
template <std::invocable Work>
// The pool is a resource that outlives the server.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
[[nodiscard]] Task<std::invoke_result_t<Work>> run_blocking(BlockingPool& pool, Work work) {
  using Result = std::invoke_result_t<Work>;
  // What blocks cannot be stopped half way, so a peer that leaves does not reach into it: the
  // caller notices at its next wait.
  const auto uncancelled = [] {
    return boost::asio::bind_cancellation_slot(boost::asio::cancellation_slot(),
                                               boost::asio::use_awaitable);
  };
  if constexpr (std::is_void_v<Result>) {
    auto job = [](Work inner) -> Task<void> {
      inner();
      co_return;
    };
    co_await boost::asio::co_spawn(pool.get_executor(), job(std::move(work)), uncancelled());
  } else {
    // In an optional, because Asio asks of what it carries that it can be made from nothing.
    auto job = [](Work inner) -> Task<std::optional<Result>> { co_return inner(); };
    auto result =
        co_await boost::asio::co_spawn(pool.get_executor(), job(std::move(work)), uncancelled());
    co_return std::move(*result);
  }
}

}  // namespace sluice
