#include "mcp/event_stream.h"

#include "mcp/fault_text.h"
#include "mcp/protocol.h"
#include "mcp/response.h"

#include <utility>

namespace sluice::mcp {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::string_view detail_of(net::SseError error) {
  switch (error) {
    case net::SseError::line_too_long: return fault_text::line_too_long;
    case net::SseError::event_too_large: return fault_text::event_too_large;
    case net::SseError::too_many_events: return fault_text::too_many_events;
    case net::SseError::id_too_long: return fault_text::event_id_too_long;
  }
  return fault_text::event_too_large;
}

McpError too_large(std::string_view detail) {
  return {McpFailure::too_large, std::string(detail)};
}

}  // namespace

void EventStream::replace(std::unique_ptr<net::HttpStream> stream) {
  stream_ = std::move(stream);
  // A new response begins with its own byte order mark and lines; the last event id goes on.
  reader_ = net::SseReader();
  bytes_.clear();
  taken_ = 0;
  ended_ = false;
}

Task<std::expected<std::optional<net::SseEvent>, McpError>> EventStream::next() {
  while (true) {
    auto event = co_await next_event();
    if (!event) co_return event;
    const std::optional<net::SseEvent>& found = *event;
    if (!found) co_return event;
    // "error" is what some gateways name the event that ends a stream.
    const bool meant_for_us = found->type == "message" || found->type == "error";
    if (meant_for_us && !found->data.empty()) co_return event;
  }
}

std::expected<std::optional<net::SseEvent>, McpError> EventStream::take_event() {
  std::string_view rest = std::string_view(bytes_).substr(taken_);
  auto event = reader_.next(rest);
  taken_ = bytes_.size() - rest.size();
  if (!event) return std::unexpected(too_large(detail_of(event.error())));
  if (!reader_.last_event_id().empty()) last_event_id_ = reader_.last_event_id();
  if (const auto retry = reader_.retry_ms()) retry_ = std::chrono::milliseconds(*retry);
  if (*event && ++events_ > events_max) {
    return std::unexpected(too_large(fault_text::too_many_events));
  }
  return std::move(*event);
}

Task<std::expected<std::optional<net::SseEvent>, McpError>> EventStream::next_event() {
  const auto silent_until = SteadyClock::now() + idle_;
  while (true) {
    auto event = take_event();
    if (!event || *event || ended_) co_return event;
    if (SteadyClock::now() > silent_until || deadline_.passed()) {
      co_return std::unexpected(
          McpError{McpFailure::timed_out, std::string(fault_text::no_event_in_time)});
    }
    auto bytes = co_await stream_->read();
    ended_ = !bytes || bytes->empty();
    if (!bytes) co_return std::unexpected(error_of(bytes.error()));
    bytes_ = std::move(*bytes);
    taken_ = 0;
  }
}

}  // namespace sluice::mcp
