#include "net/sse_reader.h"

#include "base/text.h"
#include "net/utf8.h"

#include <algorithm>
#include <utility>

namespace sluice::net {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
// A server that asks for a week would silence its own stream.
constexpr std::uint64_t retry_ms_max = 3'600'000;

// Any number of digits; what is beyond the limit is the limit.
std::uint64_t clamped_number(std::string_view digits) {
  std::uint64_t number = 0;
  for (const char digit : digits)
    number = std::min(retry_ms_max, number * 10 + static_cast<std::uint64_t>(digit - '0'));
  return number;
}

}  // namespace

std::expected<std::optional<SseEvent>, SseError> SseReader::next(std::string_view& bytes) {
  while (!bytes.empty()) {
    // The two bytes of one line end may come in two pieces.
    if (std::exchange(after_cr_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const std::size_t end = bytes.find_first_of("\r\n");
    line_.append(bytes.substr(0, end));
    if (line_.size() > limits_.line_bytes_max) return std::unexpected(SseError::line_too_long);
    if (end == std::string_view::npos) {
      bytes = {};
      break;
    }
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    auto event = end_line();
    if (!event || *event) return event;
  }
  return std::nullopt;
}

std::expected<std::vector<SseEvent>, SseError> SseReader::feed(std::string_view bytes) {
  std::vector<SseEvent> events;
  while (true) {
    auto event = next(bytes);
    if (!event) return std::unexpected(event.error());
    std::optional<SseEvent>& found = *event;
    if (!found) return events;
    events.push_back(*std::move(found));
  }
}

std::expected<std::optional<SseEvent>, SseError> SseReader::end_line() {
  const std::string line = std::exchange(line_, {});
  std::string_view text = line;
  if (std::exchange(first_line_, false) && text.starts_with(byte_order_mark))
    text.remove_prefix(byte_order_mark.size());
  if (text.empty()) return dispatch();
  const std::size_t colon = text.find(':');
  if (colon == 0) return std::nullopt;  // A comment.
  std::string_view value = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  // One blank, and only one, as the standard has it: more belong to the value.
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (const auto taken = take_field(text.substr(0, colon), value); !taken)
    return std::unexpected(taken.error());
  return std::nullopt;
}

std::expected<void, SseError> SseReader::take_field(std::string_view name, std::string_view value) {
  if (name == "data") {
    if (has_data_) data_.push_back('\n');
    has_data_ = true;
    data_.append(to_valid_utf8(value));
    if (data_.size() > limits_.event_bytes_max) return std::unexpected(SseError::event_too_large);
  } else if (name == "event") {
    type_ = to_valid_utf8(value);
  } else if (name == "id") {
    if (value.size() > limits_.id_bytes_max) return std::unexpected(SseError::id_too_long);
    // The standard ignores an id with a NUL: it could not be sent back in a header.
    if (!value.contains('\0')) id_ = to_valid_utf8(value);
  } else if (name == "retry") {
    if (!value.empty() && std::ranges::all_of(value, is_digit)) retry_ms_ = clamped_number(value);
  }
  return {};
}

std::expected<std::optional<SseEvent>, SseError> SseReader::dispatch() {
  // Also for an event without data: a priming event has nothing but its id.
  last_event_id_ = id_;
  std::string type = std::exchange(type_, {});
  if (!std::exchange(has_data_, false)) return std::nullopt;
  if (++event_count_ > limits_.events_max) return std::unexpected(SseError::too_many_events);
  return SseEvent{.type = type.empty() ? "message" : std::move(type),
                  .data = std::exchange(data_, {}),
                  .last_event_id = last_event_id_};
}

}  // namespace sluice::net
