#include "net/system_resolver.h"

#include <netdb.h>
#include <sys/socket.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <utility>

namespace sluice::net {
namespace {

namespace asio = boost::asio;

constexpr unsigned threads = 4;
constexpr int lookups_max = 64;
constexpr std::chrono::seconds lookup_time{5};

std::vector<std::string> look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* raw = nullptr;
  // The final dot keeps the search list of /etc/resolv.conf out of it.
  if (getaddrinfo((host + ".").c_str(), nullptr, &hints, &raw) != 0) return {};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> answers(raw, freeaddrinfo);
  std::vector<std::string> addresses;
  for (const addrinfo* answer = answers.get(); answer != nullptr; answer = answer->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(answer->ai_addr, answer->ai_addrlen, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0)
      continue;
    if (std::ranges::find(addresses, text.data()) == addresses.end())
      addresses.emplace_back(text.data());
  }
  return addresses;
}

// Shared by the coroutine, which may give up, and the thread, which cannot.
struct Lookup {
  explicit Lookup(const asio::any_io_executor& executor)
      : strand(asio::make_strand(executor)), timer(strand, lookup_time) {}
  asio::strand<asio::any_io_executor> strand;
  asio::steady_timer timer;
  std::vector<std::string> answers;
};

// Runs on the look-up's strand: the answer, posted there, cannot overtake the wait for it.
Task<std::vector<std::string>> run(std::shared_ptr<Lookup> lookup,
                                   std::shared_ptr<std::atomic<int>> running,
                                   asio::any_io_executor pool, std::string host) {
  asio::post(pool, [lookup, running, name = std::move(host)] {
    std::vector<std::string> answers = look_up(name);
    --*running;
    asio::post(lookup->strand, [lookup, found = std::move(answers)]() mutable {
      lookup->answers = std::move(found);
      lookup->timer.cancel();
    });
  });
  co_await lookup->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return std::move(lookup->answers);
}

}  // namespace

struct SystemResolver::Impl {
  asio::thread_pool pool{threads};
  std::shared_ptr<std::atomic<int>> running = std::make_shared<std::atomic<int>>(0);
};

SystemResolver::SystemResolver() : impl_(std::make_unique<Impl>()) {}

SystemResolver::~SystemResolver() {
  impl_->pool.stop();
  impl_->pool.join();
}

Task<std::vector<std::string>> SystemResolver::resolve(std::string host) {
  if (impl_->running->fetch_add(1) >= lookups_max) {
    --*impl_->running;
    co_return std::vector<std::string>{};
  }
  const auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
  co_return co_await asio::co_spawn(
      lookup->strand, run(lookup, impl_->running, impl_->pool.get_executor(), std::move(host)),
      asio::use_awaitable);
}

}  // namespace sluice::net
