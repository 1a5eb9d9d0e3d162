#pragma once
#include "base/clock.h"
#include "identity/organization.h"
#include "identity/organization_access.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sluice::identity {

// The shell of the machine. Who can open the data directory (0700, its owner) is the operator:
// holding an open Database outside the server is the proof, and the audited actor says so.
class OperatorAuthenticator {
 public:
  explicit OperatorAuthenticator(const storage::Database& database) : database_(database) {}
  // Nothing when no organization has that slug.
  [[nodiscard]] std::optional<OrganizationAccess> authenticate(std::string_view slug) const;

 private:
  const storage::Database& database_;
};

// One stored schedule that is due.
struct DueSchedule {
  OrganizationAccess access;
  std::uint64_t id = 0;
  std::string work;  // JSON, as stored.
};

// Work that somebody stored to be run later. Only a row of the schedule table, whose user is still
// a member, makes an access.
class ScheduleAuthenticator {
 public:
  ScheduleAuthenticator(const storage::Database& database, const Clock& clock)
      : database_(database), clock_(clock) {}
  // The due schedules, each moved to its next run: two callers never get the same run.
  [[nodiscard]] std::vector<DueSchedule> take_due();
  // Stores work for the user of `access`; `work` is JSON text.
  std::uint64_t add(OrganizationAccess access, std::string work, std::chrono::minutes every,
                    std::uint64_t id);

 private:
  const storage::Database& database_;
  const Clock& clock_;
};

}  // namespace sluice::identity
