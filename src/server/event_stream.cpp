#include "server/event_stream.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace sluice::server {
namespace {

namespace asio = boost::asio;
using Channel =
    asio::experimental::concurrent_channel<void(boost::system::error_code, std::string)>;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

class ChannelSink final : public EventSink {
 public:
  explicit ChannelSink(std::shared_ptr<Channel> channel) : channel_(std::move(channel)) {}
  void progress(std::string event) override {
    // A full channel drops a progress event; the answer itself takes another way.
    [[maybe_unused]] const bool sent =
        channel_->try_send(boost::system::error_code{}, std::move(event));
  }

 private:
  std::shared_ptr<Channel> channel_;
};

// Ends only by cancellation: the writer decides when the stream is over.
Task<void> wait_for_ever() {
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           asio::steady_timer::time_point::max());
  co_await timer.async_wait(as_tuple);
}

Task<void> run_work(StreamedWork work, std::shared_ptr<Channel> channel) {
  std::string last = co_await work(std::make_shared<ChannelSink>(channel));
  // Waits for a place, unlike progress: the answer must not be dropped.
  co_await channel->async_send(boost::system::error_code{}, std::move(last), as_tuple);
  co_await channel->async_send(asio::error::eof, std::string(), as_tuple);
  co_await wait_for_ever();
}

// The next event; a heartbeat when nothing came for a while; nothing at the end.
Task<std::optional<std::string>> next_event(std::shared_ptr<Channel> channel) {
  using asio::experimental::awaitable_operators::operator||;
  asio::steady_timer timer(co_await asio::this_coro::executor, heartbeat_interval);
  const auto next = co_await (channel->async_receive(as_tuple) || timer.async_wait(as_tuple));
  if (next.index() == 1) co_return ": still working\n\n";
  const auto& [error, event] = std::get<0>(next);
  if (error) co_return std::nullopt;
  co_return event;
}

// The stream belongs to the server and outlives this coroutine.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<void> write_events(net::ResponseStream& stream, std::shared_ptr<Channel> channel,
                        StillAllowed still_allowed) {
  while (auto event = co_await next_event(channel)) {
    // Asked before every event: somebody may have been removed while a vendor was slow.
    if (!co_await still_allowed()) co_return;
    if (!co_await stream.write(std::move(*event))) co_return;
  }
}

// The stream as above.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<void> work_and_write(net::ResponseStream& stream, StreamedWork work,
                          StillAllowed still_allowed) {
  using asio::experimental::awaitable_operators::operator||;
  auto channel = std::make_shared<Channel>(co_await asio::this_coro::executor, events_waiting_max);
  co_await (run_work(std::move(work), channel) ||
            write_events(stream, channel, std::move(still_allowed)));
}

}  // namespace

net::StreamedResponse stream_events(StreamedWork work, StillAllowed still_allowed) {
  net::StreamedResponse response;
  response.headers = {{"Content-Type", "text/event-stream"},
                      {"Cache-Control", "no-store"},
                      // nginx would hold the events back until the answer is whole.
                      {"X-Accel-Buffering", "no"}};
  response.produce = [work = std::move(work), still_allowed = std::move(still_allowed)](
                         net::ResponseStream& stream) -> Task<void> {
    return work_and_write(stream, work, still_allowed);
  };
  return response;
}

}  // namespace sluice::server
