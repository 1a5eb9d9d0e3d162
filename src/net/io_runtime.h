#pragma once
#include "base/task.h"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace sluice::net {

// The io threads of the process: an io_context with its libcurl driver and blocking pool. Made
// once in the composition root and handed down; hides Asio from everyone else.
class IoRuntime {
 public:
  // Starts the blocking pool; the io threads come with run().
  explicit IoRuntime(unsigned blocking_threads);
  ~IoRuntime();
  IoRuntime(const IoRuntime&) = delete;
  IoRuntime& operator=(const IoRuntime&) = delete;

  // Where coroutines of this process run, and where what blocks is sent.
  [[nodiscard]] boost::asio::any_io_executor executor();
  [[nodiscard]] BlockingPool& blocking_pool();
  // Runs the loop on `threads` threads (this one included) until stop(); returns when all are
  // done. More threads may join while it runs.
  void run(unsigned threads);
  // From any thread or coroutine. The loop can be run again afterwards.
  void stop();
  // For good: the pool is waited for, and every coroutine that is still under way goes with what it
  // holds. Called by whoever owns what they refer to, before any of it goes; not while a thread is
  // in run(). The destructor calls it for whoever did not.
  void end();
  // Runs one task to its end on the calling thread: the shell's way to use async code. An
  // exception that leaves the task is rethrown here. Not while another thread is in run().
  template <class T>
  T run_to_completion(Task<T> task) {
    if constexpr (std::is_void_v<T>) {
      run_to_end(std::move(task));
    } else {
      std::optional<T> result;
      run_to_end(store_result(std::move(task), result));
      return std::move(*result);
    }
  }

 private:
  struct Impl;
  // `result` lives in run_to_completion's frame, which waits for this coroutine.
  template <class T>
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
  static Task<void> store_result(Task<T> task, std::optional<T>& result) {
    result.emplace(co_await std::move(task));
  }
  void run_to_end(Task<void> task);

  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::net
