#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "identity/organization_settings.h"
#include "storage/database.h"

#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace sluice::identity {

using People = std::map<UserId, User>;

// What requests do with organizations, for a caller that has no database: an access is all it
// takes. Making organizations and setting plans is the operator's (OrganizationDirectory). Made
// once; thread-safe; what it refers to outlives it. Blocking.
class OrganizationService {
 public:
  OrganizationService(const storage::Database& database, const Clock& clock, Random& random,
                      const audit::AuditTrail& trail)
      : database_(database), clock_(clock), random_(random), trail_(trail) {}

  [[nodiscard]] OrganizationSettings settings(OrganizationAccess access) const;
  // For the switcher of a user who has proven who they are.
  [[nodiscard]] std::vector<Membership> memberships_of(UserId user) const;
  // For the invitation's page, which has no session yet; nothing when it is not, or no longer,
  // good.
  [[nodiscard]] std::optional<OpenInvitation> find_invitation(std::string_view token) const;
  // Who is who, so that pages show names where rows hold ids. Somebody who has left is not in it.
  [[nodiscard]] People people(OrganizationAccess access) const;

 private:
  const storage::Database& database_;
  const Clock& clock_;
  Random& random_;
  const audit::AuditTrail& trail_;
};

}  // namespace sluice::identity
