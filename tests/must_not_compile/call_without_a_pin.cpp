// refused: too few arguments to function call
// No pin, no call.
#include "calls/tool_allowlist.h"

namespace sluice {

auto admit(const calls::ToolAllowlist& allowlist, const vault::Connection& connection) {
  return allowlist.admit(connection, calls::ProposedCall{.tool = "list"});
}

}  // namespace sluice
