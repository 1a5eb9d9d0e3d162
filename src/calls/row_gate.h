#pragma once
#include "calls/tool_gate.h"

#include <deque>
#include <expected>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace sluice::calls {

// The gate of one row: each of its tools is made ready when it is first called for, and judged in
// microseconds from then on (docs/benchmarks.md). The vendor outlives it; thread-safe.
class RowGate {
 public:
  explicit RowGate(const catalog::Vendor& vendor);
  // As check_call of call_rules.h, for every call of this vendor.
  [[nodiscard]] std::expected<Json, Denial> judge(const ProposedCall& call,
                                                  const Json& parameters) const;

 private:
  struct Slot {
    explicit Slot(const catalog::Tool& known) : tool(known) {}
    const catalog::Tool& tool;
    std::once_flag made;
    std::unique_ptr<const ToolGate> gate;
  };

  const catalog::Vendor& vendor_;
  mutable std::deque<Slot> slots_;
  std::unordered_map<std::string_view, Slot*> by_name_;  // Byte by byte.
};

}  // namespace sluice::calls
