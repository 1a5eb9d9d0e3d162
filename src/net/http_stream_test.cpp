// Server and client together, over real sockets of loopback.
#include "net/http_client.h"
#include "net/http_server.h"
#include "net/http_text.h"
#include "net/sse_reader.h"
#include "net/test_peers.h"

#include <gtest/gtest.h>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <chrono>

namespace sluice::net {
namespace {

using namespace std::chrono_literals;
using testing::excepting;
using testing::vendor;

Task<void> sleep_for(std::chrono::milliseconds time) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// A vendor and its caller on one runtime.
class Pair {
 public:
  explicit Pair(Handler handler)
      : server_(std::move(listen_http("127.0.0.1", 0, {}, std::move(handler), runtime_).value())),
        policy_(resolver_, excepting("http://127.0.0.1:" + std::to_string(server_->port()))) {}

  template <class T>
  T run(Task<T> task) {
    return runtime_.run_to_completion(std::move(task));
  }
  [[nodiscard]] Task<std::unique_ptr<HttpStream>> open(HttpLimits limits = {}) {
    auto endpoint = co_await policy_.admit(std::string(vendor) + "/events");
    auto stream = co_await client_->open(std::move(*endpoint), {}, limits);
    EXPECT_TRUE(stream);
    co_return std::move(*stream);
  }
  [[nodiscard]] Task<std::expected<HttpResponse, HttpError>> send() {
    auto endpoint = co_await policy_.admit(std::string(vendor) + "/slow");
    co_return co_await client_->send(std::move(*endpoint), {}, {});
  }

 private:
  IoRuntime runtime_{1};
  std::unique_ptr<HttpServer> server_;
  TableResolver resolver_{{}};
  EgressPolicy policy_;
  std::unique_ptr<HttpClient> client_ = make_http_client(runtime_);
};

struct Counters {
  std::atomic<int> written = 0;
  std::atomic<bool> ended = false;
};
using CountersPointer = std::shared_ptr<Counters>;

// The stream belongs to the server, which waits for these.
// NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<void> ten_events(ResponseStream& stream) {
  for (int i = 0; i < 10; ++i) {
    if (!co_await stream.write(format_sse("step", std::to_string(i)))) co_return;
    co_await sleep_for(5ms);
  }
}

Task<void> megabytes(ResponseStream& stream, CountersPointer counters, int count) {
  const std::shared_ptr<void> guard(nullptr, [counters](void*) { counters->ended = true; });
  for (int i = 0; i < count; ++i) {
    if (!co_await stream.write(std::string(1'000'000, 'x'))) co_return;
    ++counters->written;
  }
}
// NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)

Task<HandlerResult> streamed(std::function<Task<void>(ResponseStream&)> produce) {
  co_return StreamedResponse{.produce = std::move(produce)};
}
Handler streaming_megabytes(const CountersPointer& counters, int count) {
  return [=](const ServerRequest&) {
    return streamed([=](ResponseStream& stream) { return megabytes(stream, counters, count); });
  };
}

Task<std::vector<SseEvent>> read_events(Pair* pair) {
  const auto stream = co_await pair->open();
  SseReader reader;
  std::vector<SseEvent> all;
  while (true) {
    const auto piece = co_await stream->read();
    EXPECT_TRUE(piece);
    if (!piece || piece->empty()) co_return all;
    const auto events = reader.feed(*piece);
    EXPECT_TRUE(events);
    all.insert(all.end(), events->begin(), events->end());
  }
}

TEST(HttpStream, carries_events_as_they_come) {
  Pair pair([](const ServerRequest&) { return streamed(ten_events); });
  const auto events = pair.run(read_events(&pair));
  ASSERT_EQ(events.size(), 10U);
  EXPECT_EQ(events.back().data, "9");
}

Task<int> read_slowly(Pair* pair, CountersPointer counters) {
  const auto stream = co_await pair->open({.body_bytes_max = 200'000'000});
  int before = -1;
  while (before != counters->written) {  // Until both sides stand still.
    before = counters->written;
    co_await sleep_for(50ms);
  }
  const int held_back_at = before;
  std::size_t bytes = 0;
  while (true) {
    const auto piece = co_await stream->read();
    EXPECT_TRUE(piece);
    if (!piece || piece->empty()) break;
    bytes += piece->size();
  }
  EXPECT_EQ(bytes, 100'000'000U);
  co_return held_back_at;
}

TEST(HttpStream, holds_the_vendor_back_while_nothing_is_read) {
  const auto counters = std::make_shared<Counters>();
  Pair pair(streaming_megabytes(counters, 100));
  EXPECT_LT(pair.run(read_slowly(&pair, counters)), 50);
  EXPECT_EQ(counters->written, 100);
}

Task<void> drop_after_first_read(Pair* pair, CountersPointer counters) {
  {
    const auto stream = co_await pair->open();
    EXPECT_TRUE(co_await stream->read());
  }
  for (int i = 0; i < 500 && !counters->ended; ++i)
    co_await sleep_for(10ms);
}

TEST(HttpStream, ends_the_exchange_when_it_is_destroyed) {
  const auto counters = std::make_shared<Counters>();
  Pair pair(streaming_megabytes(counters, 1000));
  pair.run(drop_after_first_read(&pair, counters));
  EXPECT_TRUE(counters->ended);
}

Task<HandlerResult> never(CountersPointer counters) {
  const std::shared_ptr<void> guard(nullptr, [counters](void*) { counters->ended = true; });
  ++counters->written;
  co_await sleep_for(1h);
  co_return ServerResponse{};
}

Task<void> cancel_a_call(Pair* pair, CountersPointer counters) {
  using boost::asio::experimental::awaitable_operators::operator||;
  co_await (pair->send() || sleep_for(100ms));
  for (int i = 0; i < 500 && !counters->ended; ++i)
    co_await sleep_for(10ms);
}

// The way a closed browser stops the vendor's work: each side's cancellation reaches the next.
TEST(HttpClient, passes_cancellation_on_to_the_vendor) {
  const auto counters = std::make_shared<Counters>();
  Pair pair([counters](const ServerRequest&) { return never(counters); });
  pair.run(cancel_a_call(&pair, counters));
  EXPECT_EQ(counters->written, 1);
  EXPECT_TRUE(counters->ended);
}

}  // namespace
}  // namespace sluice::net
