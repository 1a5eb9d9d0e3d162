#pragma once
#include "calls/allowed_call.h"
#include "calls/proposed_call.h"
#include "calls/row_gate.h"
#include "catalog/catalog.h"

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace sluice::calls {

// The only maker of an AllowedCall. Anything the catalog does not list as a read is denied, and
// the arguments of what it lists go through the row's rules; a server's own hints are not asked.
// Without the tool's pin there is no call.
class ToolAllowlist {
 public:
  explicit ToolAllowlist(const catalog::Catalog& catalog);
  // Why the row admits no such call, before anything is asked of the vendor; nothing when it does.
  [[nodiscard]] std::optional<Denial> refusal(const vault::Connection& connection,
                                              const ProposedCall& call) const;
  // The pin must cover this tool of this connection; the arguments that leave may differ from the
  // proposed ones (forced, dropped, filled in).
  [[nodiscard]] std::expected<AllowedCall, Denial> admit(vault::Connection connection,
                                                         ProposedCall call, ToolPin pin) const;

 private:
  [[nodiscard]] std::expected<Json, Denial> check(const vault::Connection& connection,
                                                  const ProposedCall& call) const;

  std::map<std::string, RowGate, std::less<>> gates_;  // By slug.
};

}  // namespace sluice::calls
