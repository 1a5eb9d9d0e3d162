#include "server/event_stream.h"

#include "net/io_runtime.h"

#include <gtest/gtest.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace sluice::server {
namespace {

// A reader that goes away after so many events.
class Reader final : public net::ResponseStream {
 public:
  explicit Reader(std::size_t patience = SIZE_MAX) : patience_(patience) {}
  Task<bool> write(std::string bytes) override {
    if (peer_gone()) co_return false;
    got.push_back(std::move(bytes));
    co_return true;
  }
  [[nodiscard]] bool peer_gone() const override { return got.size() >= patience_; }
  std::vector<std::string> got;

 private:
  std::size_t patience_;
};

Task<bool> allowed() {
  co_return true;
}
Task<bool> not_allowed() {
  co_return false;
}

Task<std::string> count_to(std::size_t events, std::shared_ptr<EventSink> sink) {
  for (std::size_t event = 0; event < events; ++event)
    sink->progress(std::to_string(event));
  co_return "the end";
}

// Says that it ended, however it ended.
struct EndNote {
  bool* ended;
  ~EndNote() { *ended = true; }
};
Task<std::string> work_for_ever(std::shared_ptr<EventSink> sink, bool* ended) {
  const EndNote note{ended};
  sink->progress("begun");
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor,
                                  boost::asio::steady_timer::time_point::max());
  co_await timer.async_wait(boost::asio::use_awaitable);
  co_return "never";
}

std::vector<std::string> stream(StreamedWork work, Reader reader = Reader(),
                                StillAllowed still_allowed = allowed) {
  net::IoRuntime runtime(1);
  const auto response = stream_events(std::move(work), std::move(still_allowed));
  runtime.run_to_completion(response.produce(reader));
  return reader.got;
}
StreamedWork counting(std::size_t events) {
  return [events](std::shared_ptr<EventSink> sink) { return count_to(events, std::move(sink)); };
}

TEST(EventStream, writes_each_event_and_ends_with_the_last_one) {
  EXPECT_EQ(stream(counting(3)), (std::vector<std::string>{"0", "1", "2", "the end"}));
  EXPECT_EQ(stream(counting(0)), std::vector<std::string>{"the end"});
}

TEST(EventStream, a_slow_reader_loses_progress_and_never_the_answer) {
  const auto got = stream(counting(events_waiting_max * 4));
  EXPECT_EQ(got.size(), events_waiting_max + 1);
  EXPECT_EQ(got.back(), "the end");
}

TEST(EventStream, whoever_may_no_longer_see_it_gets_nothing_more) {
  EXPECT_TRUE(stream(counting(3), Reader(), not_allowed).empty());
}

TEST(EventStream, a_reader_that_leaves_ends_the_work) {
  bool ended = false;
  const auto work = [&ended](std::shared_ptr<EventSink> sink) {
    return work_for_ever(std::move(sink), &ended);
  };
  EXPECT_TRUE(stream(work, Reader(0)).empty());
  EXPECT_TRUE(ended);
}

TEST(EventStream, one_that_may_no_longer_see_it_ends_the_work_too) {
  bool ended = false;
  const auto work = [&ended](std::shared_ptr<EventSink> sink) {
    return work_for_ever(std::move(sink), &ended);
  };
  EXPECT_TRUE(stream(work, Reader(), not_allowed).empty());
  EXPECT_TRUE(ended);
}

TEST(EventStream, no_proxy_keeps_it) {
  const auto response = stream_events(counting(0), allowed);
  const auto value = [&](std::string_view name) {
    for (const net::Header& header : response.headers)
      if (header.name == name) return header.value;
    return std::string();
  };
  EXPECT_EQ(value("Cache-Control"), "no-store");
  EXPECT_EQ(value("Content-Type"), "text/event-stream");
  EXPECT_EQ(value("X-Accel-Buffering"), "no");
}

}  // namespace
}  // namespace sluice::server
