#pragma once
#include "base/clock.h"
#include "base/passkey.h"
#include "base/strong_id.h"

#include <optional>
#include <string_view>

namespace sluice::identity {

// In the order of what they open (product S5); the rows hold the text of to_text().
enum class Plan { free, lite, trial, starter, professional, enterprise };
[[nodiscard]] std::string_view to_text(Plan plan);       // "professional"
[[nodiscard]] std::string_view display_name(Plan plan);  // "Professional"
[[nodiscard]] std::optional<Plan> parse_plan(std::string_view text);

constexpr std::chrono::days trial_length{14};
// Credentials of an ended trial or of a downgrade are deleted after this notice.
constexpr std::chrono::days credential_notice{14};

// What a plan opens. Types, so that each use case asks for exactly its proof.
struct Mcp {};             // Connect and use catalog MCP vendors.
struct CustomMcp {};       // A server of one's own, with an API key.
struct CustomMcpOAuth {};  // A server of one's own, by OAuth.
struct AuditView {};
struct AuditExport {};

// The table behind the entitlements (product S5, S6). `trial` has Professional's features without
// Custom MCP by OAuth.
template <class Feature>
[[nodiscard]] bool includes(Plan plan);
// The lowest plan that one can buy with the feature: what "Available from ..." says.
template <class Feature>
[[nodiscard]] Plan lowest_plan_with();
template <>
Plan lowest_plan_with<Mcp>();
template <>
Plan lowest_plan_with<CustomMcp>();
template <>
Plan lowest_plan_with<CustomMcpOAuth>();
template <>
Plan lowest_plan_with<AuditView>();
template <>
Plan lowest_plan_with<AuditExport>();

// Proof that an organization's plan includes a feature at this moment. Made by PlanGate for each
// use and not kept: a downgrade takes effect with the next use.
template <class Feature>
class Entitlement {
 public:
  Entitlement(Passkey<class PlanGate>, OrganizationId organization) : organization_(organization) {}
  [[nodiscard]] OrganizationId organization() const noexcept { return organization_; }

 private:
  OrganizationId organization_;
};

struct Organization;

// The one place where an Entitlement is made.
class PlanGate {
 public:
  // Nothing when the plan at `now` (an ended trial counts as free) lacks the feature.
  template <class Feature>
  [[nodiscard]] static std::optional<Entitlement<Feature>> entitle(const Organization& organization,
                                                                   Instant now);
};

// The plan that counts: a trial is one until it ends, to the millisecond, and free from then on.
[[nodiscard]] Plan plan_at(const Organization& organization, Instant now);

}  // namespace sluice::identity
