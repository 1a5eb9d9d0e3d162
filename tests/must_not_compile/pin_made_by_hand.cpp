// refused: calling a private constructor of class .*Passkey
// Only the reviews say that a tool is pinned.
#include "calls/tool_pin.h"

namespace sluice {

calls::ToolPin forge(const vault::Connection& connection) {
  return calls::ToolPin(Passkey<calls::ToolReviews>(), connection, "list");
}

}  // namespace sluice
