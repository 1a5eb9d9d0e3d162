// refused: calling a private constructor of class .*Passkey
// Only the allowlist admits a call.
#include "calls/allowed_call.h"

namespace sluice {

calls::AllowedCall forge(const vault::Connection& connection, const calls::ToolPin& pin) {
  return calls::AllowedCall(Passkey<calls::ToolAllowlist>(), connection, "list", Json::object(),
                            pin);
}

}  // namespace sluice
