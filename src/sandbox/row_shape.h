#pragma once
#include "sandbox/tool_call.h"

namespace sluice::sandbox {

[[nodiscard]] OrSentence<Rows> sorted(const ToolCall& call, Rows rows);
// The members of a row as the vendor sends them (omit, choose, project, no private ones).
[[nodiscard]] Value shown(const ToolCall& call, const Value& row);

}  // namespace sluice::sandbox
