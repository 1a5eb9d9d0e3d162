#include "app/serving.h"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <thread>

namespace sluice::app {
namespace {

[[nodiscard]] sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGUSR1);  // Ours: the server ended by itself.
  return set;
}

}  // namespace

void hold_back_stop_signals() {
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void serve_until_signal(net::HttpServer& server) {
  std::thread waiter([&server] {
    const sigset_t set = stop_signals();
    int signal = 0;
    sigwait(&set, &signal);
    if (signal != SIGUSR1) server.stop();
  });
  server.run(std::max(1U, std::thread::hardware_concurrency()));
  pthread_kill(waiter.native_handle(), SIGUSR1);
  waiter.join();
}

}  // namespace sluice::app
