#include "net/io_runtime.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace sluice::net {

namespace asio = boost::asio;

namespace {

// What a context does at its own end, by name: its handlers go, and with them the coroutines that
// wait in them. Sockets and timers that outlive it may still be closed.
class Loop : public asio::io_context {
 public:
  void drop_handlers() { shutdown(); }
};

}  // namespace

struct IoRuntime::Impl {
  explicit Impl(unsigned blocking_threads) : pool(blocking_threads) {}
  Loop context;
  // Without it the loop would count as stopped whenever nothing happens to be under way.
  asio::executor_work_guard<asio::io_context::executor_type> work = make_work_guard(context);
  BlockingPool pool;
  std::atomic<int> runners = 0;
};

IoRuntime::IoRuntime(unsigned blocking_threads)
    : impl_(std::make_unique<Impl>(blocking_threads == 0 ? 1 : blocking_threads)) {}

IoRuntime::~IoRuntime() {
  end();
}

asio::any_io_executor IoRuntime::executor() {
  return impl_->context.get_executor();
}

BlockingPool& IoRuntime::blocking_pool() {
  return impl_->pool;
}

void IoRuntime::run(unsigned threads) {
  ++impl_->runners;
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i)
      others.emplace_back([this] { impl_->context.run(); });
    impl_->context.run();
  }
  // Only the last one out: a restart in between would keep the others running for ever.
  if (--impl_->runners == 0) impl_->context.restart();
}

void IoRuntime::stop() {
  impl_->context.stop();
}

// The pool goes first: its jobs post their results to the context.
void IoRuntime::end() {
  impl_->pool.stop();
  impl_->pool.join();
  impl_->context.drop_handlers();
}

void IoRuntime::run_to_end(Task<void> task) {
  struct Outcome {
    std::exception_ptr failure;
    bool done = false;
  };
  // Shared with the handler, which stays behind in the context when the loop is stopped.
  const auto outcome = std::make_shared<Outcome>();
  asio::co_spawn(impl_->context, std::move(task), [outcome](std::exception_ptr thrown) {
    outcome->failure = std::move(thrown);
    outcome->done = true;
  });
  while (!outcome->done && impl_->context.run_one() > 0) {
  }
  if (!outcome->done) {
    impl_->context.restart();
    throw std::runtime_error("the io loop was stopped before the task ended");
  }
  if (outcome->failure) std::rethrow_exception(outcome->failure);
}

}  // namespace sluice::net
