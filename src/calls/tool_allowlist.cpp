#include "calls/tool_allowlist.h"

#include "calls/call_rules.h"

#include <utility>

namespace sluice::calls {

std::expected<AllowedCall, Denial> ToolAllowlist::admit(vault::Connection connection,
                                                        ProposedCall call) const {
  const catalog::Vendor* vendor = catalog_.find(connection.row().vendor);
  if (vendor == nullptr) {
    return std::unexpected(Denial{"unknown_vendor",
                                  "This tool is not allowed: the catalog no longer has the vendor "
                                  "of this connection."});
  }
  auto arguments = check_call(*vendor, call, connection.row().parameters);
  if (!arguments) return std::unexpected(std::move(arguments.error()));
  return AllowedCall({}, std::move(connection), std::move(call.tool), std::move(*arguments));
}

}  // namespace sluice::calls
