#include "net/io_runtime.h"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

namespace sluice::net {
namespace {

Task<int> forty_two() {
  co_return 42;
}
Task<void> fail() {
  throw std::runtime_error("as told");
  co_return;
}
Task<std::thread::id> blocking_thread(BlockingPool* pool) {
  co_return co_await run_blocking(*pool, [] { return std::this_thread::get_id(); });
}

// Says in its end what it needed, and posts, as whoever gives back a turn does.
struct Held {
  ~Held() {
    *gone = true;
    boost::asio::post(executor, [] {});
  }
  bool* gone;
  boost::asio::any_io_executor executor;
};
Task<void> wait_with(std::shared_ptr<Held> held) {
  boost::asio::steady_timer timer(held->executor, std::chrono::hours(1));
  co_await timer.async_wait(boost::asio::use_awaitable);
}

TEST(IoRuntime, runs_tasks_to_completion_one_after_another) {
  IoRuntime runtime(1);
  EXPECT_EQ(runtime.run_to_completion(forty_two()), 42);
  EXPECT_EQ(runtime.run_to_completion(forty_two()), 42);
}

TEST(IoRuntime, hands_the_exception_of_a_task_on) {
  IoRuntime runtime(1);
  EXPECT_THROW(runtime.run_to_completion(fail()), std::runtime_error);
  EXPECT_EQ(runtime.run_to_completion(forty_two()), 42);
}

TEST(IoRuntime, keeps_blocking_work_off_its_own_threads) {
  IoRuntime runtime(2);
  const auto id = runtime.run_to_completion(blocking_thread(&runtime.blocking_pool()));
  EXPECT_NE(id, std::this_thread::get_id());
}

TEST(IoRuntime, can_run_again_after_it_was_stopped) {
  IoRuntime runtime(1);
  for (int i = 0; i < 2; ++i) {
    std::promise<void> running;
    std::thread loop([&] { runtime.run(2); });
    boost::asio::post(runtime.executor(), [&] { running.set_value(); });
    running.get_future().wait();
    runtime.stop();
    loop.join();
  }
  EXPECT_EQ(runtime.run_to_completion(forty_two()), 42);
}

TEST(IoRuntime, destroys_what_is_under_way_at_its_end_while_others_still_live) {
  IoRuntime runtime(1);
  boost::asio::steady_timer outlives(runtime.executor(), std::chrono::hours(1));
  bool gone = false;
  boost::asio::co_spawn(runtime.executor(),
                        wait_with(std::make_shared<Held>(&gone, runtime.executor())),
                        boost::asio::detached);
  EXPECT_EQ(runtime.run_to_completion(forty_two()), 42);
  EXPECT_FALSE(gone);
  runtime.end();
  EXPECT_TRUE(gone);
  runtime.end();  // Once more does nothing.
}

}  // namespace
}  // namespace sluice::net
