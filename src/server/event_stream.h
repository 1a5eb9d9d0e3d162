#pragma once
#include "base/task.h"
#include "net/http_server.h"

#include <functional>
#include <memory>
#include <string>

namespace sluice::server {

// Where a running piece of work drops its events. Never blocks: when the reader is slower than
// events_waiting_max, further progress events are dropped (the last event never is).
class EventSink {
 public:
  // The last reference may be dropped by the work after its reader has gone.
  virtual ~EventSink() = default;
  // A server-sent event, formatted.
  virtual void progress(std::string event) = 0;
};

inline constexpr std::size_t events_waiting_max = 256;
// A comment line so often keeps proxies from closing a quiet stream.
inline constexpr std::chrono::seconds heartbeat_interval{15};

// The work of a streamed answer: reports progress, returns its last event.
using StreamedWork = std::function<Task<std::string>(std::shared_ptr<EventSink>)>;

// Whether who asked still may: looked at before each event is written.
using StillAllowed = std::function<Task<bool>()>;

// Answers with text/event-stream: runs the work, writes its events as they come, ends with the
// last one. When the peer goes away, or may no longer see it, the work is cancelled and nothing
// more is written.
[[nodiscard]] net::StreamedResponse stream_events(StreamedWork work, StillAllowed still_allowed);

}  // namespace sluice::server
