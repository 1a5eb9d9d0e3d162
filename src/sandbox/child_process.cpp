#include "sandbox/child_process.h"

#include "base/time_format.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr int report_descriptor = 3;
constexpr std::chrono::milliseconds stop_patience{2'000};
constexpr std::chrono::milliseconds stop_poll{20};

// Closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const noexcept { return number_; }
  void reset() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

std::vector<std::string> arguments_for(const LauncherOptions& options) {
  std::vector<std::string> arguments{"sluice",
                                     "sandbox",
                                     "--port",
                                     "0",
                                     "--report-descriptor",
                                     std::to_string(report_descriptor),
                                     "--parent",
                                     std::to_string(::getpid())};
  const auto add = [&](std::string name, std::string value) {
    arguments.push_back(std::move(name));
    arguments.push_back(std::move(value));
  };
  if (options.now) add("--now", to_rfc3339(*options.now));
  if (!options.product_url.empty()) add("--product", options.product_url);
  std::string slugs;
  for (const std::string& slug : options.vendors)
    slugs += (slugs.empty() ? "" : ",") + slug;
  if (!slugs.empty()) add("--vendors", slugs);
  if (options.token_lifetime)
    add("--token-lifetime", std::to_string(options.token_lifetime->count()));
  if (!options.world.empty()) add("--world", options.world.string());
  if (!options.state.empty()) add("--state", options.state.string());
  if (options.automatic_consent) arguments.emplace_back("--automatic-consent");
  return arguments;
}

// How the child starts: its own process group, so that Ctrl-C reaches the parent alone; signals
// as a fresh program has them; no terminal input; the pipe, and nothing else of ours.
class SpawnSettings {
 public:
  explicit SpawnSettings(int report) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, report, report_descriptor);
    // The parent holds databases and sockets; the child must not keep any of them open.
    posix_spawn_file_actions_addclosefrom_np(&actions_, report_descriptor + 1);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    sigset_t defaults;
    sigemptyset(&defaults);
    for (const int signal : {SIGTERM, SIGINT, SIGPIPE, SIGHUP, SIGCHLD})
      sigaddset(&defaults, signal);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* actions() const noexcept { return &actions_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const noexcept { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// Reads "PORT\n". Nothing when the pipe ends or the deadline passes first.
std::optional<std::uint16_t> read_port(int descriptor, Deadline deadline) {
  // Port and newline, at most six bytes; read in pieces because a pipe promises no more.
  std::string text;
  while (!text.ends_with('\n')) {
    pollfd wait{descriptor, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(deadline.left().count())) <= 0) return std::nullopt;
    std::array<char, 16> piece{};
    const ssize_t count = ::read(descriptor, piece.data(), piece.size());
    if (count <= 0) return std::nullopt;
    text.append(piece.data(), static_cast<std::size_t>(count));
  }
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size() - 1, port);
  if (error != std::errc() || *end != '\n' || port == 0) return std::nullopt;
  return port;
}

}  // namespace

std::expected<SandboxChild, std::string> spawn_sandbox(const LauncherOptions& options,
                                                       Deadline deadline) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::unexpected("no pipe to the sandbox");
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  std::vector<std::string> arguments = arguments_for(options);
  std::vector<char*> raw;
  for (std::string& argument : arguments)
    raw.push_back(argument.data());
  raw.push_back(nullptr);
  std::array<char*, 1> environment{nullptr};  // The child needs none of ours.
  pid_t process = -1;
  const SpawnSettings settings(writing.number());
  const int failure = ::posix_spawn(&process, options.executable.c_str(), settings.actions(),
                                    settings.attributes(), raw.data(), environment.data());
  if (failure != 0) return std::unexpected("cannot start " + options.executable.string());
  writing.reset();  // The pipe then ends when the child does.
  const auto port = read_port(reading.number(), deadline);
  if (port) return SandboxChild{process, *port};
  end_child(process);
  return std::unexpected("the sandbox did not start within its time");
}

void end_child(int process) {
  ::kill(process, SIGTERM);
  // Asked first, so that it can write its state; made to, so that a hung child holds nobody up.
  const Deadline patience = Deadline::in(stop_patience);
  while (::waitpid(process, nullptr, WNOHANG) == 0) {
    if (patience.passed()) {
      ::kill(process, SIGKILL);
      ::waitpid(process, nullptr, 0);
      return;
    }
    ::poll(nullptr, 0, static_cast<int>(stop_poll.count()));
  }
}

void report_port(int descriptor, std::uint16_t port) {
  const std::string line = std::to_string(port) + "\n";
  // A parent that no longer listens is gone, and then so are we.
  if (::write(descriptor, line.data(), line.size()) < 0) return;
  ::close(descriptor);
}

bool follow_parent(int parent_process) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  return ::getppid() == parent_process;  // It may have died before the line above.
}

}  // namespace sluice::sandbox
