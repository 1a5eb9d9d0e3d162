#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/task.h"
#include "calls/tool_reviews.h"
#include "calls/vendor_caller.h"
#include "storage/database.h"

#include <chrono>
#include <cstddef>
#include <vector>

namespace sluice::connections {

inline constexpr std::chrono::minutes tool_watch_interval{15};
// One list of one vendor; whoever is slower is asked again with the next pass.
inline constexpr std::chrono::seconds relist_deadline{30};
inline constexpr std::size_t relists_a_pass_max = 1'000;

// Reads the tools of connections anew before their pins are a day old, so that a vendor's change is
// found while nobody asks, and no question waits for it. One vendor after the other.
class ToolWatch {
 public:
  // What the watch works with; all of it outlives it.
  struct Parts {
    const storage::Database& database;
    calls::VendorCaller& caller;
    const calls::ToolReviews& reviews;
    BlockingPool& pool;
    const Clock& clock;
    Random& random;
    const audit::AuditTrail& audit;
  };
  explicit ToolWatch(Parts parts) : parts_(parts) {}

  // One pass over all organizations; the number of lists that were read.
  [[nodiscard]] Task<std::size_t> look();
  // A pass, a pause, and so on, until the server ends.
  [[nodiscard]] Task<void> run();

 private:
  struct Due {
    storage::OrganizationAccess access;
    ConnectionId connection;
  };
  void add_due(storage::OrganizationAccess access, std::vector<Due>& found) const;
  [[nodiscard]] std::vector<Due> due() const;

  Parts parts_;
};

}  // namespace sluice::connections
