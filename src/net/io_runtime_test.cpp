#include "net/io_runtime.h"

#include <gtest/gtest.h>
#include <boost/asio/post.hpp>

#include <future>
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

}  // namespace
}  // namespace sluice::net
