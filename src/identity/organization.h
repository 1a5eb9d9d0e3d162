#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/strong_id.h"
#include "identity/plan.h"
#include "identity/role.h"

#include <optional>
#include <string>

namespace sluice::identity {

// A person, whatever organizations they are in.
struct User {
  UserId id;
  std::string email;  // Lower case.
  std::string name;
};

// The row of an organization: who pays, and how its numbers are to be read.
struct Organization {
  OrganizationId id;
  std::string slug;
  std::string name;
  Plan plan = Plan::free;  // As stored; ask plan_at() for the one that counts.
  std::optional<Instant> trial_ends_at;
  std::string timezone = "UTC";          // IANA name.
  std::string currency = "usd";          // ISO 4217, lower case.
  Json exchange_rates = Json::object();  // {"eur": 1.08}: units of `currency` for one euro.
  std::string week_starts_on = "monday";
};

// A person in one organization, with what they may do there.
struct Member {
  User user;
  Role role = Role::viewer;
};

// An organization that a user belongs to, for the switcher.
struct Membership {
  OrganizationId organization;
  std::string slug;
  std::string name;
  Role role = Role::viewer;
};

}  // namespace sluice::identity
