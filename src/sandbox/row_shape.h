#pragma once
#include "sandbox/tool_call.h"

namespace sluice::sandbox {

// By the "sort" of the specification and what the arguments say of it; stable, so equal rows keep
// the file's order. Fails for a member that the tool cannot sort by.
[[nodiscard]] OrSentence<Rows> sorted(const ToolCall& call, Rows rows);
// The members of a row as the vendor sends them (omit, choose, project, no private ones).
[[nodiscard]] Value shown(const ToolCall& call, const Value& row);

}  // namespace sluice::sandbox
