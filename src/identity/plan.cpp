#include "identity/plan.h"

#include "identity/organization.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::identity {
namespace {

struct PlanName {
  Plan plan;
  std::string_view text;
  std::string_view display;
};
constexpr std::array<PlanName, 6> plan_names{{
    {Plan::free, "free", "Free"},
    {Plan::lite, "lite", "Lite"},
    {Plan::trial, "trial", "Trial"},
    {Plan::starter, "starter", "Starter"},
    {Plan::professional, "professional", "Professional"},
    {Plan::enterprise, "enterprise", "Enterprise"},
}};

const PlanName& name_of(Plan plan) {
  return *std::ranges::find(plan_names, plan, &PlanName::plan);
}

}  // namespace

std::string_view to_text(Plan plan) {
  return name_of(plan).text;
}
std::string_view display_name(Plan plan) {
  return name_of(plan).display;
}

std::optional<Plan> parse_plan(std::string_view text) {
  const auto* found = std::ranges::find(plan_names, text, &PlanName::text);
  if (found == plan_names.end()) return std::nullopt;
  return found->plan;
}

template <>
Plan lowest_plan_with<Mcp>() {
  return Plan::starter;
}
template <>
Plan lowest_plan_with<CustomMcp>() {
  return Plan::starter;
}
template <>
Plan lowest_plan_with<CustomMcpOAuth>() {
  return Plan::starter;
}
template <>
Plan lowest_plan_with<AuditView>() {
  return Plan::professional;
}
template <>
Plan lowest_plan_with<AuditExport>() {
  return Plan::enterprise;
}

template <class Feature>
bool includes(Plan plan) {
  // The trial shows Professional, except what reaches servers of the user's own choice by OAuth.
  if (plan == Plan::trial)
    return !std::is_same_v<Feature, CustomMcpOAuth> &&
           lowest_plan_with<Feature>() <= Plan::professional;
  return plan >= lowest_plan_with<Feature>();
}

Plan plan_at(const Organization& organization, Instant now) {
  const bool ended = organization.plan == Plan::trial &&
                     (!organization.trial_ends_at || now >= *organization.trial_ends_at);
  return ended ? Plan::free : organization.plan;
}

template <class Feature>
std::optional<Entitlement<Feature>> PlanGate::entitle(const Organization& organization,
                                                      Instant now) {
  if (!includes<Feature>(plan_at(organization, now))) return std::nullopt;
  return Entitlement<Feature>({}, organization.id);
}

template bool includes<Mcp>(Plan);
template bool includes<CustomMcp>(Plan);
template bool includes<CustomMcpOAuth>(Plan);
template bool includes<AuditView>(Plan);
template bool includes<AuditExport>(Plan);
template std::optional<Entitlement<Mcp>> PlanGate::entitle(const Organization&, Instant);
template std::optional<Entitlement<CustomMcp>> PlanGate::entitle(const Organization&, Instant);
template std::optional<Entitlement<CustomMcpOAuth>> PlanGate::entitle(const Organization&, Instant);
template std::optional<Entitlement<AuditView>> PlanGate::entitle(const Organization&, Instant);
template std::optional<Entitlement<AuditExport>> PlanGate::entitle(const Organization&, Instant);

}  // namespace sluice::identity
