#pragma once
#include "base/strong_id.h"
#include "catalog/vendor.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace sluice::calls {

// Keeps the calls of each connection within what its row says that the vendor takes (`limits`, of
// the vendor and of the tool), before the vendor complains, and away from a vendor that said when
// to come back. Over a sliding stretch, so whichever minute the vendor counts, it sees no more.
// In memory: what was sent before a restart is forgotten.
class CallPace {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  struct Place {
    std::chrono::milliseconds wait{0};  // Until the call may leave.
    bool booked = true;                 // False: that is too long, and the place is nobody's.
  };
  // A place for one call from `now` on, not later than `patience` after it.
  [[nodiscard]] Place book(ConnectionId connection, const catalog::Vendor& vendor,
                           const catalog::Tool& tool, Moment now,
                           std::chrono::milliseconds patience);
  // The vendor said that it wants no call before then.
  void hold(ConnectionId connection, Moment until);
  // After a disconnect or reconnect: another grant has an allowance of its own.
  void forget(ConnectionId connection);
  // How many calls are kept in memory to count against; none of those that nothing limits.
  [[nodiscard]] std::size_t remembered();

 private:
  using Key = std::pair<ConnectionId, std::string>;  // The tool; empty: all of them.
  using Sent = std::deque<Moment>;                   // In order; booked ones lie ahead.
  // The limits of one row of calls; 0: none.
  struct Bound {
    Sent& sent;
    std::int64_t per_minute = 0;
    std::int64_t per_hour = 0;
  };
  [[nodiscard]] static Moment earliest(const Sent& sent, std::int64_t count,
                                       std::chrono::minutes stretch, Moment at);

  std::mutex mutex_;
  std::map<Key, Sent> sent_;
  std::map<ConnectionId, Moment> held_;
};

}  // namespace sluice::calls
