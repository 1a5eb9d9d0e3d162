#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "calls/vendor_caller.h"
#include "identity/plan.h"
#include "storage/database.h"
#include "vault/connection.h"

#include <expected>
#include <string>

namespace sluice::calls {

// A use of a connection's credential that may happen now: the organization's plan includes vendors
// over MCP at this moment, and the intent is on disk. What puts a credential on the wire asks for
// one; it is made for each use and not kept.
struct CredentialUse {
  identity::Entitlement<identity::Mcp> plan;
  audit::RecordedUse recorded;
};

// Makes them. Made where it is needed; what it refers to outlives it. Blocking.
class CredentialUses {
 public:
  CredentialUses(const storage::Database& database, const audit::AuditTrail& trail,
                 const Clock& clock)
      : database_(database), trail_(trail), clock_(clock) {}

  // plan_required: nothing was recorded, nothing may leave.
  [[nodiscard]] std::expected<identity::Entitlement<identity::Mcp>, CallError> entitle(
      const storage::OrganizationAccess& access) const;
  // plan_required or not_recorded: nothing may leave. `tool` is empty but for a tool call.
  [[nodiscard]] std::expected<CredentialUse, CallError> begin(const vault::Connection& connection,
                                                              std::string action, std::string tool,
                                                              Json detail = Json::object()) const;
  // Writes the outcome. Never fails: what has happened cannot be undone by a full disk.
  void end(CredentialUse&& use, bool good, Json detail = Json::object()) const;

 private:
  const storage::Database& database_;
  const audit::AuditTrail& trail_;
  const Clock& clock_;
};

}  // namespace sluice::calls
