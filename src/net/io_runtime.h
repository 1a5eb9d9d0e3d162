#pragma once
#include "base/task.h"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace sluice::net {

// The io threads of the process: an io_context with its libcurl driver and blocking pool. Made
// once in the composition root and handed down; hides Asio from everyone else.
class IoRuntime {
 public:
  explicit IoRuntime(unsigned blocking_threads);
  ~IoRuntime();
  IoRuntime(const IoRuntime&) = delete;
  IoRuntime& operator=(const IoRuntime&) = delete;

  [[nodiscard]] boost::asio::any_io_executor executor();
  [[nodiscard]] BlockingPool& blocking_pool();
  // Runs the loop on `threads` threads until stop(); returns when all are done.
  void run(unsigned threads);
  void stop();
  // Runs one task to its end on the calling thread: the shell's way to use async code. An
  // exception that leaves the task is rethrown here.
  template <class T>
  T run_to_completion(Task<T> task);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::net
