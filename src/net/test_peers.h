#pragma once
#include "net/egress_policy.h"
#include "net/io_runtime.h"
#include "net/table_resolver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

// Only the launcher of the sandbox may issue an EgressException; this program does not link it
// and stands in for it.
namespace sluice::sandbox {
class SandboxLauncher {
 public:
  [[nodiscard]] static net::EgressException exception(std::string origin, std::string loopback) {
    return {Passkey<SandboxLauncher>{}, std::move(origin), std::move(loopback)};
  }
};
}  // namespace sluice::sandbox

namespace sluice::net::testing {

// The loop of a runtime on a thread of its own, for as long as the object lives.
class RunningLoop {
 public:
  explicit RunningLoop(IoRuntime& runtime)
      : runtime_(runtime), thread_([this] { runtime_.run(2); }) {}
  ~RunningLoop() {
    runtime_.stop();
    thread_.join();
  }
  RunningLoop(const RunningLoop&) = delete;
  RunningLoop& operator=(const RunningLoop&) = delete;

 private:
  IoRuntime& runtime_;
  std::thread thread_;
};

// One accepted connection of a RawServer: bytes in, bytes out, nothing understood.
class RawConnection {
 public:
  explicit RawConnection(int fd) : fd_(fd) {}
  ~RawConnection() { ::close(fd_); }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  // Everything until the peer closes.
  [[nodiscard]] std::string read_all() const {
    std::string text;
    std::array<char, 4096> buffer{};
    ssize_t size = 0;
    while ((size = ::recv(fd_, buffer.data(), buffer.size(), 0)) > 0)
      text.append(buffer.data(), static_cast<std::size_t>(size));
    return text;
  }
  // Until `mark` has come; empty when the peer left before.
  [[nodiscard]] std::string read_until(std::string_view mark) const {
    std::string text;
    while (!text.contains(mark)) {
      std::array<char, 4096> buffer{};
      const ssize_t size = ::recv(fd_, buffer.data(), buffer.size(), 0);
      if (size <= 0) return {};
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
  }
  // Takes bytes in until `mark`, one at a time, and keeps none of them.
  [[nodiscard]] bool drop_until(std::string_view mark) const {
    std::size_t matched = 0;
    char byte = 0;
    while (matched < mark.size()) {
      if (::recv(fd_, &byte, 1, 0) <= 0) return false;
      matched = byte == mark[matched] ? matched + 1 : (byte == mark[0] ? 1 : 0);
    }
    return true;
  }
  // False once the peer has gone.
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t size = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
  }
  // Returns when the peer closes.
  void wait_for_close() const { (void)read_all(); }

 private:
  int fd_;
};

// A connection of our own to a server on loopback; from another address of it where one is given.
[[nodiscard]] inline std::unique_ptr<RawConnection> connect_to(std::uint16_t port,
                                                               const char* from = "127.0.0.1") {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in source{};
  source.sin_family = AF_INET;
  inet_pton(AF_INET, from, &source.sin_addr);
  const void* raw_source = &source;
  ::bind(fd, static_cast<const sockaddr*>(raw_source), sizeof source);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const void* raw = &address;
  ::connect(fd, static_cast<const sockaddr*>(raw), sizeof address);
  return std::make_unique<RawConnection>(fd);
}

// A TCP server that does what a test tells it, however wrong: each connection runs `behave`.
class RawServer {
 public:
  explicit RawServer(std::function<void(RawConnection&)> behave) : behave_(std::move(behave)) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    void* raw = &address;
    ::bind(fd_, static_cast<sockaddr*>(raw), sizeof address);
    ::listen(fd_, 16);
    socklen_t size = sizeof address;
    ::getsockname(fd_, static_cast<sockaddr*>(raw), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~RawServer() {
    ::shutdown(fd_, SHUT_RDWR);
    acceptor_.join();
    ::close(fd_);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void accept_all() {
    std::vector<std::jthread> threads;
    while (true) {
      const int peer = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer < 0) return;
      ++connections_;
      threads.emplace_back([this, peer] {
        RawConnection connection(peer);
        behave_(connection);
      });
    }
  }

  std::function<void(RawConnection&)> behave_;
  int fd_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::thread acceptor_;
};

constexpr const char* vendor = "https://mcp.vendor.test";

// The vendor's origin, answered by `loopback`.
[[nodiscard]] inline std::vector<EgressException> excepting(std::string loopback) {
  return {sandbox::SandboxLauncher::exception(vendor, std::move(loopback))};
}

}  // namespace sluice::net::testing
