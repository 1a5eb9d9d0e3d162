// Event streams: what is read does not depend on where the pieces are cut, and what we write is
// read as it was meant.
#include "check.h"
#include "net/http_text.h"
#include "net/sse_reader.h"
#include "net/utf8.h"

#include <algorithm>

namespace sluice::fuzz {
namespace {

using net::SseEvent;
using net::SseReader;

struct Outcome {
  std::vector<SseEvent> events;
  std::optional<net::SseError> error;
  std::string last_event_id;
  std::optional<std::uint64_t> retry_ms;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// Small enough to be reached.
constexpr net::SseLimits limits{
    .line_bytes_max = 512, .event_bytes_max = 1'024, .events_max = 64, .id_bytes_max = 32};

// In pieces of 1 + seed % 7, 1 + seed / 7 % 7 bytes in turn; 0 for all at once.
Outcome read(std::string_view bytes, unsigned seed) {
  SseReader reader(limits);
  Outcome outcome;
  for (bool odd = false; !bytes.empty() && !outcome.error; odd = !odd) {
    const std::size_t length = seed == 0 ? bytes.size() : 1 + (odd ? seed / 7 : seed) % 7;
    std::string_view piece = bytes.substr(0, length);
    bytes.remove_prefix(piece.size());
    while (true) {
      auto event = reader.next(piece);
      if (!event) outcome.error = event.error();
      if (!event || !*event) break;
      outcome.events.push_back(std::move(**event));
    }
  }
  outcome.last_event_id = reader.last_event_id();
  outcome.retry_ms = reader.retry_ms();
  return outcome;
}

// A line that is too long is noticed at its border or within, so with an error only what came
// before it has to agree.
bool agree(const Outcome& whole, const Outcome& pieces) {
  return whole.error ? whole.error == pieces.error && whole.events == pieces.events
                     : whole == pieces;
}

void check_round_trip(const SseEvent& event) {
  const std::string type = event.type == "message" ? "" : event.type;
  const auto again = SseReader().feed(net::format_sse(type, event.data, event.last_event_id));
  require(again && again->size() == 1, "one written event is read as one");
  require(again->front() == event, "an event is read as it was written");
}

}  // namespace
}  // namespace sluice::fuzz

int sluice::fuzz::check(std::string_view bytes) {
  std::string_view input = bytes;
  const unsigned seed = take_choice(input);
  const Outcome whole = read(input, 0);
  require(agree(whole, read(input, std::max(seed, 1U))), "the pieces do not matter");
  require(agree(whole, read(input, 49)), "one byte at a time does not matter");
  for (const SseEvent& event : whole.events) {
    require(sluice::net::is_utf8(event.data) && sluice::net::is_utf8(event.last_event_id),
            "what is read is UTF-8");
    check_round_trip(event);
  }
  return 0;
}
