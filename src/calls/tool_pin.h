#pragma once
#include "base/passkey.h"
#include "vault/connection.h"

#include <string>
#include <string_view>
#include <utility>

namespace sluice::calls {

// Proof that a tool of a connection is pinned: its definition was approved, the server's whole list
// is younger than pin_age_max, and the list still holds the tool as it was approved. The allowlist
// makes no AllowedCall without one.
class ToolPin {
 public:
  ToolPin(Passkey<class ToolReviews>, const vault::Connection& connection, std::string tool)
      : connection_(connection.id()), epoch_(connection.row().epoch), tool_(std::move(tool)) {}
  // Whether it is this tool of this connection, in the same epoch.
  [[nodiscard]] bool covers(const vault::Connection& connection, std::string_view tool) const {
    return connection_ == connection.id() && epoch_ == connection.row().epoch && tool_ == tool;
  }

 private:
  ConnectionId connection_;
  std::int64_t epoch_;
  std::string tool_;
};

}  // namespace sluice::calls
