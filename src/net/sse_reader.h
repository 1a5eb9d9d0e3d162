#pragma once
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::net {

// One dispatched event of the HTML standard.
struct SseEvent {
  std::string type;  // "message" unless the event named one.
  std::string data;
  std::string last_event_id;
  friend bool operator==(const SseEvent&, const SseEvent&) = default;
};

// Bounds of one stream; docs/limits has them.
struct SseLimits {
  std::size_t line_bytes_max = std::size_t{1024} * 1024;
  std::size_t event_bytes_max = std::size_t{10} * 1024 * 1024;
  std::size_t events_max = 10'000;
  // Kept for every event that follows, and sent back when a stream is resumed.
  std::size_t id_bytes_max = std::size_t{4} * 1024;
};

// Which bound was passed.
enum class SseError { line_too_long, event_too_large, too_many_events, id_too_long };

// Reads an event stream as the HTML standard does ("Server-sent events", interpreting an event
// stream), in pieces of any size: a line end, a character or the byte order mark may lie across a
// border. Bytes that are no UTF-8 become U+FFFD. An event that the end of the stream cuts off is
// not delivered.
class SseReader {
 public:
  explicit SseReader(SseLimits limits = {}) : limits_(limits) {}

  // The next event that `bytes` complete, which are taken from their front; nothing when all are
  // taken. One at a time, because a short line may repeat a long event id: a list of events would
  // take any multiple of the memory of their bytes. After an error the stream is to be given up.
  [[nodiscard]] std::expected<std::optional<SseEvent>, SseError> next(std::string_view& bytes);
  // All of them, for few bytes.
  [[nodiscard]] std::expected<std::vector<SseEvent>, SseError> feed(std::string_view bytes);

  // The last reconnection time that the server asked for, at most an hour.
  [[nodiscard]] std::optional<std::uint64_t> retry_ms() const noexcept { return retry_ms_; }
  // Of the last completed event: what Last-Event-ID would say.
  [[nodiscard]] const std::string& last_event_id() const noexcept { return last_event_id_; }

 private:
  [[nodiscard]] std::expected<std::optional<SseEvent>, SseError> end_line();
  [[nodiscard]] std::expected<std::optional<SseEvent>, SseError> dispatch();
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
