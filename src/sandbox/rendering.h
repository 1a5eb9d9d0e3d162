#pragma once
#include "sandbox/tool_call.h"

#include <string_view>

namespace sluice::sandbox {

// The tools/call result in the tool's content form.
[[nodiscard]] Value rendered(const ToolCall& call, const Value& answer);

// The result of a tool that failed: `sentence` as its text, with isError.
[[nodiscard]] Value tool_error(std::string_view sentence);
// The result of a tool that only confirms: `body` as its text.
[[nodiscard]] Value plain_result(const Value& body);

}  // namespace sluice::sandbox
