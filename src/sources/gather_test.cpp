#include "sources/gather.h"

#include "net/io_runtime.h"

#include <gtest/gtest.h>
#include <boost/asio/post.hpp>

#include <stdexcept>

namespace sluice::sources {
namespace {

// Comes back after so many turns of the loop.
Task<int> after(int turns, int value) {
  const auto executor = co_await boost::asio::this_coro::executor;
  for (int turn = 0; turn < turns; ++turn)
    co_await boost::asio::post(executor, boost::asio::use_awaitable);
  co_return value;
}
Task<int> failing(int turns) {
  (void)co_await after(turns, 0);
  throw std::runtime_error("the disk is full");
}
// `done` outlives the loop that runs this.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<int> counted(int turns, int& done) {
  const int value = co_await after(turns, 1);
  ++done;
  co_return value;
}

TEST(Gather, gives_results_in_the_order_of_the_tasks_however_they_end) {
  net::IoRuntime runtime(1);
  std::vector<Task<int>> tasks;
  tasks.push_back(after(9, 1));
  tasks.push_back(after(0, 2));
  tasks.push_back(after(3, 3));
  EXPECT_EQ(runtime.run_to_completion(gather(std::move(tasks))), (std::vector<int>{1, 2, 3}));
}

TEST(Gather, of_nothing_is_nothing) {
  net::IoRuntime runtime(1);
  EXPECT_TRUE(runtime.run_to_completion(gather(std::vector<Task<int>>{})).empty());
}

// A failure that came first must not leave the others running into parts that are gone.
TEST(Gather, a_failure_is_thrown_once_all_have_ended) {
  net::IoRuntime runtime(1);
  int done = 0;
  std::vector<Task<int>> tasks;
  tasks.push_back(failing(0));
  tasks.push_back(counted(20, done));
  tasks.push_back(counted(5, done));
  EXPECT_THROW((void)runtime.run_to_completion(gather(std::move(tasks))), std::runtime_error);
  EXPECT_EQ(done, 2);
}

}  // namespace
}  // namespace sluice::sources
