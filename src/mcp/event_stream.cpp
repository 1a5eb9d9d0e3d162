#include "mcp/event_stream.h"

#include "mcp/protocol.h"
#include "mcp/response.h"

#include <utility>

namespace sluice::mcp {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::string_view detail_of(net::SseError error) {
  switch (error) {
    case net::SseError::line_too_long: return "a line of the stream is too long";
    case net::SseError::event_too_large: return "an event of the stream is too large";
    case net::SseError::too_many_events: return "the stream has too many events";
  }
  return "the stream is too large";
}

}  // namespace

void EventStream::replace(std::unique_ptr<net::HttpStream> stream) {
  stream_ = std::move(stream);
  reader_ = net::SseReader();
  ended_ = false;
}

Task<std::expected<std::optional<std::string>, McpError>> EventStream::next() {
  while (true) {
    auto event = co_await next_event();
    if (!event) co_return std::unexpected(std::move(event.error()));
    if (!*event) co_return std::nullopt;
    const bool message = (*event)->type == "message" && !(*event)->data.empty();
    if (message) co_return std::move((*event)->data);
  }
}

Task<std::expected<std::optional<net::SseEvent>, McpError>> EventStream::next_event() {
  const auto silent_until = SteadyClock::now() + idle_;
  while (waiting_.empty()) {
    if (ended_) co_return std::nullopt;
    const auto bytes = co_await stream_->read();
    if (!bytes) {
      ended_ = true;
      co_return std::unexpected(error_of(bytes.error()));
    }
    if (bytes->empty()) {
      ended_ = true;
      continue;
    }
    auto events = reader_.feed(*bytes);
    if (!events) {
      co_return std::unexpected(
          McpError{McpFailure::too_large, std::string(detail_of(events.error()))});
    }
    if (!reader_.last_event_id().empty()) last_event_id_ = reader_.last_event_id();
    if (const auto retry = reader_.retry_ms()) retry_ = std::chrono::milliseconds(*retry);
    events_ += events->size();
    if (events_ > events_max) {
      co_return std::unexpected(McpError{McpFailure::too_large, "too many events"});
    }
    std::ranges::move(*events, std::back_inserter(waiting_));
    if (waiting_.empty() && (SteadyClock::now() > silent_until || deadline_.passed())) {
      co_return std::unexpected(McpError{McpFailure::timed_out, "no event came in time"});
    }
  }
  net::SseEvent event = std::move(waiting_.front());
  waiting_.pop_front();
  co_return event;
}

}  // namespace sluice::mcp
