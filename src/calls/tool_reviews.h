#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/strong_id.h"
#include "calls/definition_findings.h"
#include "calls/row_drift.h"
#include "calls/tool_pin.h"
#include "calls/withdrawal.h"
#include "catalog/catalog.h"
#include "mcp/client.h"
#include "storage/database.h"
#include "storage/organization_access.h"
#include "vault/connection.h"

#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::calls {

// No call under a list that is older: whoever comes then reads it anew first. The background job
// reads it earlier, so that nobody waits for it.
inline constexpr std::chrono::hours pin_age_max{24};
inline constexpr std::chrono::hours relist_after{20};

// How much of the server's list was asked for.
enum class ListScope {
  whole,
  first_page,  // Proves a session. May withdraw what it shows; says nothing about the rest.
};

// A tool that may not be called until somebody has looked at it.
struct WithdrawnTool {
  std::string tool;
  Withdrawal why = Withdrawal::changed;
  std::string detail;               // A sentence for the administrator.
  std::string approved_definition;  // Raw JSON, as the server listed it then; may be empty.
  std::string listed_definition;    // As it lists it now; empty when it does not.
  std::string listed_digest;        // What an approval has to name; empty: nothing to approve.
  std::vector<Finding> findings;    // In the listed definition.
};

// The definitions under which a connection's tools were approved: their pins. No pin, no call.
//
// The first whole list after a person connected pins each read of the row that the judgement of
// `check definition` allows; any other waits for a person, and so does one that comes later. From
// then on a definition that differs, that cannot be read, that comes twice or comes no more
// withdraws its tool from this connection, on disk and in the trail, until a person approves what
// is listed or the server returns to what was approved. Pins outlive tokens, reconnects and
// restarts: only a person's disconnect drops them. Only tools that the row lists as reads are
// kept: no other is ever called. Made once; thread-safe; blocking.
class ToolReviews {
 public:
  struct Parts {
    const storage::Database& database;
    const catalog::Catalog& catalog;
    const audit::AuditTrail& audit;
    const Clock& clock;
  };
  explicit ToolReviews(Parts parts) : parts_(parts) {}

  // Does nothing when the connection left its epoch meanwhile. Returns the names of the tools that
  // this list withdrew.
  std::vector<std::string> take_list(const vault::Connection& connection, const mcp::ToolList& list,
                                     ListScope scope) const;
  // Whether the server's whole list was read longer ago than that, or never.
  [[nodiscard]] bool is_older(const vault::Connection& connection, std::chrono::hours age) const;
  // The error is a sentence for the person whose question needed the tool.
  [[nodiscard]] std::expected<ToolPin, std::string> pin(const vault::Connection& connection,
                                                        std::string_view tool) const;
  // In the transaction of a person's disconnect.
  static void drop(storage::Transaction& transaction, ConnectionId connection);

  // By name; what an administrator sees before approving.
  [[nodiscard]] std::vector<WithdrawnTool> withdrawn(storage::OrganizationAccess access,
                                                     ConnectionId connection) const;
  // Tools whose name and input schema are not those that the row's reviewer had: told, not refused.
  [[nodiscard]] std::vector<std::string> drifted(storage::OrganizationAccess access,
                                                 ConnectionId connection) const;
  // What the server's last whole list differs in from the vendor's row: for the author of the row
  // and for the page; nothing before the first list.
  [[nodiscard]] std::vector<ToolDrift> drift(storage::OrganizationAccess access,
                                             ConnectionId connection) const;
  // Approves exactly the definition with that digest: false when the server lists another one by
  // now, or the tool is not withdrawn. `by` says who, for the trail.
  [[nodiscard]] bool approve(storage::OrganizationAccess access, ConnectionId connection,
                             const WithdrawnTool& tool, audit::AuditRecord by) const;

 private:
  Parts parts_;
};

}  // namespace sluice::calls
