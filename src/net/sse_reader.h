#pragma once
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::net {

struct SseEvent {
  std::string type;  // "message" unless the event named one.
  std::string data;
  std::string last_event_id;
  friend bool operator==(const SseEvent&, const SseEvent&) = default;
};

struct SseLimits {
  std::size_t line_bytes_max = std::size_t{1024} * 1024;
  std::size_t event_bytes_max = std::size_t{10} * 1024 * 1024;
  std::size_t events_max = 10'000;
};

enum class SseError { line_too_long, event_too_large, too_many_events };

// Reads an event stream as the HTML standard does ("Server-sent events", interpreting an event
// stream), in pieces of any size: a line end, a character or the byte order mark may lie across a
// border. Bytes that are no UTF-8 become U+FFFD. An event that the end of the stream cuts off is
// not delivered.
class SseReader {
 public:
  explicit SseReader(SseLimits limits = {}) : limits_(limits) {}

  // The events completed by `bytes`. After an error the stream is to be given up.
  [[nodiscard]] std::expected<std::vector<SseEvent>, SseError> feed(std::string_view bytes);

  // The last reconnection time that the server asked for, at most an hour.
  [[nodiscard]] std::optional<std::uint64_t> retry_ms() const noexcept { return retry_ms_; }
  // Of the last completed event: what Last-Event-ID would say.
  [[nodiscard]] const std::string& last_event_id() const noexcept { return last_event_id_; }

 private:
  [[nodiscard]] std::expected<void, SseError> end_line(std::vector<SseEvent>& events);
  [[nodiscard]] std::expected<void, SseError> dispatch(std::vector<SseEvent>& events);
  [[nodiscard]] std::expected<void, SseError> take_field(std::string_view name,
                                                         std::string_view value);

  SseLimits limits_;
  std::string line_;
  bool first_line_ = true;
  bool after_cr_ = false;  // A line feed that comes next belongs to the line already ended.
  std::string type_;
  std::string data_;
  bool has_data_ = false;
  std::string id_;
  std::string last_event_id_;
  std::optional<std::uint64_t> retry_ms_;
  std::size_t event_count_ = 0;
};

}  // namespace sluice::net
