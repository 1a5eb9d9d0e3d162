#include "calls/call_pace.h"

#include <algorithm>
#include <vector>

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
  std::vector<Bound> bounds;
  const auto bound = [&](const std::string& name, std::int64_t per_minute, std::int64_t per_hour) {
    // Where nothing is counted against, nothing is remembered either.
    if (per_minute <= 0 && per_hour <= 0) return;
    bounds.push_back({sent_[{connection, name}], per_minute, per_hour});
  };
  bound({}, vendor.limits.per_minute_max, vendor.limits.per_hour_max);
  bound(tool.name, tool.limits.per_minute_max, tool.limits.per_hour_max);
  Moment at = now;
  if (const auto held = held_.find(connection); held != held_.end())
    at = std::max(at, held->second);
  for (const Bound& each : bounds) {
    while (!each.sent.empty() && each.sent.front() + hour <= now)
      each.sent.pop_front();
    at = earliest(each.sent, each.per_minute, minute, at);
    at = earliest(each.sent, each.per_hour, hour, at);
  }
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(at - now);
  if (wait > patience) return {.wait = wait, .booked = false};
  // A place behind one that is limited by its own tool may be earlier than that.
  for (const Bound& each : bounds)
    each.sent.insert(std::ranges::upper_bound(each.sent, at), at);
  return {.wait = wait, .booked = true};
}

std::size_t CallPace::remembered() {
  const std::scoped_lock lock(mutex_);
  std::size_t count = 0;
  for (const auto& [key, sent] : sent_)
    count += sent.size();
  return count;
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
