#include "calls/credential_use.h"

#include "base/log.h"
#include "identity/organization_settings.h"
#include "identity/storage_failure.h"

#include <utility>

namespace sluice::calls {

std::expected<identity::Entitlement<identity::Mcp>, CallError> CredentialUses::entitle(
    const storage::OrganizationAccess& access) const {
  // Read anew each time: a plan that ended a moment ago has ended for this call too.
  const identity::Organization organization = identity::organization_of(database_, access);
  auto plan = identity::PlanGate::entitle<identity::Mcp>(organization, clock_.now());
  if (plan) return *plan;
  const auto lowest = identity::lowest_plan_with<identity::Mcp>();
  return std::unexpected(
      CallError{CallError::Kind::plan_required,
                "The current plan does not include data sources over MCP, so nothing was asked of "
                "the vendor. They are part of " +
                    std::string(identity::display_name(lowest)) + " and above."});
}

std::expected<CredentialUse, CallError> CredentialUses::begin(const vault::Connection& connection,
                                                              std::string action, std::string tool,
                                                              Json detail) const {
  const storage::OrganizationAccess access = connection.access();
  const auto plan = entitle(access);
  if (!plan) return std::unexpected(plan.error());
  try {  // A use that cannot be recorded must not happen: the failure becomes the refusal.
    return CredentialUse{*plan, trail_.begin_use({access, connection.id(), std::move(action),
                                                  connection.row().vendor, std::move(tool)},
                                                 std::move(detail))};
  } catch (const identity::StorageFailure& failure) {
    log(LogLevel::error, "audit_failed", {{"error", failure.what()}});
    return std::unexpected(
        CallError{CallError::Kind::not_recorded,
                  "The audit trail cannot be written, so nothing was asked of the vendor. "
                  "Tell your operator: the disk may be full."});
  }
}

void CredentialUses::end(CredentialUse&& use, bool good, Json detail) const {
  CredentialUse ended = std::move(use);
  trail_.end_use(std::move(ended.recorded), good ? "ok" : "failed", std::move(detail));
}

}  // namespace sluice::calls
