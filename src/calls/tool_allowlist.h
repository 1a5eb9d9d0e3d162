#pragma once
#include "calls/allowed_call.h"
#include "calls/proposed_call.h"
#include "catalog/catalog.h"

#include <expected>

namespace sluice::calls {

// The only maker of an AllowedCall. Anything the catalog does not list as a read is denied, and
// the arguments of what it lists go through the row's rules; a server's own hints are not asked.
class ToolAllowlist {
 public:
  explicit ToolAllowlist(const catalog::Catalog& catalog) : catalog_(catalog) {}
  [[nodiscard]] std::expected<AllowedCall, Denial> admit(vault::Connection connection,
                                                         ProposedCall call) const;

 private:
  const catalog::Catalog& catalog_;
};

}  // namespace sluice::calls
