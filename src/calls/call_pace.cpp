#include "calls/call_pace.h"

#include <algorithm>

namespace sluice::calls {
namespace {

constexpr std::chrono::minutes minute{1};
constexpr std::chrono::minutes hour{60};

}  // namespace

// A call may leave once the one so many places before it lies a whole stretch back.
CallPace::Moment CallPace::earliest(const Sent& sent, std::int64_t count,
                                    std::chrono::minutes stretch, Moment at) {
  const auto most = static_cast<std::size_t>(count);
  if (count <= 0 || sent.size() < most) return at;
  return std::max(at, sent[sent.size() - most] + stretch);
}

CallPace::Place CallPace::book(ConnectionId connection, const catalog::Vendor& vendor,
                               const catalog::Tool& tool, Moment now,
                               std::chrono::milliseconds patience) {
  const std::scoped_lock lock(mutex_);
  Sent& all = sent_[{connection, {}}];
  Sent& own = sent_[{connection, tool.name}];
  for (Sent* sent : {&all, &own})
    while (!sent->empty() && sent->front() + hour <= now)
      sent->pop_front();
  Moment at = now;
  if (const auto held = held_.find(connection); held != held_.end())
    at = std::max(at, held->second);
  at = earliest(all, vendor.limits.per_minute_max, minute, at);
  at = earliest(all, vendor.limits.per_hour_max, hour, at);
  at = earliest(own, tool.limits.per_minute_max, minute, at);
  at = earliest(own, tool.limits.per_hour_max, hour, at);
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(at - now);
  if (wait > patience) return {.wait = wait, .booked = false};
  // A place behind one that is limited by its own tool may be earlier than that.
  for (Sent* sent : {&all, &own})
    sent->insert(std::ranges::upper_bound(*sent, at), at);
  return {.wait = wait, .booked = true};
}

void CallPace::hold(ConnectionId connection, Moment until) {
  const std::scoped_lock lock(mutex_);
  Moment& held = held_[connection];
  held = std::max(held, until);
}

void CallPace::forget(ConnectionId connection) {
  const std::scoped_lock lock(mutex_);
  held_.erase(connection);
  std::erase_if(sent_, [&](const auto& each) { return each.first.first == connection; });
}

}  // namespace sluice::calls
