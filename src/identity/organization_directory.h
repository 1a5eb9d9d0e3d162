#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "identity/identity_error.h"
#include "identity/organization.h"
#include "storage/database.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::identity {

// What the operator or a sign-up gives; organization_fault() says what is wrong with it.
struct NewOrganization {
  std::string slug;  // Lower case letters, digits and '-'; made from the name when empty.
  std::string name;
  Plan plan = Plan::trial;
  std::string timezone = "UTC";
  std::string currency = "usd";
  Json exchange_rates = Json::object();
  std::string week_starts_on = "monday";
};

// The operator's view: makes and finds organizations without being in one. Blocking.
class OrganizationDirectory {
 public:
  OrganizationDirectory(const storage::Database& database, const Clock& clock, Random& random,
                        const audit::AuditTrail& trail)
      : database_(database), clock_(clock), random_(random), trail_(trail) {}

  // With its record in the control trail. slug_taken when a slug was asked for and is taken.
  [[nodiscard]] std::expected<Organization, IdentityError> add(NewOrganization organization);
  // By the exact slug; nothing when there is none.
  [[nodiscard]] std::optional<Organization> find_by_slug(std::string_view slug) const;
  // A trial begins anew with its full length. unknown_organization when there is none of that slug.
  [[nodiscard]] std::expected<void, IdentityError> set_plan(std::string_view slug, Plan plan);
  // All of them, by slug.
  [[nodiscard]] std::vector<Organization> list() const;
  // For the switcher of a page: the organizations that a user may act in, and as what.
  [[nodiscard]] std::vector<Membership> memberships_of(UserId user) const;

 private:
  const storage::Database& database_;
  const Clock& clock_;
  Random& random_;
  const audit::AuditTrail& trail_;
};

}  // namespace sluice::identity
