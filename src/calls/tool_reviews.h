#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/strong_id.h"
#include "calls/definition_findings.h"
#include "catalog/catalog.h"
#include "storage/database.h"
#include "storage/organization_access.h"
#include "vault/connection.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::calls {

// A tool that may not be called until somebody has looked at what became of it.
struct WithdrawnTool {
  std::string tool;
  std::string approved_definition;  // Raw JSON, as the server listed it then; may be empty.
  std::string listed_definition;    // As it lists it now.
  std::string listed_digest;        // What an approval has to name.
  std::vector<Finding> findings;    // In the new definition.
};

// The definitions under which a connection's tools were approved, against those that its server
// lists. The first list counts as approved (or what the row's reviewer saw, where the row has its
// digest); from then on any change of what the digest covers withdraws the tool from this
// connection, on disk and in the trail, until a member approves the new definition or the server
// returns to the old one. Only tools that the row lists as reads are kept: no other is ever
// called. Made once; thread-safe; blocking.
class ToolReviews {
 public:
  struct Parts {
    const storage::Database& database;
    const catalog::Catalog& catalog;
    const audit::AuditTrail& audit;
    const Clock& clock;
  };
  explicit ToolReviews(Parts parts) : parts_(parts) {}

  // `definitions`: the raw JSON of each tool, none named twice. Does nothing when the connection
  // left its epoch meanwhile. Returns the names of the tools that this list withdrew.
  std::vector<std::string> take_list(const vault::Connection& connection,
                                     const std::vector<std::string>& definitions) const;
  [[nodiscard]] bool is_withdrawn(const vault::Connection& connection, std::string_view tool) const;
  [[nodiscard]] std::vector<WithdrawnTool> withdrawn(storage::OrganizationAccess access,
                                                     ConnectionId connection) const;
  // Approves exactly the definition with that digest: false when the server lists another one by
  // now, or the tool is not withdrawn. `by` says who, for the trail.
  [[nodiscard]] bool approve(storage::OrganizationAccess access, ConnectionId connection,
                             const WithdrawnTool& tool, audit::AuditRecord by) const;

 private:
  Parts parts_;
};

}  // namespace sluice::calls
