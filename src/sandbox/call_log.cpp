#include "sandbox/call_log.h"

#include "base/time_format.h"

#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::size_t calls_max = 10'000;

void count(Value& counts, const std::string& name) {
  counts[name] = counts.value(name, 0) + 1;
}

}  // namespace

void CallLog::add(LoggedCall call) {
  if (calls_.size() == calls_max) calls_.pop_front();
  calls_.push_back(std::move(call));
}

void CallLog::reset() {
  calls_.clear();
}

Value CallLog::to_json() const {
  Value list = Value::array();
  Value by_vendor = Value::object();
  Value by_tool = Value::object();
  int tool_calls = 0;
  int write_calls = 0;
  for (const LoggedCall& call : calls_) {
    list.push_back({{"vendor", call.vendor},
                    {"http_method", call.http_method},
                    {"path", call.path},
                    {"method", call.method},
                    {"tool", call.tool},
                    {"arguments", call.arguments},
                    {"access", call.access},
                    {"authorization", call.authorization},
                    {"authorized", call.authorized},
                    {"status", call.status},
                    {"time", to_rfc3339(call.at)}});
    count(by_vendor, call.vendor);
    if (call.tool.empty()) continue;
    ++tool_calls;
    if (call.access != "read") ++write_calls;
    count(by_tool, call.vendor + "." + call.tool);
  }
  return {{"calls", std::move(list)},
          {"counts",
           {{"requests", calls_.size()},
            {"tool_calls", tool_calls},
            {"write_calls", write_calls},
            {"by_vendor", std::move(by_vendor)},
            {"by_tool", std::move(by_tool)}}}};
}

}  // namespace sluice::sandbox
