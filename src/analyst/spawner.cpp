#include "analyst/confinement.h"
#include "analyst/session.h"
#include "analyst/worker.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace sluice::analyst {
namespace {

// Both -1 when the system gave none.
struct SocketPair {
  int ours = -1;
  int theirs = -1;
};

[[nodiscard]] SocketPair make_pair(int type) {
  std::array<int, 2> ends{-1, -1};
  if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()) != 0) return {};
  return {.ours = ends[0], .theirs = ends[1]};
}

// The loop of the spawner process: one thread, no key, no environment. Each message with a file is
// a session that wants a worker; a message without one asks to have a worker ready.
class Spawning {
 public:
  explicit Spawning(int control) : control_(control) {}

  [[noreturn]] void run() {
    while (wait_for_message()) {
      const int session = receive_file(control_);
      if (!database_) database_.emplace(open_for_workers());
      if (session >= 0) {
        hand_over(session);
        close(session);
      }
      if (ready_ < 0) ready_ = fork_worker();
    }
    _exit(0);
  }

 private:
  // False when the server is gone.
  [[nodiscard]] bool wait_for_message() const {
    pollfd wanted{.fd = control_, .events = POLLIN, .revents = 0};
    while (poll(&wanted, 1, -1) < 0) {
    }
    char byte = 0;
    return recv(control_, &byte, 1, MSG_PEEK) == 1;
  }
  // A worker serves one session only: another tenant's question never meets its memory.
  void hand_over(int session) {
    if (ready_ >= 0 && send_file(ready_, session)) {
      close(std::exchange(ready_, -1));
      return;
    }
    // The worker that waited is dead; a fresh one takes its place.
    if (ready_ >= 0) close(ready_);
    ready_ = fork_worker();
    if (ready_ >= 0 && send_file(ready_, session)) close(std::exchange(ready_, -1));
  }
  // Returns our end of the pair over which the worker will get its session, or -1.
  [[nodiscard]] int fork_worker() {
    const SocketPair handover = make_pair(SOCK_SEQPACKET);
    if (handover.ours < 0) return -1;
    const pid_t child = fork();
    if (child == 0) {
      close(handover.ours);
      close(control_);
      if (!database_) std::_Exit(EXIT_FAILURE);  // Opened with the first message, before any fork.
      work(handover.theirs, *database_);
    }
    close(handover.theirs);
    return handover.ours;
  }

  int control_;
  // The worker that waits for the next session, by its handover socket: no question waits for a
  // fork.
  // The worker that waits for the next session, by its handover socket: no question waits for a
  // fork.
  int ready_ = -1;
  // Opened with the first message; each worker inherits it, so that none pays for opening its own.
  std::optional<std::expected<Database, std::string>> database_;
};

// Everything that a worker must not inherit goes before the first fork, not after it.
[[noreturn]] void run_spawner(int control) {
  prctl(PR_SET_NAME, "sluice-spawner");
  // Ctrl-C and a service manager reach the whole group; the spawner ends when the server does.
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE})
    std::signal(signal, SIG_IGN);
  std::signal(SIGCHLD, SIG_IGN);  // Workers leave no zombies.
  forget_surroundings(control);
  Spawning(control).run();
}

class Spawner final : public AnalystSpawner {
 public:
  explicit Spawner(int control) : control_(control) {}
  Spawner(const Spawner&) = delete;
  Spawner& operator=(const Spawner&) = delete;
  ~Spawner() override { close(control_); }

  void warm() override {
    const char byte = 0;
    [[maybe_unused]] const auto sent = send(control_, &byte, 1, MSG_NOSIGNAL);
  }
  Task<std::expected<std::unique_ptr<AnalystSession>, AnalystError>> open(
      boost::asio::any_io_executor executor, CurrencyRates rates, AnalystLimits limits,
      Deadline deadline) override {
    const SocketPair session = make_pair(SOCK_STREAM);
    const bool asked = session.theirs >= 0 && send_file(control_, session.theirs);
    if (session.theirs >= 0) close(session.theirs);
    if (!asked) {
      if (session.ours >= 0) close(session.ours);
      co_return std::unexpected(
          AnalystError{AnalystError::Kind::died, "the spawner does not answer"});
    }
    co_return co_await open_session(std::move(executor), session.ours,
                                    {.limits = limits, .rates = std::move(rates)}, deadline);
  }

 private:
  int control_;
};

}  // namespace

std::unique_ptr<AnalystSpawner> AnalystSpawner::start() {
  // Message by message, so that a file descriptor always comes with its own message.
  const SocketPair control = make_pair(SOCK_SEQPACKET);
  const pid_t child = control.ours < 0 ? -1 : fork();
  if (child == 0) {
    close(control.ours);
    run_spawner(control.theirs);
  }
  if (control.theirs >= 0) close(control.theirs);
  return std::make_unique<Spawner>(control.ours);
}

}  // namespace sluice::analyst
