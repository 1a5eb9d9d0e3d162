#pragma once
#include "base/json.h"
#include "base/passkey.h"
#include "calls/tool_pin.h"
#include "vault/connection.h"

#include <string>
#include <utility>

namespace sluice::calls {

// A call the allowlist admitted, with the arguments as they leave and the pin of its tool.
// Move-only and consumed by sending: one admission, one call.
class AllowedCall {
 public:
  AllowedCall(Passkey<class ToolAllowlist>, vault::Connection connection, std::string tool,
              Json arguments, ToolPin pin)
      : connection_(std::move(connection)),
        tool_(std::move(tool)),
        arguments_(std::move(arguments)),
        pin_(std::move(pin)) {}
  AllowedCall(AllowedCall&&) noexcept = default;
  AllowedCall& operator=(AllowedCall&&) noexcept = default;
  AllowedCall(const AllowedCall&) = delete;
  AllowedCall& operator=(const AllowedCall&) = delete;

  // The snapshot that the call was admitted for, its tool, and the arguments exactly as they leave.
  [[nodiscard]] const vault::Connection& connection() const noexcept { return connection_; }
  [[nodiscard]] const std::string& tool() const noexcept { return tool_; }
  [[nodiscard]] const Json& arguments() const noexcept { return arguments_; }

 private:
  vault::Connection connection_;
  std::string tool_;
  Json arguments_;
  ToolPin pin_;
};

}  // namespace sluice::calls
