#include "identity/plan.h"

#include "identity/organization.h"
#include "identity/role.h"

#include <gtest/gtest.h>

namespace sluice::identity {
namespace {

constexpr Instant now{std::chrono::hours(1'000)};

template <class Feature>
std::string plans_with() {
  std::string plans;
  for (const Plan plan :
       {Plan::free, Plan::lite, Plan::trial, Plan::starter, Plan::professional, Plan::enterprise}) {
    Organization organization;
    organization.plan = plan;
    organization.trial_ends_at = now + std::chrono::hours(1);
    if (PlanGate::entitle<Feature>(organization, now)) plans += std::string(to_text(plan)) + " ";
  }
  return plans;
}

TEST(PlanGate, opens_what_the_product_says) {
  EXPECT_EQ(plans_with<Mcp>(), "trial starter professional enterprise ");
  EXPECT_EQ(plans_with<CustomMcp>(), "trial starter professional enterprise ");
  EXPECT_EQ(plans_with<CustomMcpOAuth>(), "starter professional enterprise ");
  EXPECT_EQ(plans_with<AuditView>(), "trial professional enterprise ");
  EXPECT_EQ(plans_with<AuditExport>(), "enterprise ");
}

TEST(PlanGate, a_trial_is_one_until_its_last_millisecond) {
  Organization organization;
  organization.plan = Plan::trial;
  organization.trial_ends_at = now;
  EXPECT_TRUE(PlanGate::entitle<Mcp>(organization, now - std::chrono::milliseconds(1)));
  EXPECT_FALSE(PlanGate::entitle<Mcp>(organization, now));
  EXPECT_EQ(plan_at(organization, now), Plan::free);
}

TEST(PlanGate, a_trial_without_an_end_is_no_trial) {
  Organization organization;
  organization.plan = Plan::trial;
  EXPECT_FALSE(PlanGate::entitle<Mcp>(organization, now));
}

TEST(Roles, may_do_what_the_product_says) {
  EXPECT_TRUE(permits(Role::owner, Action::delete_organization));
  EXPECT_FALSE(permits(Role::administrator, Action::delete_organization));
  EXPECT_FALSE(permits(Role::administrator, Action::name_owner));
  EXPECT_TRUE(permits(Role::administrator, Action::connect_source));
  EXPECT_FALSE(permits(Role::analyst, Action::connect_source));
  EXPECT_TRUE(permits(Role::analyst, Action::verify_answer));
  EXPECT_TRUE(permits(Role::analyst, Action::upload_file));
  EXPECT_TRUE(permits(Role::member, Action::ask));
  EXPECT_TRUE(permits(Role::member, Action::pin_own));
  EXPECT_FALSE(permits(Role::member, Action::pin_any));
  EXPECT_TRUE(permits(Role::viewer, Action::view_dashboards));
  EXPECT_FALSE(permits(Role::viewer, Action::ask));
}

TEST(Roles, have_names_that_read_back) {
  for (const Role role :
       {Role::owner, Role::administrator, Role::analyst, Role::member, Role::viewer})
    EXPECT_EQ(parse_role(to_text(role)), role);
  EXPECT_FALSE(parse_role("root"));
}

}  // namespace
}  // namespace sluice::identity
