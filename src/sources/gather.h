#pragma once
#include "base/task.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace sluice::sources {

// Runs all tasks side by side on the caller's executor and gives their results in order. The
// tasks own what they use: when the caller is given up they run to their end by themselves.
template <class Result>
[[nodiscard]] Task<std::vector<Result>> gather(std::vector<Task<Result>> tasks) {
  struct State {
    explicit State(const boost::asio::any_io_executor& executor, std::size_t count)
        : done(executor, count), results(count) {}
    boost::asio::experimental::channel<void(boost::system::error_code)> done;
    std::vector<std::optional<Result>> results;
    std::exception_ptr failure;
  };
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto state = std::make_shared<State>(executor, tasks.size());
  for (std::size_t at = 0; at < tasks.size(); ++at) {
    boost::asio::co_spawn(executor, std::move(tasks[at]),
                          [state, at](std::exception_ptr failure, Result result) {
                            if (failure) state->failure = std::move(failure);
                            state->results[at].emplace(std::move(result));
                            state->done.try_send(boost::system::error_code());
                          });
  }
  for (std::size_t at = 0; at < tasks.size(); ++at) {
    co_await state->done.async_receive(boost::asio::use_awaitable);
  }
  if (state->failure) std::rethrow_exception(state->failure);
  std::vector<Result> results;
  for (auto& result : state->results)
    results.push_back(std::move(*result));
  co_return results;
}

}  // namespace sluice::sources
