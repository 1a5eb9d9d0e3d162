#pragma once
#include "base/deadline.h"
#include "mcp/http_transport.h"
#include "net/http_client.h"
#include "net/sse_reader.h"

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace sluice::mcp {

// The messages of a server's event stream, one at a time, through any number of reconnections.
// Priming events, comments and events of other types are passed over; comments alone do not keep
// a call alive.
class EventStream {
 public:
  EventStream(std::unique_ptr<net::HttpStream> stream, std::chrono::milliseconds idle,
              Deadline deadline)
      : stream_(std::move(stream)), idle_(idle), deadline_(deadline) {}

  // The next event that holds a message or an error; nothing at the end of the stream.
  [[nodiscard]] Task<std::expected<std::optional<net::SseEvent>, McpError>> next();
  // The next event with its type, for the streams of 2024-11-05.
  [[nodiscard]] Task<std::expected<std::optional<net::SseEvent>, McpError>> next_event();

  // Of the last event that had one: what a resumed stream is asked for with.
  [[nodiscard]] const std::string& last_event_id() const noexcept { return last_event_id_; }
  // What the server last asked for as the pause before coming back.
  [[nodiscard]] std::optional<std::chrono::milliseconds> retry() const noexcept { return retry_; }
  // Goes on with the stream of a later request.
  void replace(std::unique_ptr<net::HttpStream> stream);

 private:
  // The next event in the bytes that are here; nothing when more have to come.
  [[nodiscard]] std::expected<std::optional<net::SseEvent>, McpError> take_event();

  std::unique_ptr<net::HttpStream> stream_;
  net::SseReader reader_;
  std::string bytes_;      // The last piece that came,
  std::size_t taken_ = 0;  // and how much of it is done with.
  std::string last_event_id_;
  std::optional<std::chrono::milliseconds> retry_;
  std::chrono::milliseconds idle_;
  Deadline deadline_;
  std::size_t events_ = 0;
  bool ended_ = false;
};

}  // namespace sluice::mcp
