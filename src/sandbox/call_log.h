#pragma once
#include "base/clock.h"
#include "sandbox/value.h"

#include <deque>
#include <string>

namespace sluice::sandbox {

// One HTTP request that reached an MCP endpoint, as a test wants to see it.
struct LoggedCall {
  std::string vendor;
  std::string http_method;
  std::string path;    // With the query.
  std::string method;  // JSON-RPC; empty where the body had none.
  std::string tool;    // Of tools/call.
  Value arguments;
  std::string access;          // Of the tool: read, write, unclear; empty for other methods.
  bool authorization = false;  // A credential came along.
  bool authorized = false;     // And it was good.
  int status = 0;
  Instant at;
};

// What the stand-in vendors received. Keeps the newest 10,000.
class CallLog {
 public:
  // The oldest goes once there are 10,000.
  void add(LoggedCall call);
  void reset();
  // {"calls": [...], "counts": {"requests", "tool_calls", "write_calls", "by_vendor", "by_tool"}}
  [[nodiscard]] Value to_json() const;

 private:
  std::deque<LoggedCall> calls_;
};

}  // namespace sluice::sandbox
